//! Operations on passwords, codes and invitations. They take single parameters, or act for the
//! caller alone, so that the trial of forms cannot try them.

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::client::{Answer, Call, Client};
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::{Server, every_server};
use laurel_tests::world::{PASSWORD, Person, Store, a_store, an_email, unique};

use super::must_be_civil;
use super::tree::marks;
use super::values::Odd;

const NEWER: &str = "N3wer!pass";

/// A way of spoiling that leaves nothing right: twice, with the right one last, is right.
fn every_odd() -> impl Iterator<Item = Odd> {
    Odd::ALL.into_iter().filter(|it| *it != Odd::Twice)
}

/// A server, and a store of its own on it.
struct Scene {
    server: &'static Server,
    client: Client,
    store: Store,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = vec![];
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        scenes.push(Scene { server, client, store });
    }
    scenes
}

impl Scene {
    fn post(&self, path: &str, body: &str) -> Call {
        self.client.post(&self.store.path(path)).form_text(body)
    }

    /// A link to a new password that `who` was sent.
    async fn link(&self, who: &Person) -> String {
        let link = unique() + &unique();
        let user = User::Customer(CustomerId::parse(&who.id).expect("an id"));
        let (purpose, channel, ago) = (Purpose::PasswordReset, Channel::Email, TimeDelta::zero());
        let sent = Sent { user, purpose, channel, secret: &link, ago, phone: None };
        plant(self.server, &self.store.code, sent).await;
        link
    }

    async fn must_still_sign_in(&self, who: &Person) {
        let signed_in = self.client.sign_in(&self.store.code, "customer", &who.email, PASSWORD);
        signed_in.await.must(200);
    }
}

/// Asserts that a civil answer has this status, and marks exactly these fields.
#[track_caller]
fn must_mark(answer: &Answer, what: &str, fields: &[&str]) {
    must_be_civil(answer, what);
    assert_eq!(answer.status, 400, "{what}: {answer:?}");
    let marked: Vec<_> = marks(&answer.json()["form"]).into_iter().map(|(at, _)| at).collect();
    assert_eq!(marked, fields, "{what}: {answer:?}");
}

#[tokio::test]
async fn a_reset_may_be_asked_for_by_odd_names() {
    for scene in scenes().await {
        let mia = scene.store.a_member().await;
        for path in ["password/reset/request", "customer/password/reset/request"] {
            for odd in every_odd() {
                let what = format!("{} {path} {odd:?}", scene.server.engine);
                let answer = scene.post(path, &odd.encoded("username", &mia.email)).await;
                must_be_civil(&answer, &what);
                let is_name = matches!(odd, Odd::Long | Odd::LineEnd | Odd::Escape);
                let statuses = if is_name { &[404][..] } else { &[400, 404] };
                assert!(statuses.contains(&answer.status), "{what}: {answer:?}");
            }
        }
        // None of them was hers: it is not said that she has asked already.
        let body = format!("username={}", mia.email.replace('@', "%40"));
        scene.post("password/reset/request", &body).await.must(200);
    }
}

#[tokio::test]
async fn odd_resets_use_up_nothing_and_change_nothing() {
    for scene in scenes().await {
        let mia = scene.store.a_member().await;
        let link = scene.link(&mia).await;
        for path in ["password/reset", "customer/password/reset"] {
            for odd in every_odd() {
                let what = format!("{} {path} {odd:?}", scene.server.engine);
                let spoilt = odd.encoded("reset[plainPassword]", NEWER);
                let answer = scene.post(path, &format!("token={link}&{spoilt}")).await;
                must_be_civil(&answer, &what);
                assert_eq!(answer.status, 400, "{what}: {answer:?}");

                let spoilt = odd.encoded("token", &link);
                let body = format!("{spoilt}&reset[plainPassword]={NEWER}");
                let answer = scene.post(path, &body).await;
                must_be_civil(&answer, &what);
                assert!([400, 404].contains(&answer.status), "{what}: {answer:?}");
            }
        }
        scene.must_still_sign_in(&mia).await;
        let body = format!("token={link}&reset[plainPassword]={NEWER}");
        scene.post("password/reset", &body).await.must(200);
    }
}

#[tokio::test]
async fn odd_changes_of_a_password_change_nothing() {
    for scene in scenes().await {
        let seller = scene.store.a_seller(&scene.store.a_pos().await).await;
        let mia = scene.store.a_member().await;
        for (kind, token, current) in [
            ("admin", &scene.store.admin, "open"),
            ("seller", &seller.token, PASSWORD),
            ("customer", &mia.token, PASSWORD),
        ] {
            let path = format!("{kind}/password/change");
            for odd in every_odd() {
                let what = format!("{} {path} {odd:?}", scene.server.engine);
                let spoilt = odd.encoded("plainPassword", NEWER);
                let call = scene.post(&path, &format!("currentPassword={current}&{spoilt}"));
                must_mark(&call.token(token).await, &what, &["plainPassword"]);
            }
        }
        scene.must_still_sign_in(&mia).await;
        for odd in every_odd() {
            // Each is a wrong guess: too many would lock the account.
            let who = scene.store.a_member().await;
            let what = format!("{} currentPassword {odd:?}", scene.server.engine);
            let spoilt = odd.encoded("currentPassword", PASSWORD);
            let call =
                scene.post("customer/password/change", &format!("{spoilt}&plainPassword={NEWER}"));
            must_mark(&call.token(&who.token).await, &what, &["currentPassword"]);
            scene.must_still_sign_in(&who).await;
        }
    }
}

#[tokio::test]
async fn codes_may_be_asked_for_by_odd_phones() {
    for scene in scenes().await {
        let path = "customer/customer-phone/send-sms-code";
        let mia = scene.store.a_member().await;
        for odd in every_odd() {
            let what = format!("{} {path} {odd:?}", scene.server.engine);
            let body = odd.encoded("phone", "48600100100");
            for call in [scene.post(path, &body), scene.post(path, &body).token(&mia.token)] {
                let answer = call.await;
                must_be_civil(&answer, &what);
                assert_eq!((answer.status, answer.text()), (400, r#""""#), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn odd_invitations_invite_nobody() {
    for scene in scenes().await {
        let (email, phone) = (an_email().replace('@', "%40"), "48600100100");
        for (field, good, others) in [
            ("type", "email", format!("invitation[recipientEmail]={email}")),
            ("recipientEmail", &*email, "invitation[type]=email".to_owned()),
            ("recipientPhone", phone, "invitation[type]=mobile".to_owned()),
        ] {
            let mut mia = scene.store.a_member().await;
            for (number, odd) in every_odd().enumerate() {
                // Nobody has more sent than ten at once.
                if number % 8 == 7 {
                    mia = scene.store.a_member().await;
                }
                let is_absent = matches!(odd, Odd::Missing | Odd::Empty | Odd::Blank);
                // Without a type it is an e-mail.
                if field == "type" && is_absent {
                    continue;
                }
                let what = format!("{} {field} {odd:?}", scene.server.engine);
                let spoilt = odd.encoded(&format!("invitation[{field}]"), good);
                let call = scene.post("invitations/invite", &format!("{others}&{spoilt}"));
                must_mark(&call.token(&mia.token).await, &what, &[field]);
            }
            for whole in ["x", "%FF", "%00"] {
                let call = scene.post("invitations/invite", &format!("invitation={whole}"));
                let answer = call.token(&scene.store.a_member().await.token).await;
                must_be_civil(&answer, whole);
                assert_eq!(answer.status, 400, "{whole}: {answer:?}");
            }
        }
        let path = scene.store.path("invitations");
        let list = scene.client.get(&path).token(&scene.store.admin).await.must(200).json();
        assert_eq!(list["total"], 0);
    }
}
