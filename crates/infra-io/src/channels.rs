//! The ways out: e-mail, SMS, push, webhooks, and the words they consist of.

mod files;
mod http;
mod mail;
mod push;
#[cfg(test)]
mod receiver;
mod sms;
mod texts;
mod unset;
mod webhooks;

pub use self::files::Files;
pub use self::mail::{BadMail, Smtp, SmtpOptions, SmtpTls};
pub use self::push::{Pushy, PushyOptions};
pub use self::sms::{
    BadGateway, HttpGateway, HttpGatewayOptions, SmsApi, SmsApiOptions, Twilio, TwilioOptions,
};
pub use self::texts::{BadTemplates, Templates};
pub use self::unset::Unset;
pub use self::webhooks::{WebhookOptions, Webhooks};
