//! The agenda of a store.

use application::ports::{Agenda, Expiring, Retained, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::ids::CustomerId;

use super::StoreReads;

#[async_trait]
impl Agenda for StoreReads {
    async fn due_accounts(
        &self,
        now: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError> {
        self.accounts_due(now, limit).await
    }

    async fn due_recalculations(
        &self,
        until: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError> {
        self.recalculations_due(until, limit).await
    }

    async fn next_account_due(&self) -> Result<Option<Timestamp>, StorageError> {
        self.account_due_next().await
    }

    async fn next_counted(&self, since: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        self.counted_next(since).await
    }

    async fn expiring_points(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<(CustomerId, Expiring)>, StorageError> {
        self.points_expiring(from..until, after, limit).await
    }

    async fn retained(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<Retained>, StorageError> {
        self.levels_retained(from..until, after, limit).await
    }
}
