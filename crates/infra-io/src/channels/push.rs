//! Push messages by Pushy's HTTP API (behaviour 3.22).

use std::time::Duration;

use application::ports::{Envelope, PushChannel, PushMessage, SendError};
use async_trait::async_trait;
use domain::customer::PushToken;
use reqwest::Client;
use serde_json::{Value, json};

use super::http::{ask, client};

/// How long the service is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct PushyOptions {
    /// `https://api.pushy.me`
    pub url: String,
    /// For stores without a key of their own. Empty: there is none.
    pub api_key: String,
}

pub struct Pushy {
    client: Client,
    options: PushyOptions,
}

impl Pushy {
    pub fn new(options: PushyOptions) -> Self {
        Self { client: client(PATIENCE, |it| it), options }
    }
}

#[async_trait]
impl PushChannel for Pushy {
    async fn send(&self, _: &Envelope, message: &PushMessage) -> Result<Vec<PushToken>, SendError> {
        let own = message.key.as_deref().filter(|it| !it.is_empty());
        let key = own.unwrap_or(&self.options.api_key);
        if key.is_empty() {
            return Err(SendError::Never("there is no key of the push service".to_owned()));
        }
        if message.to.is_empty() {
            return Ok(vec![]);
        }
        let to: Vec<_> = message.to.iter().map(PushToken::as_str).collect();
        let PushMessage { title, text, .. } = message;
        let body = json!({
            "to": to,
            "data": { "title": title, "message": text },
            "notification": { "title": title, "body": text },
        });
        let url = format!("{}/push", self.options.url.trim_end_matches('/'));
        let answer = ask(self.client.post(url).query(&[("api_key", key)]).json(&body)).await?;
        let said = answer.json();
        match said["code"].as_str() {
            // None of the devices is there any more.
            Some("NO_RECIPIENTS") => Ok(message.to.clone()),
            None if answer.status.is_success() && said["error"].is_null() => {
                Ok(gone(&message.to, &said))
            }
            code => Err(answer.refusal(code.filter(|it| is_code(it)))),
        }
    }
}

/// The devices that the service did not find.
fn gone(to: &[PushToken], said: &Value) -> Vec<PushToken> {
    let failed = said["info"]["failed"].as_array();
    let named = |token: &&PushToken| {
        failed.is_some_and(|it| it.iter().any(|failed| failed == token.as_str()))
    };
    to.iter().filter(named).cloned().collect()
}

/// Codes are words in capitals: anything else could be anything.
fn is_code(code: &str) -> bool {
    code.len() <= 40 && code.bytes().all(|it| it.is_ascii_uppercase() || it == b'_')
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use domain::ids::JobId;
    use domain::store::StoreCode;
    use uuid::Uuid;

    use super::super::receiver::{Receiver, Reply};
    use super::*;

    fn tokens(all: &[&str]) -> Vec<PushToken> {
        all.iter().map(|it| PushToken::parse(it).unwrap()).collect()
    }

    async fn send(
        key: Option<&str>,
        reply: Reply,
    ) -> (Result<Vec<PushToken>, SendError>, Receiver) {
        let receiver = Receiver::start([reply]).await;
        let options = PushyOptions { url: receiver.url("/"), api_key: "operator&key".to_owned() };
        let message = PushMessage {
            to: tokens(&["a", "b"]),
            title: "T".to_owned(),
            text: "\"x\"".to_owned(),
            key: key.map(str::to_owned),
        };
        let envelope = Envelope {
            id: JobId(Uuid::nil()),
            mark: JobId(Uuid::nil()).to_string(),
            store: StoreCode::default_store(),
            at: Timestamp::UNIX_EPOCH,
            user: None,
            kind: "push",
        };
        (Pushy::new(options).send(&envelope, &message).await, receiver)
    }

    #[tokio::test]
    async fn a_message_goes_to_all_devices_with_the_stores_key_or_the_operators() {
        for (key, path) in [
            (Some("store"), "/push?api_key=store"),
            (Some(""), "/push?api_key=operator%26key"),
            (None, "/push?api_key=operator%26key"),
        ] {
            let (sent, receiver) = send(key, Reply::new(200, r#"{"success":true,"id":"1"}"#)).await;
            assert_eq!(sent, Ok(vec![]));
            let [asked] = &receiver.asked()[..] else { panic!("one message") };
            assert_eq!((&*asked.method, &*asked.path), ("POST", path));
            let body: Value = serde_json::from_str(&asked.body).unwrap();
            let expected = json!({
                "to": ["a", "b"],
                "data": { "title": "T", "message": "\"x\"" },
                "notification": { "title": "T", "body": "\"x\"" },
            });
            assert_eq!(body, expected);
        }
    }

    #[tokio::test]
    async fn devices_that_are_gone_are_told() {
        let some = r#"{"success":true,"id":"1","info":{"devices":1,"failed":["b","stranger"]}}"#;
        assert_eq!(send(None, Reply::new(200, some)).await.0, Ok(tokens(&["b"])));
        let none = r#"{"code":"NO_RECIPIENTS","error":"No devices matched."}"#;
        assert_eq!(send(None, Reply::new(400, none)).await.0, Ok(tokens(&["a", "b"])));
    }

    #[tokio::test]
    async fn refusals_show_a_code_and_nothing_else() {
        let never = |said: &str| Err(SendError::Never(said.to_owned()));
        let later = |said: &str| Err(SendError::later(said));
        for (status, body, expected) in [
            (
                401,
                r#"{"code":"INVALID_API_KEY","error":"operator&key is wrong"}"#,
                later("the gateway answered 401, code INVALID_API_KEY"),
            ),
            (400, r#"{"code":"token a","error":"x"}"#, never("the gateway answered 400")),
            (200, r#"{"error":"x"}"#, never("the gateway answered 200")),
            (
                429,
                r#"{"code":"RATE_LIMIT_EXCEEDED","error":"x"}"#,
                later("the gateway answered 429, code RATE_LIMIT_EXCEEDED"),
            ),
            (502, "<html>", later("the gateway answered 502")),
            (302, "", never("the gateway answered 302")),
        ] {
            assert_eq!(send(None, Reply::new(status, body)).await.0, expected);
        }
    }

    #[tokio::test]
    async fn the_key_is_in_no_error_when_nobody_listens() {
        let options = PushyOptions { url: "http://127.0.0.1:1".into(), api_key: "k3y".into() };
        let message = PushMessage {
            to: tokens(&["a"]),
            title: String::new(),
            text: String::new(),
            key: None,
        };
        let envelope = Envelope {
            id: JobId(Uuid::nil()),
            mark: JobId(Uuid::nil()).to_string(),
            store: StoreCode::default_store(),
            at: Timestamp::UNIX_EPOCH,
            user: None,
            kind: "push",
        };
        let error = Pushy::new(options).send(&envelope, &message).await.unwrap_err();
        assert_eq!(error, SendError::later("cannot connect"));
        let keyless = PushyOptions { url: "http://127.0.0.1:1".into(), api_key: String::new() };
        let error = Pushy::new(keyless).send(&envelope, &message).await.unwrap_err();
        assert_eq!(error, SendError::Never("there is no key of the push service".to_owned()));
    }
}
