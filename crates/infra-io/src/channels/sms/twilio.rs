//! Twilio's Programmable Messaging.

use application::ports::{Envelope, SendError, SmsChannel, SmsMessage};
use async_trait::async_trait;
use reqwest::{Client, Method, RequestBuilder};

use super::super::http::{ask, client};
use super::{PATIENCE, known, sender};

#[derive(Clone)]
pub struct TwilioOptions {
    /// `https://api.twilio.com`
    pub url: String,
    /// The account's SID.
    pub account: String,
    pub token: String,
    /// A number, a name, or the SID of a messaging service; empty: the programme's name.
    pub sender: String,
}

/// Cannot tell another try from another message: a message whose answer was lost is sent again.
pub struct Twilio {
    client: Client,
    options: TwilioOptions,
}

impl Twilio {
    pub fn new(options: TwilioOptions) -> Self {
        Self { client: client(PATIENCE, |it| it), options }
    }

    fn request(&self, method: Method, rest: &str) -> RequestBuilder {
        let TwilioOptions { url, account, token, sender: _ } = &self.options;
        let url = format!("{}/2010-04-01/Accounts/{account}{rest}", url.trim_end_matches('/'));
        self.client.request(method, url).basic_auth(account, Some(token))
    }
}

#[async_trait]
impl SmsChannel for Twilio {
    async fn send(&self, _: &Envelope, sms: &SmsMessage) -> Result<(), SendError> {
        let sender = sender(&self.options.sender, sms);
        let is_service = sender.len() == 34 && sender.starts_with("MG");
        let from = if is_service { "MessagingServiceSid" } else { "From" };
        let form = [("To", &*sms.to), (from, &*sender), ("Body", &*sms.text)];
        let answer = ask(self.request(Method::POST, "/Messages.json").form(&form)).await?;
        if answer.status.is_success() {
            return Ok(());
        }
        let code = answer.json()["code"].as_i64().map(|it| it.to_string());
        Err(answer.refusal(code.as_deref()))
    }

    async fn check(&self) -> Result<(), SendError> {
        known(&ask(self.request(Method::GET, ".json")).await?)
    }
}
