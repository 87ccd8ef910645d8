//! Answers: plain views, fetched in as few round trips as possible.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Timestamp;
use domain::amount::{Amount, Fraction};
use domain::campaign::Reward;
use domain::customer::{CustomerState, Variable};
use domain::earning::Rule;
use domain::ids::{
    AuditId, CampaignId, CustomerId, LevelId, RuleId, SegmentId, SellerId, TransactionId,
};
use domain::invitation::Invitation;
use domain::level::Level;
use domain::locale::Translations;
use domain::pos::Pos;
use domain::seller::Seller;
use domain::statistics::Days;
use uuid::Uuid;

use super::campaigns::{CampaignView, Offer, RewardQuery, RewardView};
use super::import::{Kept, KeptKind};
use super::points::{Standing, TransferQuery, TransferView};
use super::purchases::{RuleQuery, TransactionQuery, TransactionView};
use super::query::{
    AuditQuery, CustomerQuery, CustomerRef, InvitationQuery, LevelQuery, Page, PosQuery, PosRef,
    SellerQuery, SortPosition, TillSearch,
};
use super::repos::AuditEntry;
use super::segments::{SegmentCustomer, SegmentView};
use super::storage::StorageError;

/// Some of a list, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// Matches before paging. Always exact (decision 7).
    pub total: u64,
}

/// A customer as shown: its state and what is shown of its level and POS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerView {
    pub state: CustomerState,
    pub level: Option<LevelLabel>,
    pub pos_identifier: Option<String>,
    /// What it bought, the oldest first.
    pub rewards: Vec<Reward>,
    /// By name; only looked up for details.
    pub segments: Vec<SegmentLabel>,
}

/// A segment that a customer is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentLabel {
    pub id: SegmentId,
    pub name: String,
}

/// The part of a level that customers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelLabel {
    pub id: LevelId,
    pub translations: Translations,
    pub reward: Fraction,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerPage {
    pub customers: Vec<CustomerView>,
    pub total: u64,
    /// The last row shown; `None` when none is.
    pub last: Option<SortPosition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelView {
    pub level: Level,
    pub customers: u64,
}

/// One line of a level's members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PosView {
    pub pos: Pos,
    pub transactions_amount: Amount,
    pub transactions_count: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerView {
    pub seller: Seller,
    pub pos_name: Option<String>,
    pub pos_city: Option<String>,
}

/// One thing that happened to a customer (behaviour 7.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    pub customer: CustomerId,
    /// The name of the event.
    pub name: String,
    pub at: Timestamp,
    /// In order; `None` is a variable without a value.
    pub variables: Vec<(String, Option<Variable>)>,
    /// Available points right after it; only of what is about points.
    pub balance: Option<Amount>,
}

/// An invitation with the people on both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    pub invitation: Invitation,
    pub referrer_email: Option<String>,
    /// First and last name.
    pub referrer_name: String,
    /// Of who came of it.
    pub recipient_name: Option<String>,
}

/// A line of the audit log as it is shown (behaviour 5.5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    pub id: AuditId,
    pub at: Timestamp,
    pub event_type: String,
    pub entity_type: String,
    pub entity_id: String,
    pub username: String,
    /// JSON: an object or a list.
    pub data: String,
}

/// Answers about one store.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait ReadModel: Send + Sync {
    /// One statement when the reference is an id.
    async fn customer(&self, who: &CustomerRef) -> Result<Option<CustomerView>, StorageError>;

    /// At most `limit` of what is kept, those with an id above `after`, by id. Deleted customers
    /// are left out.
    async fn kept(
        &self,
        kind: KeptKind,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Kept>, StorageError>;

    async fn find_customer(&self, who: &CustomerRef) -> Result<Option<CustomerId>, StorageError>;

    async fn customers(&self, query: &CustomerQuery) -> Result<CustomerPage, StorageError>;

    /// At most `limit` matches.
    async fn search_customers(
        &self,
        search: &TillSearch,
        limit: u64,
    ) -> Result<Vec<CustomerView>, StorageError>;

    /// Customers whose e-mail (without regard to case) or phone (without regard to a leading `+`)
    /// is exactly `contact` (behaviour A10).
    async fn count_by_contact(&self, contact: &str) -> Result<u64, StorageError>;

    /// What happened to a customer and is shown, the newest first, of equal times the one recorded
    /// later; all of it without a page.
    async fn history(
        &self,
        id: CustomerId,
        page: Option<Page>,
    ) -> Result<Vec<HistoryEntry>, StorageError>;

    /// A customer's figures, by id or else by card, `earned_since` only where it `counts`. One
    /// statement.
    async fn standing(
        &self,
        who: &CustomerRef,
        counts: bool,
    ) -> Result<Option<Standing>, StorageError>;

    /// Whoever has this id, e-mail address, phone or loyalty card number, in this order.
    async fn customer_called(&self, text: &str) -> Result<Option<CustomerId>, StorageError>;

    /// Transfers, the newest first.
    async fn transfers(&self, query: &TransferQuery)
    -> Result<Listing<TransferView>, StorageError>;

    /// Purchases. Two statements.
    async fn transactions(
        &self,
        query: &TransactionQuery,
    ) -> Result<Listing<TransactionView>, StorageError>;

    async fn transaction(&self, id: TransactionId)
    -> Result<Option<TransactionView>, StorageError>;

    /// How many customers were created on each of some days; days without any are left out, and
    /// so are customers who were deleted (behaviour 3.19). One statement.
    async fn registrations(&self, days: &[Days]) -> Result<Vec<(NaiveDate, u64)>, StorageError>;

    async fn rules(&self, query: &RuleQuery) -> Result<Listing<Rule>, StorageError>;
    async fn rule(&self, id: RuleId) -> Result<Option<Rule>, StorageError>;

    async fn levels(&self, query: &LevelQuery) -> Result<Listing<LevelView>, StorageError>;
    async fn level(&self, id: LevelId) -> Result<Option<LevelView>, StorageError>;

    /// By ascending condition.
    async fn active_levels(&self) -> Result<Vec<Level>, StorageError>;

    /// By last name, first name.
    async fn level_customers(
        &self,
        id: LevelId,
        page: Page,
    ) -> Result<Listing<LevelCustomer>, StorageError>;

    /// By name.
    async fn segments(&self, page: Page) -> Result<Listing<SegmentView>, StorageError>;
    async fn segment(&self, id: SegmentId) -> Result<Option<SegmentView>, StorageError>;

    /// By last name, first name.
    async fn segment_customers(
        &self,
        id: SegmentId,
        page: Page,
    ) -> Result<Listing<SegmentCustomer>, StorageError>;

    /// By name.
    async fn campaigns(&self, page: Page) -> Result<Listing<CampaignView>, StorageError>;
    async fn campaign(&self, id: CampaignId) -> Result<Option<CampaignView>, StorageError>;

    /// Campaigns that are open at `now`, by name, and how many of each this customer has.
    async fn offers(
        &self,
        customer: Option<CustomerId>,
        now: Timestamp,
    ) -> Result<Vec<Offer>, StorageError>;

    async fn rewards(&self, query: &RewardQuery) -> Result<Listing<RewardView>, StorageError>;

    async fn pos_list(&self, query: &PosQuery) -> Result<Listing<PosView>, StorageError>;
    async fn pos(&self, which: &PosRef) -> Result<Option<PosView>, StorageError>;
    async fn sellers(&self, query: &SellerQuery) -> Result<Listing<SellerView>, StorageError>;
    async fn invitations(
        &self,
        query: &InvitationQuery,
    ) -> Result<Listing<InvitationView>, StorageError>;

    async fn seller(&self, id: SellerId) -> Result<Option<SellerView>, StorageError>;

    async fn audit_log(&self, query: &AuditQuery) -> Result<Listing<AuditLine>, StorageError>;

    /// Adds a line to the audit log soon: reads do not wait for it, a clean stop does.
    async fn note(&self, entry: AuditEntry);
}
