//! What is written can be read, listed and forgotten.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::account::User;
use domain::ids::JobId;
use uuid::Uuid;

use super::*;
use crate::folder::Folder;

const EVERYTHING: Page = Page { offset: 0, limit: 100 };

fn envelope(number: u128, user: Option<u128>) -> Envelope {
    Envelope {
        id: JobId(Uuid::from_u128(number)),
        mark: JobId(Uuid::from_u128(number)).to_string(),
        store: StoreCode::default_store(),
        at: Timestamp::UNIX_EPOCH + TimeDelta::microseconds(i64::try_from(number).unwrap()),
        user: user.map(|it| User::Customer(CustomerId(Uuid::from_u128(it)))),
        kind: "password_reset",
    }
}

fn mail() -> Mail {
    Mail {
        to: "ada@example.com".to_owned(),
        subject: "Hello\nthere".to_owned(),
        text: "First.\n\nSubject: not a header\n".to_owned(),
        html: None,
    }
}

fn sms(text: &str) -> SmsMessage {
    SmsMessage { to: "+48123".to_owned(), sender: "Club".to_owned(), text: text.to_owned() }
}

fn push() -> PushMessage {
    let to = ["one", "two"].map(|it| PushToken::parse(it).unwrap()).to_vec();
    PushMessage { to, title: "T".to_owned(), text: "x".to_owned(), key: Some("k".to_owned()) }
}

async fn listed(files: &Files, page: Page) -> Listing<SentMessage> {
    files.list(&StoreCode::default_store(), page).await.unwrap()
}

#[tokio::test]
async fn messages_of_every_kind_are_listed_the_latest_first() {
    let folder = Folder::new();
    let files = Files::new(folder.path().join("outbox"));
    assert_eq!(listed(&files, EVERYTHING).await.total, 0);
    MailChannel::send(&files, &envelope(1, Some(7)), &mail()).await.unwrap();
    SmsChannel::send(&files, &envelope(3, None), &sms("3")).await.unwrap();
    let gone = PushChannel::send(&files, &envelope(2, Some(7)), &push()).await.unwrap();
    assert!(gone.is_empty() && files.check().await.is_ok());
    let found = listed(&files, EVERYTHING).await;
    assert_eq!(found.total, 3);
    let expected = SentMessage {
        id: Uuid::from_u128(1).to_string(),
        at: Timestamp::UNIX_EPOCH + TimeDelta::microseconds(1),
        channel: "email".to_owned(),
        kind: "password_reset".to_owned(),
        to: "ada@example.com".to_owned(),
        subject: Some("Hello there".to_owned()),
        text: mail().text,
    };
    assert_eq!(found.items[2], expected);
    assert_eq!(
        found.items.iter().map(|it| &*it.channel).collect::<Vec<_>>(),
        ["sms", "push", "email"]
    );
    assert_eq!((&*found.items[0].to, &*found.items[1].to), ("+48123", "one, two"));
    let second = listed(&files, Page { offset: 1, limit: 1 }).await;
    assert_eq!((second.total, second.items), (3, vec![found.items[1].clone()]));
    let other = files.list(&StoreCode::parse("OTHER").unwrap(), EVERYTHING).await.unwrap();
    assert_eq!(other.total, 0);
}

#[tokio::test]
async fn another_try_takes_the_place_of_the_first_also_after_a_restart() {
    let folder = Folder::new();
    let mut again = envelope(1, Some(7));
    for number in 1..=3 {
        let files = Files::new(folder.path().to_owned());
        again.at += TimeDelta::seconds(1);
        for text in ["early", "late"] {
            SmsChannel::send(&files, &again, &sms(&format!("{text} {number}"))).await.unwrap();
            again.at += TimeDelta::seconds(1);
        }
        // The same message by mail is another one.
        MailChannel::send(&files, &again, &mail()).await.unwrap();
        let found = listed(&files, EVERYTHING).await;
        assert_eq!(found.total, 2);
        assert_eq!(found.items[1].text, format!("late {number}"));
    }
}

#[tokio::test]
async fn a_customer_is_forgotten_with_drafts_and_nobody_else_is() {
    let folder = Folder::new();
    let files = Files::new(folder.path().to_owned());
    for (id, user) in [(1, Some(7)), (2, Some(8)), (3, None), (4, Some(7))] {
        SmsChannel::send(&files, &envelope(id, user), &sms("x")).await.unwrap();
    }
    let other = Envelope { store: StoreCode::parse("OTHER").unwrap(), ..envelope(5, Some(7)) };
    SmsChannel::send(&files, &other, &sms("x")).await.unwrap();
    let draft = Letter::sms(&envelope(6, Some(7)), &sms("x")).name.to_string() + DRAFT;
    fs::write(folder.path().join(&draft), "To: x").unwrap();
    fs::write(folder.path().join("notes.txt"), "x").unwrap();
    assert_eq!(listed(&files, EVERYTHING).await.total, 4);
    let customer = CustomerId(Uuid::from_u128(7));
    files.forget(&StoreCode::default_store(), customer).await.unwrap();
    files.forget(&StoreCode::default_store(), customer).await.unwrap();
    let left: Vec<_> = listed(&files, EVERYTHING).await.items.into_iter().map(|it| it.id).collect();
    assert_eq!(left, [3, 2].map(|id| Uuid::from_u128(id).to_string()));
    assert_eq!(files.list(&other.store, EVERYTHING).await.unwrap().total, 1);
    assert!(!folder.path().join(&draft).exists() && folder.path().join("notes.txt").exists());
}

#[tokio::test]
async fn a_file_has_a_telling_name_and_only_its_owner_reads_it() {
    let folder = Folder::new();
    let files = Files::new(folder.path().to_owned());
    MailChannel::send(&files, &envelope(1, Some(7)), &mail()).await.unwrap();
    let found: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path()).collect();
    let name = "19700101T000000000001Z.email.DEFAULT.password_reset.\
        00000000-0000-0000-0000-000000000007.00000000-0000-0000-0000-000000000001.txt";
    assert_eq!(found, [folder.path().join(name)]);
    let text = fs::read_to_string(&found[0]).unwrap();
    insta::assert_snapshot!(text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&found[0])), (0o700, 0o600));
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_tried_again_later() {
    let folder = Folder::with(&[("outbox", "a file")]);
    let files = Files::new(folder.path().join("outbox"));
    let error = SmsChannel::send(&files, &envelope(1, None), &sms("secret")).await.unwrap_err();
    assert!(matches!(&error, SendError::Later { .. }), "{error:?}");
    assert!(error.to_string().starts_with("the outbox folder cannot be used"), "{error}");
}
