//! Who plays the calls, and looks at the answers.

use std::collections::BTreeSet;
use std::sync::Mutex;

use laurel_tests::client::{Answer, Client};
use laurel_tests::server::Server;
use laurel_tests::world::PASSWORD;
use serde_json::Value;

use super::curl::{self, Curl};
use super::example::{Differences, compare};

const CALLS: &str = include_str!("calls.txt");

/// A server with the demo, and who calls it.
pub struct Stage {
    pub client: Client,
    pub admin: String,
    pub seller: String,
    engine: String,
    pub calls: Vec<Curl>,
    pub played: Mutex<BTreeSet<String>>,
}

impl Stage {
    pub async fn set(server: &Server) -> Self {
        let client = server.client();
        Self {
            admin: client.admin().await,
            seller: client.login("DEFAULT", "seller", "john@doe.com", "open").await,
            engine: server.engine.to_string(),
            calls: curl::read(CALLS),
            played: Mutex::default(),
            client,
        }
    }

    /// Sends a printed call as an administrator; some printed texts are replaced by real ones.
    pub async fn play(&self, name: &str, instead: &[(&str, &str)]) -> Answer {
        self.play_as(&self.admin, name, instead).await
    }

    pub async fn play_as(&self, token: &str, name: &str, instead: &[(&str, &str)]) -> Answer {
        let call = self.calls.iter().find(|it| it.name == name).expect("a printed call");
        self.played.lock().unwrap().insert(name.to_owned());
        call.with(instead).send(&self.client, token).await
    }

    /// A customer of DEFAULT beside the demo's.
    pub async fn a_customer(&self, first_name: &str, email: &str, phone: &str) -> String {
        let form = [
            ("customer[firstName]", first_name),
            ("customer[lastName]", first_name),
            ("customer[email]", email),
            ("customer[phone]", phone),
            ("customer[agreement1]", "1"),
        ];
        let pairs: Vec<_> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let call = self.client.post("/api/DEFAULT/customer/register").token(&self.admin);
        let made = call.form(&pairs).await.must(200).json();
        made["customerId"].as_str().expect("an id").to_owned()
    }

    /// A customer of DEFAULT who registered itself and waits to be activated.
    pub async fn a_new_customer(&self, email: &str) -> String {
        let form = [
            ("customer[firstName]", "New"),
            ("customer[lastName]", "New"),
            ("customer[email]", email),
            ("customer[agreement1]", "1"),
            ("customer[plainPassword]", PASSWORD),
        ];
        let call = self.client.post("/api/DEFAULT/customer/self_register");
        let made = call.form(&form).await.must(200).json();
        made["customerId"].as_str().expect("an id").to_owned()
    }

    pub async fn details(&self, id: &str) -> Value {
        let path = format!("/api/DEFAULT/customer/{id}");
        self.client.get(&path).token(&self.admin).await.must(200).json()
    }

    #[track_caller]
    pub fn expect(&self, answer: &Answer, printed: &str, differences: Differences) {
        let printed: Value = serde_json::from_str(printed).expect("a printed answer is JSON");
        let complaints = compare(&printed, &answer.json(), differences);
        assert!(complaints.is_empty(), "{} {answer:?}\n{complaints:#?}", self.engine);
    }

    #[track_caller]
    pub fn expect_nothing(&self, answer: &Answer) {
        assert_eq!((answer.status, answer.text()), (204, ""), "{} {answer:?}", self.engine);
    }
}
