//! Secrets that leave in a message.

use std::sync::Arc;

use domain::contact::Phone;
use domain::customer::Customer;
use domain::store::Store;

use super::*;
use crate::fixtures::{Kept, Repos, Stage, customer, now, phoned, seller, store};
use crate::ports::{Mail, Message, Words};

/// What a message says: the template and its values.
fn spoken(stage: &mut Stage) {
    stage.texts.expect_render().returning(|name, _, values| {
        let find = |wanted| values.iter().find(|(it, _)| *it == wanted).map(|(_, it)| it.clone());
        let parts = ["url", "code", "number", "program_name"].map(|it| find(it).unwrap());
        let text = format!("{}: {}", name.name(), parts.join(" "));
        Ok(Words { subject: "Account created".to_owned(), text, html: None })
    });
}

fn repos(found: Customer) -> Repos {
    let mut repos = Repos::default();
    repos.customers.expect_find().returning(move |_| Ok(Some(found.clone())));
    repos
}

fn stage(found: Customer) -> Stage {
    let mut stage = Stage { repos: repos(found), ..Stage::new() };
    spoken(&mut stage);
    stage
}

fn by_sms() -> Store {
    let mut store = store();
    store.settings.put("accountActivationMethod", "sms");
    store
}

async fn done(stage: Stage, store: Store, message: Message) -> (Outcome, Kept) {
    let (ports, record) = stage.ports();
    let (cx, permit) = Cx::system(ports, Arc::new(store));
    let job = cx.message(message.clone());
    let outcome = match message {
        Message::Activation(id) => activation(&cx, permit, &job, id, both_ways(&cx)).await,
        Message::PasswordReset(user) => password_reset(&cx, permit, &job, user).await,
        Message::PhoneChange(id) => phone_change(&cx, permit, &job, id).await,
        _ => unreachable!("no message with a code"),
    };
    (outcome.unwrap(), record.take())
}

fn to_activate() -> Message {
    Message::Activation(customer(7).id())
}

#[tokio::test]
async fn an_activation_is_mailed_and_only_its_digest_kept() {
    let mut stage = stage(customer(7));
    let secret = "a".repeat(20);
    let link =
        format!("http://localhost:8181/#!/customer/panel/customer/registration/activate/{secret}");
    let said = format!("activation_email: {link} {secret} 1 Loyalty Program");
    let right = move |_: &_, mail: &Mail| mail.text == said && mail.to == "john@example.com";
    stage.mail.expect_send().once().withf(right).returning(|_, _| Ok(()));
    let (outcome, kept) = done(stage, store(), to_activate()).await;
    assert_eq!(outcome, Outcome::Done);
    let live = kept.codes[0].live.as_ref().unwrap();
    assert_eq!(live.digest, format!("digest of {}", "a".repeat(20)));
    assert!(kept.committed && live.channel == Channel::Email);
}

#[tokio::test]
async fn whoever_is_active_already_needs_no_activation() {
    let mut john = customer(7);
    john.activate(now()).unwrap();
    let (outcome, kept) = done(stage(john), store(), to_activate()).await;
    assert_eq!((outcome, kept.codes.len()), (Outcome::Done, 0));
}

#[tokio::test]
async fn without_a_phone_the_activation_is_mailed() {
    let mut stage = stage(customer(7));
    stage.later.push_back(repos(customer(7)));
    stage.mail.expect_send().once().returning(|_, _| Ok(()));
    let (outcome, _) = done(stage, by_sms(), to_activate()).await;
    assert_eq!(outcome, Outcome::Done);
}

#[tokio::test]
async fn a_hopeless_mail_is_given_up_and_a_late_one_tried_again() {
    for (error, expected) in [
        (SendError::Never("no such box".to_owned()), Outcome::dead("no such box")),
        (SendError::later("down"), Outcome::again("down")),
    ] {
        let mut stage = stage(customer(7));
        stage.later.push_back(repos(customer(7)));
        stage.mail.expect_send().once().return_once(|_, _| Err(error));
        assert_eq!(done(stage, store(), to_activate()).await.0, expected);
    }
}

#[tokio::test]
async fn whoever_asked_again_is_sent_the_newer_code_only() {
    let mut stage = stage(customer(7));
    stage.repos.codes.expect_find().returning(|user, purpose| {
        Ok(Some(OneTimeCode::request(user, purpose, now() + chrono::TimeDelta::seconds(1))))
    });
    let (outcome, kept) = done(stage, store(), to_activate()).await;
    assert_eq!((outcome, kept.codes.len()), (Outcome::Done, 0));
}

#[tokio::test]
async fn a_channel_that_keeps_failing_lets_the_other_try() {
    for (attempts, mails, expected) in [(2, 0, Outcome::again("down")), (3, 1, Outcome::Done)] {
        let john = phoned(7, "+48123123123");
        let mut stage = stage(john.clone());
        stage.later.push_back(repos(john));
        stage.sms.expect_send().once().returning(|envelope, _| {
            assert!(envelope.mark.len() <= 36 && envelope.mark.ends_with(['2', '3']));
            Err(SendError::later("down"))
        });
        stage.mail.expect_send().times(mails).returning(|_, _| Ok(()));
        let (ports, _) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(by_sms()));
        let job = Job { attempts, ..cx.message(to_activate()) };
        let id = customer(7).id();
        let outcome = activation(&cx, permit, &job, id, both_ways(&cx)).await.unwrap();
        assert_eq!(outcome, expected);
    }
}

#[tokio::test]
async fn a_secret_that_somebody_has_is_drawn_again() {
    let mut taken = repos(customer(7));
    taken.codes.expect_save().returning(|_| Err(StorageError::Taken("code")));
    let mut stage = Stage { repos: taken, ..Stage::new() };
    spoken(&mut stage);
    stage.later.push_back(repos(customer(7)));
    stage.mail.expect_send().once().returning(|_, _| Ok(()));
    let (outcome, kept) = done(stage, store(), to_activate()).await;
    assert_eq!((outcome, kept.codes.len()), (Outcome::Done, 1));
}

#[tokio::test]
async fn sellers_reset_their_passwords_by_mail_on_their_own_pages() {
    let mut stage = Stage::new();
    stage.options.links.seller = "https://till.example/".to_owned();
    spoken(&mut stage);
    stage.repos.sellers.expect_find().returning(|_| Ok(Some(seller())));
    let right = |_: &_, mail: &Mail| {
        mail.to == "john@doe.com"
            && mail.text.contains("https://till.example/#!/password/reset/secret-1 ")
    };
    stage.mail.expect_send().once().withf(right).returning(|_, _| Ok(()));
    let message = Message::PasswordReset(User::Seller(seller().id));
    assert_eq!(done(stage, by_sms(), message).await.0, Outcome::Done);
}

#[tokio::test]
async fn a_new_phone_number_is_confirmed_there_and_a_cancelled_one_is_not() {
    let id = customer(7).id();
    for pending in [Some(Phone::parse("+48234234000").unwrap()), None] {
        let is_pending = pending.is_some();
        let user = User::Customer(id);
        let code = OneTimeCode {
            phone: pending,
            ..OneTimeCode::request(user, Purpose::PhoneChange, now())
        };
        let mut stage = Stage::new();
        spoken(&mut stage);
        stage.repos.codes.expect_find().returning(move |_, _| Ok(Some(code.clone())));
        let sends = stage.sms.expect_send().times(usize::from(is_pending));
        sends.withf(|_, sms| sms.to == "+48234234000").returning(|_, _| Ok(()));
        let (outcome, kept) = done(stage, by_sms(), Message::PhoneChange(id)).await;
        assert_eq!((outcome, kept.codes.len()), (Outcome::Done, usize::from(is_pending)));
    }
}
