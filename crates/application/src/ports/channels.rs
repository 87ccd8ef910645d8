//! How messages leave: e-mail, SMS, push, webhooks. And the words they consist of.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::Timestamp;
use domain::account::User;
use domain::customer::PushToken;
use domain::ids::{CustomerId, JobId};
use domain::locale::Locale;
use domain::store::StoreCode;

use super::query::Page;
use super::read::Listing;
use super::template::Template;

/// The ways out, built once at start-up.
#[derive(Clone)]
pub struct Channels {
    pub texts: Arc<dyn Texts>,
    pub mail: Arc<dyn MailChannel>,
    pub sms: Arc<dyn SmsChannel>,
    pub push: Arc<dyn PushChannel>,
    pub webhooks: Arc<dyn WebhookChannel>,
    pub sent: Arc<dyn SentMessages>,
}

/// Why a message did not leave. Displays without the message and without any credential.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Another try may succeed.
    #[error("{reason}")]
    Later {
        reason: String,
        /// What the other side asks for.
        after: Option<TimeDelta>,
    },
    /// No try will succeed before somebody changes something.
    #[error("{0}")]
    Never(String),
    /// The address is there no more: it should be forgotten.
    #[error("{0}")]
    Gone(String),
}

impl SendError {
    pub fn later(reason: impl Into<String>) -> Self {
        Self::Later { reason: reason.into(), after: None }
    }
}

/// For whom a message is. Channels that keep readable copies file them by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The job that sends it: the same for every try.
    pub id: JobId,
    /// By what a receiver knows a message again that it got before: the same for every try that
    /// says the same. Letters, digits and `-`, at most 36.
    pub mark: String,
    pub store: StoreCode,
    pub at: Timestamp,
    /// `None` for somebody without an account.
    pub user: Option<User>,
    /// The message's name, such as `activation`.
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait MailChannel: Send + Sync {
    async fn send(&self, envelope: &Envelope, mail: &Mail) -> Result<(), SendError>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsMessage {
    /// Digits with one optional leading `+`.
    pub to: String,
    /// The programme's name, where the gateway lets us choose.
    pub sender: String,
    pub text: String,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait SmsChannel: Send + Sync {
    async fn send(&self, envelope: &Envelope, sms: &SmsMessage) -> Result<(), SendError>;

    /// Whether the gateway knows us: a programme that activates by SMS must not be set up without
    /// (behaviour 3.8.1).
    async fn check(&self) -> Result<(), SendError>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushMessage {
    pub to: Vec<PushToken>,
    pub title: String,
    pub text: String,
    /// The store's own key of the service (setting `pushySecretKey`).
    pub key: Option<String>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait PushChannel: Send + Sync {
    /// The devices that are there no more.
    async fn send(
        &self,
        envelope: &Envelope,
        message: &PushMessage,
    ) -> Result<Vec<PushToken>, SendError>;
}

/// One delivery of one event, as Standard Webhooks has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    pub url: String,
    /// `webhook-id`: the same for every try, and for every endpoint.
    pub id: String,
    pub at: Timestamp,
    /// JSON.
    pub body: String,
    /// Every secret that signs it.
    pub secrets: Vec<String>,
    pub header: Option<(String, String)>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait WebhookChannel: Send + Sync {
    /// Only a 2xx is success; 410 is [`SendError::Gone`].
    async fn deliver(&self, delivery: &Delivery) -> Result<(), SendError>;

    /// Whether deliveries to this address are allowed at all: https or http, and not into our own
    /// network unless the operator said so.
    fn accepts(&self, url: &str) -> bool;

    /// A fresh signing secret: `whsec_` and the base64 of 32 random bytes.
    fn fresh_secret(&self) -> String;

    /// The body of an event: `{"type":…,"timestamp":…,"data":…}`.
    fn body(&self, topic: &str, at: Timestamp, data: &str) -> String;
}

/// The texts of messages, by their names in `templates/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

#[cfg_attr(test, mockall::automock)]
pub trait Texts: Send + Sync {
    /// The words of `template` in `locale`, or else in English.
    ///
    /// # Errors
    /// [`SendError::Never`] when the template, which operators may replace, is broken.
    fn render(
        &self,
        template: Template,
        locale: &Locale,
        values: &[(&'static str, String)],
    ) -> Result<Words, SendError>;
}

/// A message that was written to a file instead of being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMessage {
    pub id: String,
    pub at: Timestamp,
    /// `email`, `sms` or `push`.
    pub channel: String,
    pub kind: String,
    pub to: String,
    pub subject: Option<String>,
    pub text: String,
}

/// Readable copies, where messages go to files (the demo).
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait SentMessages: Send + Sync {
    /// Of one store, the latest first.
    async fn list(&self, store: &StoreCode, page: Page) -> Result<Listing<SentMessage>, SendError>;

    /// Deletes everything that was sent to a customer.
    async fn forget(&self, store: &StoreCode, customer: CustomerId) -> Result<(), SendError>;
}
