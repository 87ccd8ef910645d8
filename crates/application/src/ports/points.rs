//! Accounts of points.

use async_trait::async_trait;
use domain::Timestamp;
use domain::amount::Amount;
use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::points::{Account, AccountChanges, Entry};

use super::storage::StorageError;

/// A line for the history, and the customer's version that it followed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub after: i64,
    pub entry: Entry,
}

/// Accounts (behaviour 3.12). The row of an account's customer is its lock: whoever is going to
/// save an account finds the customer first.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait AccountRepo: Send + Sync {
    /// The account of a customer, not settled; an empty one where there is none.
    async fn find(&self, customer: CustomerId) -> Result<Account, StorageError>;

    /// Whose transfer it is.
    async fn owner(&self, transfer: TransferId) -> Result<Option<CustomerId>, StorageError>;

    /// What was added after `since`, whatever became of it; nothing cancelled, nothing from peers
    /// (behaviour 3.10.3).
    async fn earned_since(
        &self,
        customer: CustomerId,
        since: Timestamp,
    ) -> Result<Amount, StorageError>;

    /// What a sale earned; nothing cancelled.
    async fn granted(&self, sale: TransactionId) -> Result<Amount, StorageError>;

    /// What returns of a sale asked back so far, taken or not (behaviour 3.14.7).
    async fn revoked(&self, sale: TransactionId) -> Result<Amount, StorageError>;

    /// Writes the sums, every transfer and movement, and the lines of the history. Refuses with
    /// [`StorageError::Stale`] if the account moved on since it was read.
    async fn save(&self, changes: AccountChanges, told: Vec<Told>) -> Result<(), StorageError>;
}
