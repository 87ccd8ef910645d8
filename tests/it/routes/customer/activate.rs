//! `customer/activate/<token>` and `customer/activate-sms/<token>` (behaviour 9.8)

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::{Server, every_server};
use laurel_tests::world::{PASSWORD, a_store, an_email, unique};
use serde_json::json;

const NOT_FOUND: &str = r#"{"error":{"code":404,"message":"Not Found"}}"#;

async fn sent(server: &Server, store: &str, id: &str, by: Channel, secret: &str, minutes: i64) {
    let user = User::Customer(CustomerId::parse(id).unwrap());
    let ago = TimeDelta::minutes(minutes);
    let purpose = Purpose::Activation;
    plant(server, store, Sent { user, purpose, channel: by, secret, ago, phone: None }).await;
}

#[tokio::test]
async fn the_latest_secret_activates_a_new_customer_once() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        for (channel, kind, old, good) in [
            (Channel::Email, "activate", unique(), unique()),
            (Channel::Sms, "activate-sms", "100001".to_owned(), "100002".to_owned()),
        ] {
            let email = an_email();
            let id = store.a_new_customer(&email, "").await;
            let call =
                |secret: &str| client.post(&store.path(&format!("customer/{kind}/{secret}")));
            let sign_in = || client.sign_in(&store.code, "customer", &email, PASSWORD);
            sign_in().await.must(401);

            sent(server, &store.code, &id, channel, &old, 1).await;
            sent(server, &store.code, &id, channel, &good, 1).await;
            for wrong in ["999999", "x", &unique(), &old] {
                assert_eq!(call(wrong).await.must(404).text(), NOT_FOUND, "{kind} {wrong}");
            }
            let elsewhere = call(&good).await;
            assert_eq!((elsewhere.status, elsewhere.text()), (204, ""));
            call(&good).await.must(404);
            sign_in().await.must(200);
            let path = store.path(&format!("customer/{id}"));
            let details = client.get(&path).token(&store.admin).await.must(200).json();
            assert_eq!(details["active"], true);
            let (kind, state) = (&details["status"]["type"], &details["status"]["state"]);
            assert_eq!((kind, state), (&json!("active"), &json!("no-card")));
        }
    }
}

#[tokio::test]
async fn old_and_foreign_secrets_and_those_of_others_than_new_customers_are_not_found() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let (store, other) = (a_store(&client, &admin).await, a_store(&client, &admin).await);
        let id = store.a_new_customer(&an_email(), "").await;
        let call = |kind: &str, secret: &str| {
            client.post(&store.path(&format!("customer/{kind}/{secret}")))
        };
        sent(server, &store.code, &id, Channel::Sms, "200001", 30).await;
        call("activate-sms", "200001").await.must(404);
        sent(server, &store.code, &id, Channel::Email, "aaaaaaaaaaaaaaaaaaaa", 24 * 60).await;
        call("activate", "aaaaaaaaaaaaaaaaaaaa").await.must(404);
        // By the other way, or in another store.
        sent(server, &store.code, &id, Channel::Sms, "200002", 29).await;
        call("activate", "200002").await.must(404);
        client.post(&other.path("customer/activate-sms/200002")).await.must(404);

        let verb = |verb: &str| store.path(&format!("admin/customer/{id}/{verb}"));
        for status in ["deactivate", "activate"] {
            client.post(&verb(status)).token(&admin).await.must(204);
            call("activate-sms", "200002").await.must(404);
        }
    }
}

#[tokio::test]
async fn a_client_may_guess_five_times_and_then_once_a_minute() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let guess = |address: &str, kind: &str| {
            let call = client.post(&store.path(&format!("customer/{kind}/999999")));
            call.header("x-forwarded-for", address)
        };
        for kind in ["activate", "activate-sms", "activate", "activate-sms", "activate"] {
            guess("192.0.2.7", kind).await.must(404);
        }
        let refused = guess("192.0.2.7", "activate-sms").await.must(429);
        assert!((1..=61).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
        guess("192.0.2.8", "activate-sms").await.must(404);
    }
}
