//! Webhooks: what is told to the outside, and where (behaviour 5.1; Standard Webhooks).

use crate::Timestamp;
use crate::ids::EndpointId;

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
