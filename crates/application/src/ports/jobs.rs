//! What is still to be done, and who does it: jobs are written in the transaction that wants
//! them, and taken by workers when it is kept.

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::Timestamp;
use domain::account::User;
use domain::amount::Amount;
use domain::ids::{
    CampaignId, CouponId, CustomerId, EndpointId, EventId, InvitationId, JobId, LevelId,
};
use domain::store::StoreCode;

use super::query::Page;
use super::read::Listing;
use super::storage::StorageError;

/// One thing to do. Secrets it will carry are made when it is done: none is ever stored in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Tell somebody something.
    Send(Message),
    /// Bring an event to every endpoint that wants it.
    Relay(EventId),
    /// Bring one event to one endpoint.
    Deliver { event: EventId, endpoint: EndpointId },
    /// Bring the events of a time once more to an endpoint, from `after` on.
    Replay { endpoint: EndpointId, from: Timestamp, until: Timestamp, after: Option<EventId> },
    /// Delete a stored file, unless some customer shows it.
    SweepBlob { path: String },
    /// Delete the readable copies of what was sent to a customer.
    ForgetMessages(CustomerId),
    /// Do what time brings in every store: points that unlock or expire, levels that are
    /// recalculated. Comes back every minute.
    Tend,
    /// Check that balances and totals are what they follow from. Comes back every minute.
    Reconcile,
    /// Look anew who is in which segment, in every store. Comes back every quarter of an hour.
    Segments,
    /// Delete what is kept for a while only. Comes back every hour.
    Housekeeping,
}

/// What is said, and to whom (behaviour 5.2, 5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The activation link or code, by the store's method (behaviour 3.8).
    Activation(CustomerId),
    /// The activation code, by SMS whatever the store's method (behaviour A27, A28).
    ActivationCode(CustomerId),
    /// A temporary password (behaviour 3.2.4, step 7).
    TemporaryPassword(CustomerId),
    /// The link or code that lets somebody set a new password (behaviour B5).
    PasswordReset(User),
    /// The code that confirms a new phone number, sent to that number (behaviour 7.4).
    PhoneChange(CustomerId),
    /// Somebody is asked to join (behaviour B10).
    Invitation(InvitationId),
    /// Points became available (behaviour 3.12.10).
    NewPoints { customer: CustomerId, added: Amount, available: Amount },
    /// A better level was earned (behaviour 3.9.14).
    NewLevel { customer: CustomerId, level: LevelId },
    /// A reward was bought (behaviour 5.2).
    NewReward { customer: CustomerId, campaign: CampaignId, coupon: CouponId },
    /// Words of the operator's own, to a customer's devices.
    Push { customer: CustomerId, title: String, text: String },
}

impl Task {
    /// The kind's name, as stored and as operators read it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Send(Message::Activation(_)) => "activation",
            Self::Send(Message::ActivationCode(_)) => "activation_code",
            Self::Send(Message::TemporaryPassword(_)) => "temporary_password",
            Self::Send(Message::PasswordReset(_)) => "password_reset",
            Self::Send(Message::PhoneChange(_)) => "phone_change",
            Self::Send(Message::Invitation(_)) => "invitation",
            Self::Send(Message::NewPoints { .. }) => "new_points",
            Self::Send(Message::NewLevel { .. }) => "new_level",
            Self::Send(Message::NewReward { .. }) => "new_reward",
            Self::Send(Message::Push { .. }) => "push",
            Self::Relay(_) => "relay",
            Self::Deliver { .. } => "deliver",
            Self::Replay { .. } => "replay",
            Self::SweepBlob { .. } => "sweep_blob",
            Self::ForgetMessages(_) => "forget_messages",
            Self::Tend => "tend",
            Self::Reconcile => "reconcile",
            Self::Segments => "segments",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// The customer whom it is about: it goes when that person is erased.
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Self::Send(
                Message::Activation(id)
                | Message::ActivationCode(id)
                | Message::TemporaryPassword(id)
                | Message::PhoneChange(id)
                | Message::PasswordReset(User::Customer(id))
                | Message::NewPoints { customer: id, .. }
                | Message::NewLevel { customer: id, .. }
                | Message::NewReward { customer: id, .. }
                | Message::Push { customer: id, .. },
            ) => Some(*id),
            Self::Send(Message::PasswordReset(_) | Message::Invitation(_))
            | Self::Relay(_)
            | Self::Deliver { .. }
            | Self::Replay { .. }
            | Self::SweepBlob { .. }
            | Self::ForgetMessages(_)
            | Self::Tend
            | Self::Reconcile
            | Self::Segments
            | Self::Housekeeping => None,
        }
    }
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub store: StoreCode,
    pub task: Task,
    pub created_at: Timestamp,
    /// Not before; while somebody works on it: not before he is given up.
    pub due_at: Timestamp,
    /// Tries so far, the one under way included.
    pub attempts: u32,
    pub last_error: Option<String>,
    /// Given up at that time; it waits for somebody to look at it.
    pub dead_at: Option<Timestamp>,
}

impl Job {
    /// A job that nobody has tried yet.
    pub fn new(id: JobId, store: StoreCode, task: Task, now: Timestamp) -> Self {
        Self {
            id,
            store,
            task,
            created_at: now,
            due_at: now,
            attempts: 0,
            last_error: None,
            dead_at: None,
        }
    }
}

/// Jobs of one store, inside a unit of work.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait JobRepo: Send + Sync {
    /// Adds a job of this store. One whose id is known already is left alone.
    async fn add(&self, job: &Job) -> Result<(), StorageError>;

    async fn find(&self, id: JobId) -> Result<Option<Job>, StorageError>;

    /// Replaces everything but `task`.
    async fn save(&self, job: &Job) -> Result<(), StorageError>;

    /// `false`: there was no such job.
    async fn delete(&self, id: JobId) -> Result<bool, StorageError>;

    /// Drops everything that is still to be done about a customer.
    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError>;
}

/// Which jobs a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobQuery {
    /// Only those given up, or only those that still wait.
    pub dead: bool,
    pub page: Page,
}

/// How much is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueDepth {
    pub waiting: u64,
    pub dead: u64,
    /// When the longest-waiting job was due.
    pub oldest_due: Option<Timestamp>,
}

/// What is kept for a while only goes when it ended, or happened, before these times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired {
    pub codes: Timestamp,
    pub events: Timestamp,
    /// Refresh tokens, and the sessions that are left without one.
    pub sessions: Timestamp,
}

/// The jobs of the whole installation, for workers. Every method is a transaction of its own.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Queue: Send + Sync {
    /// Takes up to `limit` due jobs, the longest due first, and counts a try of each. Until
    /// `now + lease` nobody else gets them.
    async fn claim(
        &self,
        now: Timestamp,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Job>, StorageError>;

    /// Removes a job that was done. `false`: somebody else has it by now.
    async fn done(&self, job: &Job) -> Result<bool, StorageError>;

    /// Stores `due_at`, `attempts`, `last_error` and `dead_at` of a job that was claimed as
    /// `claimed`. `false`: somebody else has it by now.
    async fn put_back(&self, claimed: &Job, changed: &Job) -> Result<bool, StorageError>;

    /// Jobs of a store: dead ones the latest first, waiting ones by when they are due.
    async fn list(&self, store: &StoreCode, query: JobQuery) -> Result<Listing<Job>, StorageError>;

    async fn depth(&self) -> Result<QueueDepth, StorageError>;

    /// Deletes what expired, in every store. Codes only lose their secret: how many there were is
    /// counted on.
    async fn forget_expired(&self, expired: &Expired) -> Result<(), StorageError>;

    /// Returns when a job may have been added on this server, or never.
    async fn added(&self);
}
