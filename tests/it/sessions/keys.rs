//! Permanent keys (decision 11).

use laurel_tests::client::Client;
use laurel_tests::server::every_server;
use laurel_tests::world::a_store;
use serde_json::{Value, json};

use super::{refused, text};

/// The extra members of a key that may look at customers and change sellers.
async fn a_key(client: &Client, admin: &str, more: &[(&str, &str)]) -> Value {
    let mut form = vec![
        ("key[name]", "Of a test"),
        ("key[permissions][0][resource]", "CUSTOMER"),
        ("key[permissions][0][access]", "VIEW"),
        ("key[permissions][1][resource]", "ADMIN"),
        ("key[permissions][1][access]", "VIEW"),
    ];
    form.extend(more);
    client.post("/api/admin/key").token(admin).form(&form).await.must(200).json()
}

fn invalid() -> Value {
    json!({ "message": "Invalid API key" })
}

#[tokio::test]
async fn a_key_opens_what_it_is_for() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let customer = store.a_customer().await;
        let made = a_key(&client, &store.admin, &[]).await;
        let key = text(&made, "key");
        let path = store.path(&format!("customer/{customer}"));
        client.get(&path).key(key).await.must(200);
        client.get("/api/DEFAULT/customer").key(key).await.must(200);
        client.get("/api/admin/key").key(key).await.must(200);
        client.put(&path).key(key).form(&[("customer[firstName]", "A")]).await.must(403);
        client.get(&store.path("level")).key(key).await.must(403);
        // A key is not an access token.
        client.get(&path).token(key).await.must(401);
    }
}

#[tokio::test]
async fn a_key_in_the_address_or_damaged_opens_nothing() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let made = a_key(&client, &admin, &[]).await;
        let key = text(&made, "key");
        let path = format!("/api/DEFAULT/customer?auth_token={key}");
        client.get(&path).await.must(401);
        let (stem, secret) = key.rsplit_once('_').unwrap();
        let other = a_key(&client, &admin, &[]).await;
        let (_, foreign) = text(&other, "key").rsplit_once('_').unwrap();
        for bad in ["", "x", stem, &format!("{stem}_"), &format!("{stem}_{foreign}"), secret] {
            let answer = client.get("/api/DEFAULT/customer").key(bad).await;
            refused(answer, 403, &invalid());
        }
    }
}

#[tokio::test]
async fn a_key_ends_when_it_is_deleted() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let made = a_key(&client, &admin, &[("key[expiresAt]", "2199-01-01 00:00:00")]).await;
        let key = text(&made, "key");
        client.get("/api/DEFAULT/customer").key(key).await.must(200);
        let path = format!("/api/admin/key/{}", text(&made, "keyId"));
        client.delete(&path).token(&admin).await.must(204);
        refused(client.get("/api/DEFAULT/customer").key(key).await, 403, &invalid());
        client.delete(&path).token(&admin).await.must(404);
    }
}

#[tokio::test]
async fn a_key_cannot_be_made_for_the_past_or_for_no_store() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let fields =
            [("expiresAt", "2020-01-01 00:00:00"), ("expiresAt", "soon"), ("store", "NOSUCHSTORE")];
        for (field, value) in fields {
            let form = [
                ("key[name]".to_owned(), "Of a test"),
                ("key[permissions][0][resource]".to_owned(), "CUSTOMER"),
                ("key[permissions][0][access]".to_owned(), "VIEW"),
                (format!("key[{field}]"), value),
            ];
            let call = client.post("/api/admin/key").token(&admin).form(&form);
            let errors = call.await.must(400).json();
            let said = &errors["form"]["children"][field]["errors"];
            assert_eq!(*said, json!(["This value is not valid."]), "{field}={value}: {errors}");
        }
    }
}

#[tokio::test]
async fn a_stores_key_is_refused_everywhere_else() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let made = a_key(&client, &store.admin, &[("key[store]", &store.code)]).await;
        let key = text(&made, "key");
        client.get(&store.path("customer")).key(key).await.must(200);
        for path in ["/api/DEFAULT/customer", "/api/admin/key", "/api/admin/store"] {
            let forbidden = json!({ "error": { "code": 403, "message": "Forbidden" } });
            refused(client.get(path).key(key).await, 403, &forbidden);
        }
    }
}

#[tokio::test]
async fn nobody_gives_a_key_more_than_he_has() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let more =
            [("key[permissions][2][resource]", "ADMIN"), ("key[permissions][2][access]", "MODIFY")];
        let made = a_key(&client, &admin, &more).await;
        let form = [
            ("key[name]", "More"),
            ("key[permissions][0][resource]", "CUSTOMER"),
            ("key[permissions][0][access]", "MODIFY"),
        ];
        let call = client.post("/api/admin/key").key(text(&made, "key")).form(&form);
        call.await.must(403);
    }
}
