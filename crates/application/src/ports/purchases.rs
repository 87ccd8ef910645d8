//! What customers buy, and the rules that reward it.

use async_trait::async_trait;
use domain::Timestamp;
use domain::amount::Amount;
use domain::earning::{Rule, RuleType};
use domain::ids::{CustomerId, PosId, RuleId, TransactionId, TransferId};
use domain::transaction::Transaction;

use super::query::{Direction, Page};
use super::storage::StorageError;

/// A purchase as shown, with what it earned and where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionView {
    pub document: Transaction,
    pub points_earned: Amount,
    pub pos_name: Option<String>,
}

/// Which purchases a list shows (behaviour C5). Texts are contained, without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionQuery {
    pub customer: Option<CustomerId>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub loyalty_card: Option<String>,
    pub returns: Option<bool>,
    /// To the letter.
    pub number: Option<String>,
    pub pos: Option<PosId>,
    /// Every one of them; a value that is `None` is any.
    pub labels: Vec<(String, Option<String>)>,
    pub sort: TransactionSort,
    pub direction: Direction,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionSort {
    #[default]
    PurchaseDate,
    DocumentNumber,
    GrossValue,
}

/// A purchase as stored, and what came back of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    pub document: Transaction,
    /// Of a sale: the worth of the returns that its customer was assigned after it.
    pub returned: Amount,
    /// The customer's version when it became the customer's: the order in which its purchases
    /// count (behaviour 3.16.7). `None` while it is nobody's.
    pub assigned_seq: Option<i64>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait PurchaseRepo: Send + Sync {
    async fn find(&self, id: TransactionId) -> Result<Option<Purchase>, StorageError>;

    /// By its number, to the letter.
    async fn find_by_number(&self, number: &str) -> Result<Option<Purchase>, StorageError>;

    /// Whether a customer has a sale other than this one.
    async fn any_other_sale(
        &self,
        customer: CustomerId,
        than: TransactionId,
    ) -> Result<bool, StorageError>;

    /// Inserts (version 0) or updates; [`StorageError::Taken`] names `number`. The totals of its
    /// point of sale follow when it is inserted.
    async fn save(&self, purchase: &Purchase) -> Result<(), StorageError>;

    /// Takes what tells who bought out of every purchase of a customer (behaviour 7.3.3).
    async fn forget_buyer(&self, customer: CustomerId) -> Result<(), StorageError>;
}

/// Which rules a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleQuery {
    pub rule_type: Option<RuleType>,
    pub active: Option<bool>,
    pub sort: RuleSort,
    pub direction: Direction,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleSort {
    /// Without regard to case.
    #[default]
    Name,
    CreatedAt,
}

/// When a rule gave a customer something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleUse {
    pub rule: RuleId,
    pub customer: CustomerId,
    pub transfer: TransferId,
    pub at: Timestamp,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait RuleRepo: Send + Sync {
    async fn find(&self, id: RuleId) -> Result<Option<Rule>, StorageError>;

    /// Those of some types that are switched on, by id.
    async fn active(&self, types: &[RuleType]) -> Result<Vec<Rule>, StorageError>;

    async fn save(&self, rule: &Rule, now: Timestamp) -> Result<(), StorageError>;

    /// `false`: there was no such rule.
    async fn delete(&self, id: RuleId) -> Result<bool, StorageError>;

    /// How often each of some rules gave a customer something, each since a moment of its own; the
    /// ones that gave nothing are left out. One statement.
    async fn uses(
        &self,
        customer: CustomerId,
        of: &[(RuleId, Option<Timestamp>)],
    ) -> Result<Vec<(RuleId, u64)>, StorageError>;

    async fn used(&self, uses: &[RuleUse]) -> Result<(), StorageError>;
}
