//! Activation by code and by link, and the calls that have codes sent. The printed secrets are
//! stored as if they had been sent.

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::Server;
use serde_json::json;

use super::JOHN_DOE;
use super::stage::Stage;

fn sent<'a>(id: &str, purpose: Purpose, channel: Channel, secret: &'a str) -> Sent<'a> {
    let user = User::Customer(CustomerId::parse(id).expect("an id"));
    let ago = TimeDelta::minutes(3);
    let phone = (purpose == Purpose::PhoneChange).then_some("+48123123124");
    Sent { user, purpose, channel, secret, ago, phone }
}

pub async fn redeemed(stage: &Stage, server: &Server) {
    for (call, channel, secret) in [
        ("activate by code", Channel::Sms, "954604"),
        ("activate by token", Channel::Email, "abcde"),
    ] {
        let id = stage.a_new_customer(&format!("{secret}@example.com")).await;
        plant(server, "DEFAULT", sent(&id, Purpose::Activation, channel, secret)).await;
        stage.expect_nothing(&stage.play(call, &[]).await);
        assert_eq!(stage.details(&id).await["active"], true);
        stage.play(call, &[]).await.must(404);
    }
}

pub async fn requested(stage: &Stage, server: &Server) {
    stage.expect_nothing(&stage.play("send code", &[]).await);
    stage.expect_nothing(&stage.play_as(&stage.seller, "send code as seller", &[]).await);

    let token = stage.client.login("DEFAULT", "customer", "john@doe.example", "loyalty").await;
    let nothing = stage.play_as(&token, "send code again", &[]).await.must(400);
    assert_eq!(nothing.json(), json!(""));
    plant(server, "DEFAULT", sent(JOHN_DOE, Purpose::PhoneChange, Channel::Sms, "153105")).await;
    stage.expect_nothing(&stage.play_as(&token, "send code again", &[]).await);
}

pub async fn confirmed(stage: &Stage, server: &Server) {
    let token = stage.client.login("DEFAULT", "customer", "john@doe.example", "loyalty").await;
    let before = stage.details(JOHN_DOE).await["phone"].clone();
    plant(server, "DEFAULT", sent(JOHN_DOE, Purpose::PhoneChange, Channel::Sms, "153105")).await;
    stage.expect_nothing(&stage.play_as(&token, "confirm change", &[]).await);
    assert_eq!(stage.details(JOHN_DOE).await["phone"], "+48123123124");
    // The search at the till is printed with the demo's number.
    let path = format!("/api/DEFAULT/customer/{JOHN_DOE}");
    let back = [("customer[phone]", before.as_str().expect("a phone"))];
    stage.client.put(&path).token(&stage.admin).form(&back).await.must(200);
}
