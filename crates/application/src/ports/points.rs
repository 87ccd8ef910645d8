//! Accounts of points.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::{Placement, Totals};
use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::ledger::LotState;
use domain::level::Level;
use domain::points::{Account, AccountChanges, Entry, Transfer, TransferKind};

use super::query::Page;
use super::storage::StorageError;

/// A customer's figures: what its status is made from (behaviour A3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub created_at: Timestamp,
    pub placement: Option<Placement>,
    pub totals: Totals,
    pub last_recalculation: Option<Timestamp>,
    /// As stored: not settled.
    pub account: Account,
    /// Earned since the last recalculation, or else since joining; zero unless it was asked for.
    pub earned_since: Amount,
    /// Every level of the store. May be up to a second old when another server changed one.
    pub levels: Arc<Vec<Level>>,
}

/// A transfer as shown, with what is shown of whose it is and of the purchase that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferView {
    pub transfer: Transfer,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub loyalty_card: Option<String>,
    pub document: Option<String>,
    pub revised_document: Option<String>,
    pub pos_name: Option<String>,
    pub pos_identifier: Option<String>,
}

/// Which transfers a list shows (behaviour C4). Texts are contained, without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferQuery {
    pub customer: Option<CustomerId>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// None: any.
    pub states: Vec<LotState>,
    pub kind: Option<TransferKind>,
    /// Later than then.
    pub created_after: Option<Timestamp>,
    /// Active ones that expire until then.
    pub expires_until: Option<Timestamp>,
    pub page: Page,
}

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
