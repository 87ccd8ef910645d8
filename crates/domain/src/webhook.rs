//! Webhooks: what is told to the outside, and where (behaviour 5.1; Standard Webhooks).

mod draft;

use chrono::TimeDelta;

use crate::Timestamp;
use crate::ids::EndpointId;

pub use self::draft::{
    EndpointDraft, EndpointTerms, NOT_URL, ReplayDraft, header_name, header_value,
};

/// How long the secret before still signs (Standard Webhooks).
const ROTATION: TimeDelta = TimeDelta::hours(24);

macro_rules! topics {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// The type of an event (behaviour 5.1.1).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Topic {
            $($name),+
        }

        impl Topic {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }
        }
    };
}

topics! {
    CustomerRegistered = "customer.registered",
    CustomerUpdated = "customer.updated",
    CustomerDeactivated = "customer.deactivated",
    CustomerDeleted = "customer.deleted",
    CustomerLevelChanged = "customer.level_changed",
    CustomerLevelChangedAutomatically = "customer.level_changed_automatically",
    PointsChanged = "account.available_points_amount_changed",
    PointsExpiring = "account.expiring_points_notification",
    LevelExpiring = "account.expiring_level_notification",
    TransactionRegistered = "transaction.registered",
    TransactionAssigned = "transaction.assigned_to_customer",
}

impl Topic {
    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == raw)
    }
}

/// Where the events of a store are delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// Empty: all.
    pub topics: Vec<Topic>,
    /// `whsec_` and base64; signs every delivery.
    pub secret: String,
    /// The secret before, which signs too until then.
    pub previous: Option<(String, Timestamp)>,
    /// A further header of every delivery.
    pub header: Option<(String, String)>,
    pub active: bool,
    /// Why it was switched off, when nobody asked for that.
    pub disabled_reason: Option<String>,
    /// Kept by the settings `uriWebhooks` and its header, not by the endpoints' own operations.
    pub from_settings: bool,
    pub created_at: Timestamp,
    /// Changes so far; zero for an endpoint that was never saved.
    pub version: i64,
}

impl Endpoint {
    /// Takes what its owner decided. Whoever switches it on or off needs no reason.
    pub fn apply(&mut self, terms: EndpointTerms) {
        let EndpointTerms { url, topics, active, header } = terms;
        if active != self.active {
            self.disabled_reason = None;
        }
        self.url = url;
        self.topics = topics;
        self.active = active;
        self.header = header;
    }

    /// Signs with `secret` from now on, and for a day with the one before as well.
    pub fn rotate(&mut self, secret: String, now: Timestamp) {
        let old = std::mem::replace(&mut self.secret, secret);
        self.previous = Some((old, now + ROTATION));
    }

    /// Whether events of this type go there.
    pub fn wants(&self, topic: Topic) -> bool {
        self.active && (self.topics.is_empty() || self.topics.contains(&topic))
    }

    /// The secrets that sign a delivery at `now`, the current one first.
    pub fn secrets(&self, now: Timestamp) -> Vec<&str> {
        let previous = self.previous.as_ref().filter(|(_, until)| now < *until);
        std::iter::once(&*self.secret).chain(previous.map(|(secret, _)| &**secret)).collect()
    }
}
