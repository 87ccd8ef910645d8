//! What time will bring, and to whom.

use async_trait::async_trait;
use domain::Timestamp;
use domain::ids::CustomerId;

use super::outbox::{Expiring, Retained};
use super::storage::StorageError;

/// Answers about one store, outside any transaction.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Agenda: Send + Sync {
    /// Customers, `limit` at most, with points that are to be unlocked or expired at `now`
    /// (behaviour 3.13.4).
    async fn due_accounts(
        &self,
        now: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError>;

    /// Customers, `limit` at most, whose level was last recalculated, or who joined, at `until` or
    /// before (behaviour 3.10.5).
    async fn due_recalculations(
        &self,
        until: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError>;

    /// When the next points unlock or expire.
    async fn next_account_due(&self) -> Result<Option<Timestamp>, StorageError>;

    /// The first time after `since` at which a customer's level was recalculated last, or it joined.
    async fn next_counted(&self, since: Timestamp) -> Result<Option<Timestamp>, StorageError>;

    /// Customers, by id, `limit` at most, whose active points expire at `from` or later and before
    /// `until` (behaviour 3.13.6).
    async fn expiring_points(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<(CustomerId, Expiring)>, StorageError>;

    /// Customers, by id, `limit` at most, whose level was last recalculated, or who joined, at
    /// `from` or later and before `until` (behaviour 3.10.7).
    async fn retained(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<Retained>, StorageError>;
}
