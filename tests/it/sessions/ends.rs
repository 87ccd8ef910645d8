//! What ends sessions, at once (behaviour 1.2.4, B4, decision 9).

use laurel_tests::client::Client;
use laurel_tests::server::every_server;
use laurel_tests::world::{PASSWORD, Person, Store, a_store};
use serde_json::{Value, json};

use super::{refresh, refused, text};

/// Two sessions of somebody: pairs of tokens.
async fn two_sessions(client: &Client, store: &Store, kind: &str, who: &Person) -> [Value; 2] {
    let sign_in = || client.sign_in(&store.code, kind, &who.email, PASSWORD);
    [sign_in().await.must(200).json(), sign_in().await.must(200).json()]
}

async fn all_are_over(client: &Client, store: &Store, sessions: &[Value]) {
    for pair in sessions {
        let answer = client.get(&store.path("customer/level")).token(text(pair, "token")).await;
        refused(answer, 401, &json!({ "code": 401, "message": "Invalid JWT Token" }));
        refresh(client, "", text(pair, "refresh_token")).await.must(401);
    }
}

#[tokio::test]
async fn signing_out_ends_every_session_of_the_caller() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let (member, other) = (store.a_member().await, store.a_member().await);
        let sessions = two_sessions(&client, &store, "customer", &member).await;
        let revoke = client.get(&store.path("token/revoke")).token(text(&sessions[0], "token"));
        refused(revoke.await, 200, &json!([]));
        all_are_over(&client, &store, &sessions).await;
        let again = client.get(&store.path("customer/level")).token(&member.token).await;
        assert_eq!(again.status, 401);
        client.get(&store.path("customer/level")).token(&other.token).await.must(200);
        client.sign_in(&store.code, "customer", &member.email, PASSWORD).await.must(200);
    }
}

#[tokio::test]
async fn deactivation_and_deletion_end_sessions() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let pos = store.a_pos().await;
        let ways = [
            ("customer", "POST", "admin/customer/{}/deactivate"),
            ("customer", "POST", "seller/customer/{}/deactivate"),
            ("customer", "DELETE", "customer/{}"),
            ("seller", "POST", "seller/{}/deactivate"),
            ("seller", "POST", "seller/{}/delete"),
        ];
        for (kind, method, path) in ways {
            let customer = kind == "customer";
            let who = if customer { store.a_member().await } else { store.a_seller(&pos).await };
            let sessions = two_sessions(&client, &store, kind, &who).await;
            let path = store.path(&path.replace("{}", &who.id));
            client.call(method, &path).token(&store.admin).await.must(204);
            all_are_over(&client, &store, &sessions).await;
            client.sign_in(&store.code, kind, &who.email, PASSWORD).await.must(401);
        }
    }
}

#[tokio::test]
async fn a_new_password_ends_a_sellers_sessions() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let pos = store.a_pos().await;
        let seller = store.a_seller(&pos).await;
        let sessions = two_sessions(&client, &store, "seller", &seller).await;
        let form = [
            ("seller[firstName]", "New"),
            ("seller[lastName]", "Password"),
            ("seller[active]", "1"),
            ("seller[email]", &seller.email),
            ("seller[posId]", &pos),
            ("seller[plainPassword]", "0ther!Pass"),
        ];
        let path = store.path(&format!("seller/{}", seller.id));
        client.put(&path).token(&store.admin).form(&form).await.must(200);
        all_are_over(&client, &store, &sessions).await;
        client.sign_in(&store.code, "seller", &seller.email, PASSWORD).await.must(401);
        client.sign_in(&store.code, "seller", &seller.email, "0ther!Pass").await.must(200);
    }
}
