//! Ways out that the operator did not set up: whatever is sent there waits for him to do so.

use application::ports::{
    Envelope, Mail, MailChannel, PushChannel, PushMessage, SendError, SmsChannel, SmsMessage,
};
use async_trait::async_trait;
use domain::customer::PushToken;

/// Sends nothing, and says what is missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset;

fn unset(what: &str) -> SendError {
    SendError::Never(format!("{what} is not set up: see {what}.kind in `laurel config print`"))
}

#[async_trait]
impl MailChannel for Unset {
    async fn send(&self, _: &Envelope, _: &Mail) -> Result<(), SendError> {
        Err(unset("mail"))
    }
}

#[async_trait]
impl SmsChannel for Unset {
    async fn send(&self, _: &Envelope, _: &SmsMessage) -> Result<(), SendError> {
        Err(unset("sms"))
    }

    async fn check(&self) -> Result<(), SendError> {
        Err(unset("sms"))
    }
}

#[async_trait]
impl PushChannel for Unset {
    async fn send(&self, _: &Envelope, _: &PushMessage) -> Result<Vec<PushToken>, SendError> {
        Err(unset("push"))
    }
}
