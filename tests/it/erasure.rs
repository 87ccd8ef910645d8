//! Nothing that tells who somebody was stays anywhere: not in the database's files, not in the
//! folder of files, not among the messages that were sent, not in the log (behaviour 7.3, 7.7).

use std::path::Path;
use std::time::{Duration, Instant};

use application::ports::{Clock, Ids, Storage};
use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::contact::{Email, Phone};
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use domain::store::StoreCode;
use infra_db::Database;
use infra_io::{SystemClock, TimeOrderedIds};
use laurel_tests::client::Client;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::pictures::{JPEG, PLACE};
use laurel_tests::server::{Engine, Server, every_engine};
use laurel_tests::world::{PASSWORD, Store, a_store, an_email, unique};

use crate::worker::SETTINGS;

/// How long the worker may take for its part.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody of whom everything is known.
struct Known {
    id: String,
    /// What no file and no row may hold any more: what it is, and the text.
    secrets: Vec<(&'static str, String)>,
    /// The file of its picture, in the data folder.
    picture: String,
}

/// A phone number that is nowhere else.
fn digits() -> String {
    unique().bytes().take(18).map(|it| char::from(b'1' + it % 9)).collect()
}

/// A customer with a text of its own in every field, who has used whatever there is.
async fn somebody(server: &Server, client: &Client, store: &Store) -> Known {
    let fields = [
        "firstName",
        "lastName",
        "loyaltyCardNumber",
        "address][street",
        "address][address1",
        "address][address2",
        "address][postal",
        "address][city",
        "address][province",
        "address][country",
        "company][name",
        "company][nip",
    ];
    let mut secrets: Vec<_> = fields.iter().map(|it| (*it, unique())).collect();
    let form = secrets.iter().map(|(name, it)| (format!("customer[{name}]"), it.clone()));
    let mut form: Vec<_> = form.collect();
    let mut add = |what: &'static str, field: &str, secret: String, value: String| {
        secrets.push((what, secret));
        form.push((field.to_owned(), value));
    };
    let (first, email) = (an_email(), an_email());
    add("the first e-mail", "customer[email]", first.clone(), first.clone());
    let phone = digits();
    add("phone", "customer[phone]", phone.clone(), phone.clone());
    let (key, value) = (unique(), unique());
    add("label", "customer[labels]", key.clone(), format!("{key}:{value}"));
    form.push(("customer[agreement1]".to_owned(), "1".to_owned()));
    form.push(("customer[plainPassword]".to_owned(), PASSWORD.to_owned()));
    let made = client.post(&store.path("customer/self_register")).form(&form).await.must(200);
    let id = made.json()["customerId"].as_str().unwrap().to_owned();
    let own = store.path(&format!("customer/{id}"));

    let activate = store.path(&format!("admin/customer/{id}/activate"));
    client.post(&activate).token(&store.admin).await.must(204);
    let token = client.login(&store.code, "customer", &first, PASSWORD).await;
    client.get(&own).token(&token).await.must(200);
    // Another e-mail address, and with it lines that tell of the first.
    let change = [("customer[email]", &email)];
    client.put(&own).token(&token).form(&change).await.must(200);
    client.get(&own).token(&token).await.must(200);
    // A code that waits, for a number that is nowhere else.
    let pending = digits();
    let customer = CustomerId::parse(&id).unwrap();
    let user = User::Customer(customer);
    let (purpose, channel, secret) = (Purpose::PhoneChange, Channel::Sms, "300009");
    let sent =
        Sent { user, purpose, channel, secret, ago: TimeDelta::zero(), phone: Some(&pending) };
    plant(server, &store.code, sent).await;
    // Friends asked for it: it came by one invitation, and never took up two others.
    let (by_first, by_email) = (Email::parse(&first).unwrap(), Email::parse(&email).unwrap());
    let by_phone = Invitee::Phone(Phone::parse(&phone).unwrap());
    invited(server, store, Invitee::Email(by_first), Some(customer)).await;
    invited(server, store, Invitee::Email(by_email), None).await;
    invited(server, store, by_phone, None).await;
    let device = unique();
    let pushy = [("customer[pushyToken]", &device)];
    client.post(&format!("{own}/pushy-token")).token(&token).form(&pushy).await.must(204);
    let file = unique();
    let picture = client.post(&format!("{own}/avatar")).token(&token);
    picture.file("avatar[file]", &format!("{file}.jpg"), JPEG).await.must(204);
    let before = client.get(&own).token(&token).await.must(200).json();
    let path = before["avatarPath"].as_str().unwrap().to_owned();
    secrets.extend([
        ("label's value", value),
        ("e-mail", email),
        ("device", device),
        ("phone that waits for its code", pending),
        ("name of the picture", file),
    ]);
    Known { id, secrets, picture: format!("files/{path}") }
}

/// Keeps an invitation as if it had been sent.
async fn invited(server: &Server, store: &Store, invitee: Invitee, recipient: Option<CustomerId>) {
    let invitation = Invitation {
        id: InvitationId(TimeOrderedIds.next()),
        referrer: CustomerId::parse(&store.a_customer().await).unwrap(),
        invitee,
        recipient,
        status: InvitationStatus::Invited,
        token: unique(),
        created_at: SystemClock.now(),
    };
    let database = Database::open(&server.database_url).await.unwrap();
    let uow = database.begin(&StoreCode::parse(&store.code).unwrap()).await.unwrap();
    uow.invitations().save(&invitation).await.unwrap();
    uow.commit().await.unwrap();
    database.close().await.unwrap();
}

/// Everything that is stored, and the names it is stored under, in lower case.
async fn stored(server: &Server) -> Vec<u8> {
    fn gather(folder: &Path, found: &mut Vec<u8>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            found.extend(path.to_string_lossy().bytes());
            if path.is_dir() {
                gather(&path, found);
            } else {
                // One that went in this moment holds nothing.
                found.extend(std::fs::read(&path).unwrap_or_default());
            }
        }
    }
    let mut found = server.every_row().await.into_bytes();
    gather(&server.data, &mut found);
    found.to_ascii_lowercase()
}

/// Those of the secrets that can be found.
async fn found(server: &Server, secrets: &[(&'static str, String)]) -> Vec<&'static str> {
    let stored = stored(server).await;
    let text = String::from_utf8_lossy(&stored);
    let holds = |secret: &str| text.contains(&secret.to_ascii_lowercase());
    secrets.iter().filter(|(_, it)| holds(it)).map(|(what, _)| *what).collect()
}

async fn nothing_stays(engine: Engine) {
    let server = Server::demo(engine).await;
    let client = server.client();
    let store = a_store(&client, &client.admin().await).await;
    // Webhooks tell nobody, for hours: their events and deliveries wait.
    let settings = client.post(&store.path("settings")).token(&store.admin);
    settings
        .form_text(&format!("{SETTINGS}&settings[allowCustomersProfileEdits]=1"))
        .await
        .must(200);
    store.a_webhook("https://nobody.invalid/hook").await;
    for verb in ["anonymize", "delete"] {
        let known = somebody(&server, &client, &store).await;
        let everything: Vec<_> = known.secrets.iter().map(|(what, _)| *what).collect();
        assert_eq!(found(&server, &known.secrets).await, everything, "{engine}: planted");
        // Where a picture was taken is not even stored.
        assert!(found(&server, &[("place", PLACE.to_owned())]).await.is_empty(), "{engine}");

        let picture = server.data.join(&known.picture);
        assert!(picture.exists(), "{engine}: planted");

        let own = store.path(&format!("customer/{}", known.id));
        let anonymize = store.path(&format!("admin/customer/{}/anonymize", known.id));
        let call = if verb == "delete" { client.delete(&own) } else { client.post(&anonymize) };
        call.token(&store.admin).await.must(204);
        let started = Instant::now();
        loop {
            let left = found(&server, &known.secrets).await;
            if left.is_empty() && !picture.exists() {
                break;
            }
            assert!(started.elapsed() < PATIENCE, "{engine}: after {verb} there still is {left:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn of_whoever_was_erased_nothing_stays() {
    for engine in every_engine() {
        nothing_stays(engine).await;
    }
}
