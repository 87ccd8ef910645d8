//! The configuration: flags, then environment, then file, then defaults.

mod channels;
mod file;
mod files;
mod load;
mod print;
mod secret;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use api_http::{BadNetwork, Network};
use chrono::TimeDelta;
use serde::Deserialize;

pub use self::channels::{
    Links, Mail, MailKind, MailTls, Messages, Push, PushKind, Sms, SmsKind, Webhooks,
};
pub use self::file::read_file;
pub use self::files::{Files, FilesKind};
pub use self::load::{BadConfig, Overrides, load};

/// Every key with its default, in the form of a configuration file.
pub const DEFAULTS: &str = include_str!("config/defaults.toml");

/// The effective configuration.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub trusted_proxies: Vec<Proxy>,
    pub log: Log,
    pub database: Database,
    pub files: Files,
    pub tokens: Tokens,
    pub limits: Limits,
    pub worker: Worker,
    pub cors: Cors,
    pub links: Links,
    pub messages: Messages,
    pub mail: Mail,
    pub sms: Sms,
    pub push: Push,
    pub webhooks: Webhooks,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum LogFormat {
    Text,
    Json,
}

impl TryFrom<String> for LogFormat {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, &'static str> {
        match written.as_str() {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("expected text or json"),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Database {
    pub url: DatabaseUrl,
    pub max_connections: NonZeroU32,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Tokens {
    pub access_minutes: NonZeroU32,
    pub refresh_days: NonZeroU32,
    pub signing_key_file: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Limits {
    pub result_window: NonZeroU64,
    pub connections: NonZeroUsize,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Worker {
    pub enabled: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Cors {
    pub allowed_origins: Vec<String>,
}

/// An address that may hold a password. Displayed without it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A trusted proxy, as written and as understood.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Proxy {
    written: String,
    network: Network,
}

impl TryFrom<String> for Proxy {
    type Error = BadNetwork;

    fn try_from(written: String) -> Result<Self, BadNetwork> {
        let network = written.parse()?;
        Ok(Self { written, network })
    }
}

impl Config {
    /// What the use-cases are told.
    pub fn application(&self) -> application::cx::Options {
        application::cx::Options {
            access_token_lifetime: TimeDelta::minutes(self.tokens.access_minutes.get().into()),
            refresh_token_lifetime: TimeDelta::days(self.tokens.refresh_days.get().into()),
            result_window: self.limits.result_window.get(),
            links: self.links.application(),
        }
    }

    /// What the HTTP edge is told.
    pub fn edge(&self) -> api_http::Options {
        api_http::Options {
            trusted_proxies: self.trusted_proxies.iter().map(|it| it.network).collect(),
            allowed_origins: self.cors.allowed_origins.clone(),
            ..api_http::Options::default()
        }
    }

    /// What the server loop is told.
    pub fn server(&self) -> api_http::Limits {
        api_http::Limits {
            connections: self.limits.connections.get(),
            ..api_http::Limits::default()
        }
    }
}
