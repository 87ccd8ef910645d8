//! What happened, for whoever listens outside; and where he listens (behaviour 5.1).

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Placement;
use domain::ids::{CustomerId, EndpointId, EventId, LevelId};
use domain::level::Level;
use domain::points::Change;
use domain::settings::Notice;
use domain::tier::PointFacts;
use domain::transaction::Transaction;
use domain::webhook::{Endpoint, Topic};

use super::repos::Contacts;
use super::storage::StorageError;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub at: Timestamp,
    pub topic: Topic,
    /// `None`: about a purchase of nobody we know.
    pub customer: Option<CustomerId>,
    pub data: EventData,
}

/// What an event tells beside the customer's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventData {
    Nothing,
    /// Field (dotted below groups) and value, as submitted.
    Submitted(Vec<(&'static str, String)>),
    Level {
        /// `None`: off every level.
        id: Option<LevelId>,
        name: Option<String>,
        /// Of an automatic move: whether it was an upgrade.
        upgrade: Option<bool>,
    },
    /// The available points changed.
    Points {
        available: Amount,
        change: Amount,
        kind: Change,
    },
    /// A document was registered or found to be a customer's.
    Transaction(Box<Transaction>),
    /// Points or a level that will be gone soon.
    Expiring(Box<Expiring>),
}

/// Who is about to lose what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring {
    pub contacts: Contacts,
    pub first_name: String,
    pub last_name: String,
    pub what: Loss,
    pub at: Timestamp,
}

/// What somebody is about to lose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    Points(Amount),
    Level { level: LevelId, name: String, future: Option<(LevelId, String)> },
}

/// How far the notices of one day, in the programme's time zone, have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeRun {
    pub notice: Notice,
    pub day: NaiveDate,
    /// Everybody up to this one was looked at.
    pub after: Option<CustomerId>,
    pub done: bool,
    pub version: i64,
}

/// Whose level will be looked at anew, with what decides it (behaviour 3.10.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    pub id: CustomerId,
    pub contacts: Contacts,
    pub first_name: String,
    pub last_name: String,
    pub placement: Option<Placement>,
    /// The last recalculation, or else when the customer joined.
    pub counted_since: Timestamp,
    pub points: PointFacts,
    pub levels: Arc<Vec<Level>>,
}

/// An event as it is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub id: EventId,
    pub at: Timestamp,
    pub topic: Topic,
    /// A JSON object.
    pub data: String,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait OutboxRepo: Send + Sync {
    /// Writes the event and the job that relays it.
    async fn add(&self, event: Event) -> Result<(), StorageError>;

    async fn find(&self, id: EventId) -> Result<Option<StoredEvent>, StorageError>;

    /// At most `limit` events of `from <= at < until`, by id, those after `after`.
    async fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StorageError>;

    /// Takes what was submitted out of every event of a customer.
    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError>;

    /// How far the notices of a day came; `None`: nobody began.
    async fn notice_run(
        &self,
        notice: Notice,
        day: NaiveDate,
    ) -> Result<Option<NoticeRun>, StorageError>;

    /// Inserts (version 0) or updates; what is kept of earlier days goes when a day begins.
    async fn save_notice_run(&self, run: &NoticeRun) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait EndpointRepo: Send + Sync {
    async fn find(&self, id: EndpointId) -> Result<Option<Endpoint>, StorageError>;

    /// By creation.
    async fn all(&self) -> Result<Vec<Endpoint>, StorageError>;

    async fn save(&self, endpoint: &Endpoint) -> Result<(), StorageError>;

    /// `false`: there was no such endpoint.
    async fn delete(&self, id: EndpointId) -> Result<bool, StorageError>;
}
