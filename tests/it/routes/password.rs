//! `password/…` and `<kind>/password/change` (behaviour B5 to B7)

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::{CustomerId, SellerId};
use laurel_tests::client::{Answer, Client};
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::{Server, every_server};
use laurel_tests::world::{PASSWORD, Person, Store, a_store, unique};
use serde_json::json;

use super::{errors_at, marked};

const DONE: &str = r#"{"success":true}"#;
const NOT_FOUND: &str = r#"{"error":{"code":404,"message":"Not Found"}}"#;
const NEWER: &str = "N3wer!pass";
const WEAK: &str = "customer[agreement1]=1&reset[plainPassword]=weak";

fn customer(who: &Person) -> User {
    User::Customer(CustomerId::parse(&who.id).unwrap())
}

async fn sent(server: &Server, store: &Store, user: User, secret: &str, minutes: i64) {
    let channel = if secret.len() == 6 { Channel::Sms } else { Channel::Email };
    let (purpose, ago) = (Purpose::PasswordReset, TimeDelta::minutes(minutes));
    plant(server, &store.code, Sent { user, purpose, channel, secret, ago, phone: None }).await;
}

/// Whether a session still works.
async fn is_alive(client: &Client, store: &Store, token: &str) -> bool {
    let answer = client.get(&store.path("customer/level")).token(token).await;
    assert!(answer.status == 200 || answer.status == 401, "{answer:?}");
    answer.status == 200
}

#[tokio::test]
async fn a_reset_is_asked_for_by_the_name_that_signs_in() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let (mia, eve) = (store.a_member().await, store.a_member().await);
        let ask =
            |path: &str, name: &str| client.post(&store.path(path)).form(&[("username", name)]);
        let generic = "password/reset/request";
        let customers = "customer/password/reset/request";
        for (path, name) in [(generic, &mia.email), (customers, &eve.id), (generic, &seller.email)]
        {
            assert_eq!(ask(path, name).await.must(200).text(), DONE);
            // Not twice a day by e-mail.
            let again = ask(path, name).await.must(400);
            assert_eq!(again.text(), r#"{"error":"resetting password already requested"}"#);
        }
        let json = json!({ "username": mia.email });
        client.post(&store.path(generic)).json(&json).await.must(400);
        for (path, name) in [(generic, unique()), (customers, unique()), (customers, seller.email)]
        {
            assert_eq!(ask(path, &name).await.must(404).text(), NOT_FOUND);
        }
        for path in [generic, customers] {
            for body in ["", "username=", "username[x]=1"] {
                let refused = client.post(&store.path(path)).form_text(body).await.must(400);
                let said = r#"{"error":"field \"username\" should not be empty"}"#;
                assert_eq!(refused.text(), said);
            }
        }
    }
}

#[tokio::test]
async fn what_was_sent_sets_a_new_password_once_and_ends_every_session() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let login =
            |password: &'static str| client.sign_in(&store.code, "customer", &mia.email, password);
        let path = store.path("password/reset");
        let customers = store.path("customer/password/reset");
        let link = unique() + &unique();
        for (path, secret, password, query) in [
            (&path, link.as_str(), NEWER, false),
            (&customers, "400001", PASSWORD, false),
            (&customers, "400002", NEWER, true),
        ] {
            sent(server, &store, customer(&mia), secret, 29).await;
            let call = |secret: &str, password: &str| {
                let form = format!("reset[plainPassword]={password}");
                if query {
                    client.post(&format!("{path}?token={secret}")).form_text(&form)
                } else {
                    client.post(path).form_text(&format!("token={secret}&{form}"))
                }
            };
            let weak = call(secret, "weak").await.must(400);
            assert_eq!(marked(&weak), ["plainPassword"]);
            assert_eq!(call("999999", password).await.must(404).text(), NOT_FOUND);
            assert_eq!(call("999999", "weak").await.must(404).text(), NOT_FOUND);
            assert_eq!(call(secret, password).await.must(200).text(), DONE);
            call(secret, password).await.must(404);
            let token = login(password).await.must(200).json()["token"].clone();
            assert!(is_alive(&client, &store, token.as_str().unwrap()).await);
        }
        assert!(!is_alive(&client, &store, &mia.token).await);
        login(PASSWORD).await.must(401);
    }
}

#[tokio::test]
async fn old_codes_and_those_for_something_else_reset_nothing() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let call = |path: &str, secret: &str| {
            let form = format!("token={secret}&reset[plainPassword]={NEWER}");
            client.post(&store.path(path)).form_text(&form)
        };
        sent(server, &store, customer(&mia), "400003", 30).await;
        call("password/reset", "400003").await.must(404);
        let (user, channel) = (customer(&mia), Channel::Sms);
        let (purpose, ago) = (Purpose::Activation, TimeDelta::zero());
        let activation = Sent { user, purpose, channel, secret: "400004", ago, phone: None };
        plant(server, &store.code, activation).await;
        call("password/reset", "400004").await.must(404);

        let link = unique() + &unique();
        let user = User::Seller(SellerId::parse(&seller.id).unwrap());
        sent(server, &store, user, &link, 1).await;
        call("customer/password/reset", &link).await.must(404);
        call("password/reset", &link).await.must(200);
        client.sign_in(&store.code, "seller", &seller.email, NEWER).await.must(200);
        client.sign_in(&store.code, "customer", &mia.email, PASSWORD).await.must(200);
    }
}

#[tokio::test]
async fn a_reset_without_a_token_or_a_form_says_what_is_missing() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let link = unique() + &unique();
        sent(server, &store, customer(&mia), &link, 1).await;
        for path in ["password/reset", "customer/password/reset"] {
            let call = |body: &str| client.post(&store.path(path)).form_text(body);
            for body in ["", "token=", WEAK] {
                let refused = call(body).await.must(400);
                assert_eq!(refused.text(), r#"{"error":"field \"token\" should not be empty"}"#);
            }
            let tree = |answer: Answer| answer.must(400).text().to_owned();
            let nothing = r#"{"form":{"children":{"plainPassword":{}}},"errors":[]}"#;
            assert_eq!(tree(call(&format!("token={link}")).await), nothing);
            let blank = r#"{"form":{"children":{"plainPassword":{"errors":["This value should not be blank."]}}},"errors":[]}"#;
            assert_eq!(tree(call(&format!("token={link}&reset[plainPassword]=")).await), blank);
            let scalar = r#"{"form":{"errors":["This value is not valid."],"children":{"plainPassword":{}}},"errors":["This value is not valid."]}"#;
            assert_eq!(tree(call(&format!("token={link}&reset=x")).await), scalar);
        }
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let mia = store.a_member().await;
        for (kind, who) in [("customer", &mia), ("seller", &seller)] {
            let path = store.path(&format!("{kind}/password/change"));
            let other = client.login(&store.code, kind, &who.email, PASSWORD).await;
            let change = |current: &str, new: &str| {
                let form = [("currentPassword", current), ("plainPassword", new)];
                client.post(&path).token(&who.token).form(&form)
            };
            let wrong = change("wrong", "short").await.must(400);
            assert_eq!(marked(&wrong), ["currentPassword", "plainPassword"]);
            let said = r#"["This value should be the user's current password."]"#;
            assert_eq!(errors_at(&wrong, "currentPassword"), said);
            let weak = change(PASSWORD, "short").await.must(400);
            assert_eq!(marked(&weak), ["plainPassword"]);
            assert!(is_alive(&client, &store, &other).await);

            assert_eq!(change(PASSWORD, NEWER).await.must(200).text(), DONE);
            assert!(is_alive(&client, &store, &who.token).await);
            assert!(!is_alive(&client, &store, &other).await);
            client.sign_in(&store.code, kind, &who.email, PASSWORD).await.must(401);
            client.sign_in(&store.code, kind, &who.email, NEWER).await.must(200);
        }
    }
}

#[tokio::test]
async fn an_administrator_changes_his_password_and_a_key_has_none() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let store = a_store(&client, &admin).await;
        let path = store.path("admin/password/change");
        // The demo's passwords are too weak to be set again, so nothing changes here.
        let form = [("currentPassword", "open"), ("plainPassword", "open")];
        let refused = client.post(&path).token(&admin).form(&form).await.must(400);
        assert_eq!(marked(&refused), ["plainPassword"]);
        let key = [
            ("key[name]", "admin"),
            ("key[permissions][0][resource]", "CUSTOMER"),
            ("key[permissions][0][access]", "VIEW"),
        ];
        let made = client.post("/api/admin/key").token(&admin).form(&key).await.must(200).json();
        let key = made["key"].as_str().unwrap();
        let form = [("currentPassword", "open"), ("plainPassword", NEWER)];
        let refused = client.post(&path).key(key).form(&form).await.must(400);
        assert_eq!(marked(&refused), ["currentPassword"]);
        client.post(&path).form(&form).await.must(401);
    }
}
