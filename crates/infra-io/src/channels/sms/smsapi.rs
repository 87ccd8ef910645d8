//! SMSAPI, of Poland and elsewhere.

use application::ports::{Envelope, SendError, SmsChannel, SmsMessage};
use async_trait::async_trait;
use reqwest::{Client, Method, RequestBuilder};

use super::super::http::{ask, client};
use super::{PATIENCE, known, sender};

/// A message with this `idx` was sent before.
const SENT_BEFORE: i64 = 53;

/// No credit, or trouble of the gateway's own: to be tried again. Other codes are about the message
/// or about us.
const PASSING: [i64; 7] = [103, 110, 200, 201, 202, 203, 999];

#[derive(Clone)]
pub struct SmsApiOptions {
    /// `https://api.smsapi.pl`
    pub url: String,
    pub token: String,
    /// A sender that the account owns; empty: the programme's name.
    pub sender: String,
}

/// Knows a message by its envelope, so that another try is not another message.
pub struct SmsApi {
    client: Client,
    options: SmsApiOptions,
}

impl SmsApi {
    pub fn new(options: SmsApiOptions) -> Self {
        Self { client: client(PATIENCE, |it| it), options }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let SmsApiOptions { url, token, sender: _ } = &self.options;
        let url = format!("{}{path}", url.trim_end_matches('/'));
        self.client.request(method, url).bearer_auth(token)
    }
}

#[async_trait]
impl SmsChannel for SmsApi {
    async fn send(&self, envelope: &Envelope, sms: &SmsMessage) -> Result<(), SendError> {
        let form = [
            ("to", sms.to.trim_start_matches('+')),
            ("from", &sender(&self.options.sender, sms)),
            ("message", &sms.text),
            ("format", "json"),
            ("encoding", "utf-8"),
            ("idx", &envelope.mark),
            ("check_idx", "1"),
        ];
        let answer = ask(self.request(Method::POST, "/sms.do").form(&form)).await?;
        // Refusals come as 200 too.
        let code = answer.json()["error"].as_i64();
        match code {
            None if answer.status.is_success() => Ok(()),
            Some(SENT_BEFORE) => Ok(()),
            Some(code) if PASSING.contains(&code) => {
                Err(answer.later(format!("the gateway answered with code {code}")))
            }
            Some(code) if answer.status.is_success() => {
                Err(SendError::Never(format!("the gateway answered with code {code}")))
            }
            _ => Err(answer.refusal(code.map(|it| it.to_string()).as_deref())),
        }
    }

    async fn check(&self) -> Result<(), SendError> {
        known(&ask(self.request(Method::GET, "/profile")).await?)
    }
}
