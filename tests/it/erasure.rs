//! Nothing that tells who somebody was stays anywhere: not in the database's files, not in the
//! folder of files, not among the messages that were sent, not in the log (behaviour 7.3, 7.7).

use std::path::Path;
use std::time::{Duration, Instant};

use laurel_tests::client::Client;
use laurel_tests::pictures::{JPEG, PLACE};
use laurel_tests::server::{Engine, Server, every_engine};
use laurel_tests::world::{PASSWORD, Store, a_store, an_email, unique};

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

/// A customer with a text of its own in every field, who has used whatever there is.
async fn somebody(client: &Client, store: &Store) -> Known {
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
    let digits: String = unique().bytes().map(|it| char::from(b'0' + it % 10)).collect();
    add("phone", "customer[phone]", digits[..18].to_owned(), digits[..18].to_owned());
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
        ("name of the picture", file),
    ]);
    Known { id, secrets, picture: format!("files/{path}") }
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
    for verb in ["anonymize", "delete"] {
        let known = somebody(&client, &store).await;
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
