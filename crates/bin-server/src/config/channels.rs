//! How messages leave, and where their links lead.

use std::num::NonZeroU32;
use std::path::PathBuf;

use serde::Deserialize;

use super::secret::{Secret, SecretHeader, SecretQuery};

/// An enumeration whose values have the names that they are configured by.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident: $($value:ident = $text:literal),+;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(try_from = "String")]
        pub enum $name {
            $($value),+
        }

        impl $name {
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text),+
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(written: String) -> Result<Self, &'static str> {
                match written.as_str() {
                    $($text => Ok(Self::$value),)+
                    _ => Err(concat!("expected one of:", $(" ", $text),+)),
                }
            }
        }
    )+};
}
pub(super) use choices;

choices! {
    MailKind: None = "none", Files = "files", Smtp = "smtp";
    MailTls: None = "none", StartTls = "starttls", Tls = "tls";
    SmsKind:
        None = "none", Files = "files", Twilio = "twilio", SmsApi = "smsapi", Http = "http";
    PushKind: None = "none", Files = "files", Pushy = "pushy";
}

#[derive(Clone, Debug, Deserialize)]
pub struct Links {
    pub customer: Link,
    pub seller: Link,
    pub admin: Link,
}

impl Links {
    pub fn application(&self) -> application::cx::Links {
        let Self { customer, seller, admin } = self.clone();
        application::cx::Links { customer: customer.0, seller: seller.0, admin: admin.0 }
    }
}

/// What the address of a page begins with.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Link(pub String);

impl TryFrom<String> for Link {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, &'static str> {
        if written.starts_with("https://") || written.starts_with("http://") {
            return Ok(Self(written));
        }
        Err("expected an address that begins with https:// or http://")
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Messages {
    /// Empty: the built-in ones only.
    pub templates: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    pub kind: MailKind,
    pub host: String,
    pub port: u16,
    pub username: String,
    pub password: Secret,
    pub tls: MailTls,
    pub ca_file: PathBuf,
    pub from: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Sms {
    pub kind: SmsKind,
    /// Its query may hold a key.
    pub url: SecretQuery,
    pub account: String,
    pub token: Secret,
    pub sender: String,
    pub method: String,
    pub headers: Vec<SecretHeader>,
    pub body: Secret,
    pub success: Vec<u16>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Push {
    pub kind: PushKind,
    pub url: String,
    pub api_key: Secret,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Webhooks {
    pub allow_private_addresses: bool,
    pub timeout_seconds: NonZeroU32,
}
