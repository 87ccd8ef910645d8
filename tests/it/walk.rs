//! A newcomer's walk, from the first form to the last trace: what a customer does in an app, on a
//! demo server as it comes.

use laurel_tests::client::Client;
use laurel_tests::mail::{after, received};
use laurel_tests::pictures::JPEG;
use laurel_tests::server::{Server, every_engine};
use laurel_tests::world::{PASSWORD, a_phone, a_store, an_email};
use serde_json::Value;

/// The types of a customer's history, the oldest first.
async fn history(client: &Client, path: &str, token: &str) -> Vec<String> {
    let told = client.get(path).token(token).await.must(200).json();
    let types = told.as_array().unwrap().iter().map(|it| it["type"].as_str().unwrap().to_owned());
    types.rev().collect()
}

#[tokio::test]
async fn a_newcomer_registers_lives_and_is_forgotten() {
    for engine in every_engine() {
        let server = Server::demo(engine).await;
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let sms = [("store[accountActivationMethod]", "sms")];
        let settings = format!("/api/admin/store/{}", store.code);
        client.put(&settings).token(&store.admin).form(&sms).await.must(200);

        // Registers, reads the code in the demo's outbox, activates, signs in.
        let (email, phone) = (an_email(), a_phone());
        let id = store.a_new_customer(&email, &phone).await;
        let own = store.path(&format!("customer/{id}"));
        client.sign_in(&store.code, "customer", &email, PASSWORD).await.must(401);
        let text = received(&server, &store.code, "activation", &phone, 1).await.remove(0);
        let code = after(&text, "activation code (no. 1): ");
        client.post(&store.path(&format!("customer/activate-sms/{code}"))).await.must(204);
        let token = client.login(&store.code, "customer", &email, PASSWORD).await;

        // A picture, without anything of the file but what it shows.
        let avatar = format!("{own}/avatar");
        client.post(&avatar).token(&token).file("avatar[file]", "me.jpg", JPEG).await.must(204);
        let picture = client.get(&avatar).token(&token).await.must(200);
        assert_eq!(picture.header("content-type"), "image/jpeg");
        assert_ne!(picture.body, JPEG);

        // A new phone counts once its code came back.
        let newer = a_phone();
        let change = [("customer[phone]", &newer)];
        client.put(&own).token(&token).form(&change).await.must(200);
        let shown = async || client.get(&own).token(&token).await.must(200).json();
        assert_eq!(shown().await["phone"], phone);
        let text = received(&server, &store.code, "phone_change", &newer, 1).await.remove(0);
        let code = after(&text, "confirmation code (no. 1): ");
        let confirm = store.path(&format!("customer/confirm-change/{code}"));
        client.post(&confirm).token(&token).await.must(204);
        assert_eq!(shown().await["phone"], newer);

        let past = store.path(&format!("admin/customer/{id}/history"));
        let types = history(&client, &past, &token).await;
        assert_eq!(types[0], "CustomerWasRegistered");
        let expected =
            ["CustomerWasActivated", "CustomerAvatarWasSet", "CustomerDetailsWereUpdated"];
        for step in expected {
            assert!(types.iter().any(|it| it == step), "{engine}: {step} in {types:?}");
        }

        // Forgotten: nothing shows who it was, and nobody comes back in.
        let forget = store.path(&format!("admin/customer/{id}/anonymize"));
        client.post(&forget).token(&store.admin).await.must(204);
        client.get(&own).token(&token).await.must(401);
        client.sign_in(&store.code, "customer", &email, PASSWORD).await.must(401);
        let left = client.get(&own).token(&store.admin).await.must(200).json();
        assert_eq!((&left["firstName"], &left["email"]), (&"anonymous".into(), &"".into()));
        assert_eq!((&left["phone"], &left["avatarPath"]), (&"".into(), &Value::Null));
        client.get(&avatar).token(&store.admin).await.must(404);
        let types = history(&client, &past, &store.admin).await;
        assert_eq!(types.last().map(String::as_str), Some("CustomerWasAnonymized"));
    }
}
