//! Staying signed in (behaviour B3, decision 9).

use laurel_tests::server::{Server, every_engine, every_server};
use laurel_tests::world::{PASSWORD, a_store};
use serde_json::json;

use super::{refresh, refused, text};

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_a_new_pair() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let member = store.a_member().await;
        let place = format!("{}/", store.code);
        let call = client.sign_in(&store.code, "customer", &member.email, PASSWORD);
        let first = call.await.must(200).json();
        let second = refresh(&client, &place, text(&first, "refresh_token")).await.must(200).json();
        assert_ne!(second["refresh_token"], first["refresh_token"]);
        assert_ne!(second["token"], first["token"]);
        let levels = store.path("customer/level");
        for pair in [&first, &second] {
            client.get(&levels).token(text(pair, "token")).await.must(200);
        }
        // An answer may get lost: the token before works a moment longer.
        refresh(&client, &place, text(&first, "refresh_token")).await.must(200);
    }
}

#[tokio::test]
async fn administrators_and_the_default_store_need_no_store_in_the_path() {
    for server in every_server().await {
        let client = server.client();
        let people = [("admin", "supervisor", "open"), ("customer", "user-2@oloy.com", "loyalty")];
        for (kind, name, password) in people {
            let call = client.sign_in("DEFAULT", kind, name, password);
            let first = call.await.must(200).json();
            let json = json!({ "refresh_token": text(&first, "refresh_token") });
            let second = client.post("/api/token/refresh").json(&json).await.must(200).json();
            refresh(&client, "DEFAULT/", text(&second, "refresh_token")).await.must(200);
        }
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_in_its_own_store_only() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let store = a_store(&client, &admin).await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let call = client.sign_in(&store.code, "seller", &seller.email, PASSWORD);
        let pair = call.await.must(200).json();
        let token = text(&pair, "refresh_token");
        let invalid = json!({ "code": 401, "message": "Invalid refresh token" });
        refused(refresh(&client, "DEFAULT/", token).await, 401, &invalid);
        refused(refresh(&client, "DEFAULT/", "made-up").await, 401, &invalid);
        refused(refresh(&client, "", text(&pair, "token")).await, 401, &invalid);
        refresh(&client, "NOSUCHSTORE/", token).await.must(404);
        // Trying it elsewhere has cost nothing.
        refresh(&client, &format!("{}/", store.code), token).await.must(200);

        let missing = client.post("/api/token/refresh").form(&[("a", "b")]).await;
        refused(missing, 400, &json!({ "refresh_token": "field is required" }));
    }
}

/// A call that holds one connection must not wait for another: many such calls would wait for
/// each other.
#[tokio::test]
async fn one_connection_is_enough() {
    for engine in every_engine() {
        let settings = [("LAUREL__DATABASE__MAX_CONNECTIONS", "1")];
        let server = Server::demo_with(engine, &settings).await;
        let client = server.client();
        let pair = client.sign_in("DEFAULT", "admin", "admin", "open").await.must(200).json();
        refresh(&client, "", text(&pair, "refresh_token")).await.must(200);
        let by_card = client.post("/api/DEFAULT/admin/customer/47834433524/deactivate");
        by_card.token(text(&pair, "token")).await.must(204);
    }
}
