//! Opening storage: a unit of work for a write, a read model for an answer.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Timestamp;
use domain::store::StoreCode;
use uuid::Uuid;

use super::agenda::Agenda;
use super::campaigns::CampaignRepo;
use super::codes::{CodeRepo, InvitationRepo};
use super::directory::Directory;
use super::import::ImportRepo;
use super::jobs::{JobRepo, Queue};
use super::outbox::{EndpointRepo, OutboxRepo};
use super::points::AccountRepo;
use super::purchases::{PurchaseRepo, RuleRepo};
use super::read::ReadModel;
use super::repos::{
    AdminRepo, AuditRepo, CustomerRepo, KeyRepo, LevelRepo, LoginRepo, PosRepo, RoleRepo,
    SellerRepo, SessionRepo, StoreRepo,
};
use super::segments::SegmentRepo;

/// The database, as far as use-cases know it.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Storage: Send + Sync {
    /// Starts a transaction that sees and touches only the rows of `store` (and what belongs to
    /// the whole installation: stores, administrators, roles, keys).
    async fn begin(&self, store: &StoreCode) -> Result<Box<dyn UnitOfWork>, StorageError>;

    /// Answers about the rows of `store`, outside any transaction. Decisions about a write are
    /// never taken on such an answer.
    fn read(&self, store: &StoreCode) -> Box<dyn ReadModel>;

    /// What time will bring in `store`.
    fn agenda(&self, store: &StoreCode) -> Arc<dyn Agenda>;

    /// Answers about what belongs to the whole installation.
    fn directory(&self) -> Arc<dyn Directory>;

    /// The jobs of the whole installation.
    fn queue(&self) -> Arc<dyn Queue>;

    /// Recomputes every account from its movements, and what else is kept beside what it follows
    /// from, in every store. What differs, `limit` lines at most.
    async fn differences(&self, limit: u64) -> Result<Vec<Difference>, StorageError>;

    /// The same for the next few customers or documents; what differs is logged too.
    async fn check(&self, from: &Checkpoint) -> Result<Checked, StorageError>;

    /// How far the check of everything is that goes on in the background; `None`: none began.
    async fn reconciliation(&self) -> Result<Option<Reconciliation>, StorageError>;

    /// Inserts (version 0) or updates.
    async fn save_reconciliation(&self, it: &Reconciliation) -> Result<(), StorageError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StorageError>;
}

/// One transaction. Dropping it without [`commit`](Self::commit) rolls back.
///
/// After any error it is spent: `commit` must answer [`StorageError::Spent`]. PostgreSQL would
/// otherwise report success and keep nothing.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait UnitOfWork: Send + Sync {
    fn stores(&self) -> &dyn StoreRepo;
    fn customers(&self) -> &dyn CustomerRepo;
    fn accounts(&self) -> &dyn AccountRepo;
    fn purchases(&self) -> &dyn PurchaseRepo;
    fn rules(&self) -> &dyn RuleRepo;
    fn segments(&self) -> &dyn SegmentRepo;
    fn campaigns(&self) -> &dyn CampaignRepo;
    fn levels(&self) -> &dyn LevelRepo;
    fn pos(&self) -> &dyn PosRepo;
    fn sellers(&self) -> &dyn SellerRepo;
    fn admins(&self) -> &dyn AdminRepo;
    fn roles(&self) -> &dyn RoleRepo;
    fn keys(&self) -> &dyn KeyRepo;
    fn logins(&self) -> &dyn LoginRepo;
    fn sessions(&self) -> &dyn SessionRepo;
    fn audit(&self) -> &dyn AuditRepo;
    fn outbox(&self) -> &dyn OutboxRepo;
    fn jobs(&self) -> &dyn JobRepo;
    fn endpoints(&self) -> &dyn EndpointRepo;
    fn codes(&self) -> &dyn CodeRepo;
    fn invitations(&self) -> &dyn InvitationRepo;
    fn imports(&self) -> &dyn ImportRepo;

    /// Keeps everything, durably. What was cached of it is forgotten before this returns.
    async fn commit(self: Box<Self>) -> Result<(), StorageError>;
}

/// Something that is not what it should follow from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub store: String,
    /// What is wrong, in a few words.
    pub what: &'static str,
    /// Of the customer, the transfer or the purchase.
    pub id: Uuid,
}

/// How far a check of everything has come: customers first, then documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    pub documents: bool,
    /// Up to this one of this store.
    pub store: String,
    pub id: Uuid,
}

/// What came of a part of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub differences: Vec<Difference>,
    /// Where to go on; `None`: that was all.
    pub next: Option<Checkpoint>,
}

/// A check of everything that goes on in the background.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Where the present run goes on; `None` between two runs.
    pub checkpoint: Option<Checkpoint>,
    /// What the present run found so far.
    pub found: u64,
    /// When the last whole run ended.
    pub finished_at: Option<Timestamp>,
    /// What the last whole run found.
    pub differences: u64,
    pub version: i64,
}

/// What can go wrong below a port, as far as a use-case may care.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A unique value is already used: `email`, `phone`, `loyaltyCardNumber`, `identifier`,
    /// `code`, `username`, `token`, `number` or `id`.
    #[error("already taken: {0}")]
    Taken(&'static str),
    /// The row moved on since it was read.
    #[error("changed by somebody else")]
    Stale,
    /// Another transaction was in the way, and this one was given up for it: trying the whole
    /// unit of work again at once can succeed.
    #[error("another transaction was in the way")]
    Contended(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database cannot be reached or cannot write now: try again later.
    #[error("the database is busy")]
    Busy(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("an earlier step of this unit of work failed")]
    Spent,
    #[error("storage failed")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}
