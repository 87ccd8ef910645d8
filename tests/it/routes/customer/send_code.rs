//! `send-sms-code`, by administrators, sellers and customers (behaviour 9.8)

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::client::Answer;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::every_server;
use laurel_tests::world::{a_store, an_email};
use serde_json::Value;

fn sent(id: &str, purpose: Purpose, minutes: i64) -> Sent<'static> {
    Sent {
        user: User::Customer(CustomerId::parse(id).unwrap()),
        purpose,
        channel: Channel::Sms,
        secret: "300001",
        ago: TimeDelta::minutes(minutes),
        phone: (purpose == Purpose::PhoneChange).then_some("+48123123124"),
    }
}

#[track_caller]
fn must_tell_nothing(answer: Answer) {
    assert_eq!(answer.must(400).text(), r#""""#);
}

#[tokio::test]
async fn administrators_and_sellers_have_codes_sent_to_new_customers_with_a_phone() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let silent = store.a_new_customer(&an_email(), "").await;
        let phoned = store.a_new_customer(&an_email(), "48600100100").await;
        let active = store.a_customer().await;
        for (kind, token) in [("admin", &store.admin), ("seller", &seller.token)] {
            let call = |id: &str| {
                let path = store.path(&format!("{kind}/customer/{id}/send-sms-code"));
                client.post(&path).token(token)
            };
            // However soon one after the other.
            for id in [&phoned, &phoned, &active] {
                assert_eq!(call(id).await.must(204).text(), "");
            }
            must_tell_nothing(call(&silent).await);
            call("a1b2c3d4-0000-4000-8000-000000000000").await.must(404);
        }
        let path = store.path(&format!("admin/customer/{silent}/send-sms-code"));
        let call = client.post(&path).token(&store.admin);
        let problem = call.header("accept", "application/problem+json").await.must(400).json();
        assert_eq!(problem["detail"], "no code can be sent");
    }
}

#[tokio::test]
async fn a_new_customer_has_its_code_sent_again_after_two_minutes() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let path = store.path("customer/customer-phone/send-sms-code");
        let call = |phone: &str| client.post(&path).form(&[("phone", phone)]);
        let id = store.a_new_customer(&an_email(), "+48600100101").await;
        // The registration has just asked for one.
        must_tell_nothing(call("+48600100101").await);
        plant(server, &store.code, sent(&id, Purpose::Activation, 2)).await;
        let json = serde_json::json!({ "phone": "48600100101" });
        assert_eq!(client.post(&path).json(&json).await.must(204).text(), "");
        must_tell_nothing(call("48600100101").await);
        let activate = store.path(&format!("admin/customer/{id}/activate"));
        client.post(&activate).token(&store.admin).await.must(204);
        must_tell_nothing(call("48600100101").await);
    }
}

#[tokio::test]
async fn why_no_code_is_sent_is_not_told() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let path = store.path("customer/customer-phone/send-sms-code");
        for body in ["", "phone=", "phone=48600100199", "phone[x]=1", "phone=%00"] {
            must_tell_nothing(client.post(&path).form_text(body).await);
        }
        // An administrator has no phone to be called.
        must_tell_nothing(client.post(&path).token(&store.admin).form_text("").await);
        // A credential counts only where it is needed.
        client.post(&path).token("x").form_text("").await.must(401);
        must_tell_nothing(client.post(&path).token("x").form_text("phone=1").await);
    }
}

#[tokio::test]
async fn a_customer_has_the_code_of_its_change_of_phone_sent_again() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let path = store.path("customer/customer-phone/send-sms-code");
        let call = || client.post(&path).token(&mia.token).form_text("");
        must_tell_nothing(call().await);
        plant(server, &store.code, sent(&mia.id, Purpose::PhoneChange, 1)).await;
        must_tell_nothing(call().await);
        plant(server, &store.code, sent(&mia.id, Purpose::PhoneChange, 2)).await;
        assert_eq!(call().await.must(204).json(), Value::Null);
        must_tell_nothing(call().await);
    }
}
