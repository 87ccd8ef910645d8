//! Webhooks: deliveries over HTTP, signed (behaviour 5.1; Standard Webhooks 1.0).

mod network;
mod signature;
#[cfg(test)]
mod tests;

use std::time::Duration;

use application::ports::{Delivery, SendError, WebhookChannel};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use domain::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Client, StatusCode, Url};
use serde_json::json;

pub(super) use self::network::NotPublic;
use self::network::{PublicOnly, is_allowed, is_localhost};
use super::http::{NAME, ask, client};
use crate::secrets::random_bytes;

/// Headers that belong to the connection, not to the message.
const RESERVED: [&str; 8] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookOptions {
    /// Whether deliveries may go into our own network.
    pub allow_private_addresses: bool,
    /// From the first packet to the end of the answer.
    pub timeout: Duration,
}

pub struct Webhooks {
    client: Client,
    options: WebhookOptions,
}

impl Webhooks {
    pub fn new(options: WebhookOptions) -> Self {
        let client = client(options.timeout, |builder| {
            let public = !options.allow_private_addresses;
            if public { builder.dns_resolver(PublicOnly) } else { builder }
        });
        Self { client, options }
    }

    /// The address, if deliveries to it are allowed as far as one can tell without asking the
    /// network.
    fn target(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?;
        let spoken = matches!(url.scheme(), "https" | "http");
        let public = !is_localhost(host) && is_allowed(host);
        let allowed = self.options.allow_private_addresses || public;
        (spoken && allowed).then_some(url)
    }
}

#[async_trait]
impl WebhookChannel for Webhooks {
    async fn deliver(&self, delivery: &Delivery) -> Result<(), SendError> {
        let never = |said: &str| SendError::Never(said.to_owned());
        let url = self.target(&delivery.url);
        let url = url.ok_or_else(|| SendError::Never(NotPublic.to_string()))?;
        let headers = headers(delivery).ok_or_else(|| never("its header or secret is unusable"))?;
        let request = self.client.post(url).headers(headers).body(delivery.body.clone());
        let answer = ask(request).await?;
        let said = format!("the receiver answered {}", answer.status.as_u16());
        match answer.status {
            status if status.is_success() => Ok(()),
            StatusCode::GONE => Err(SendError::Gone(said)),
            _ => Err(answer.later(said)),
        }
    }

    fn accepts(&self, url: &str) -> bool {
        self.target(url).is_some()
    }

    fn fresh_secret(&self) -> String {
        format!("{}{}", signature::PREFIX, STANDARD.encode(random_bytes()))
    }

    fn body(&self, topic: &str, at: Timestamp, data: &str) -> String {
        let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
        format!(r#"{{"type":{},"timestamp":"{at}","data":{data}}}"#, json!(topic))
    }
}

/// The extra header first: it does not replace ours.
fn headers(delivery: &Delivery) -> Option<HeaderMap> {
    let at = delivery.at.timestamp();
    let signatures = signature::signatures(&delivery.secrets, &delivery.id, at, &delivery.body)?;
    let mut headers = HeaderMap::new();
    if let Some((name, value)) = &delivery.header {
        let name = HeaderName::try_from(name).ok()?;
        if RESERVED.contains(&name.as_str()) {
            return None;
        }
        headers.insert(name, HeaderValue::try_from(value).ok()?);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static(NAME));
    headers.insert("webhook-id", HeaderValue::try_from(&delivery.id).ok()?);
    headers.insert("webhook-timestamp", HeaderValue::from(at));
    headers.insert("webhook-signature", HeaderValue::try_from(signatures).ok()?);
    Some(headers)
}
