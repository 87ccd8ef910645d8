//! What the operator decides about the edge.

use std::time::Duration;

use super::address::Network;
use super::limits::Budgets;

#[derive(Clone, Debug)]
pub struct Options {
    /// Whose `X-Forwarded-For` and `X-Request-Id` are believed.
    pub trusted_proxies: Vec<Network>,
    /// Origins (`https://shop.example`) whose scripts may read answers. Compared exactly.
    pub allowed_origins: Vec<String>,
    /// How long one request may take, its body included.
    pub request_timeout: Duration,
    pub budgets: Budgets,
    pub version: Version,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            request_timeout: Duration::from_secs(30),
            budgets: Budgets::default(),
            version: Version::default(),
        }
    }
}

/// What `/version` tells.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: String,
    /// The source revision it was built from, where that is known.
    pub revision: Option<String>,
}

impl Default for Version {
    fn default() -> Self {
        Self { number: env!("CARGO_PKG_VERSION").to_owned(), revision: None }
    }
}
