//! Answers about one store: plain views, in as few statements as they need.

mod agenda;
pub mod ask;
mod audit;
mod campaigns;
mod condition;
mod customers;
mod due;
mod invitations;
mod kept;
mod levels;
mod list;
mod losses;
mod places;
#[cfg(test)]
mod plans;
mod purchases;
mod records;
mod rules;
mod segments;
mod sellers;
mod sorts;
mod standings;
mod transfers;

use application::ports::{
    AuditEntry, AuditLine, AuditQuery, CampaignView, CustomerPage, CustomerQuery, CustomerRef,
    CustomerView, HistoryEntry, InvitationQuery, InvitationView, Kept, KeptKind, LevelCustomer,
    LevelQuery, LevelView, Listing, Offer, Page, PosQuery, PosRef, PosView, ReadModel, RewardQuery,
    RewardView, RuleQuery, SegmentCustomer, SegmentView, SellerQuery, SellerView, Standing,
    StorageError, TillSearch, TransactionQuery, TransactionView, TransferQuery, TransferView,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Timestamp;
use domain::earning::Rule;
use domain::ids::{CampaignId, CustomerId, LevelId, RuleId, SegmentId, SellerId, TransactionId};
use domain::level::Level;
use domain::statistics::Days;
use domain::store::StoreCode;
use sea_orm::{DatabaseConnection, Value};
use uuid::Uuid;

pub use self::customers::details_statement;
pub use self::standings::status_statement;
use crate::Database;

/// The read model of one store. Every statement binds the store's code as `$1`.
pub struct StoreReads {
    database: Database,
    store: StoreCode,
}

impl StoreReads {
    pub fn new(database: Database, store: StoreCode) -> Self {
        Self { database, store }
    }

    fn db(&self) -> &DatabaseConnection {
        self.database.reader()
    }

    fn store(&self) -> Value {
        self.store.as_str().into()
    }
}

#[async_trait]
impl ReadModel for StoreReads {
    async fn customer(&self, who: &CustomerRef) -> Result<Option<CustomerView>, StorageError> {
        self.customer_view(who).await
    }

    async fn kept(
        &self,
        kind: KeptKind,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Kept>, StorageError> {
        self.kept_of(kind, after, limit).await
    }

    async fn find_customer(&self, who: &CustomerRef) -> Result<Option<CustomerId>, StorageError> {
        self.customer_id(who).await
    }

    async fn customers(&self, query: &CustomerQuery) -> Result<CustomerPage, StorageError> {
        self.customer_page(query).await
    }

    async fn search_customers(
        &self,
        search: &TillSearch,
        limit: u64,
    ) -> Result<Vec<CustomerView>, StorageError> {
        self.customers_at_till(search, limit).await
    }

    async fn count_by_contact(&self, contact: &str) -> Result<u64, StorageError> {
        self.customers_with_contact(contact).await
    }

    async fn history(
        &self,
        id: CustomerId,
        page: Option<Page>,
    ) -> Result<Vec<HistoryEntry>, StorageError> {
        self.history_of(id, page).await
    }

    async fn standing(
        &self,
        who: &CustomerRef,
        counts: bool,
    ) -> Result<Option<Standing>, StorageError> {
        self.standing_of(who, counts).await
    }

    async fn customer_called(&self, text: &str) -> Result<Option<CustomerId>, StorageError> {
        self.customer_named(text).await
    }

    async fn transfers(
        &self,
        query: &TransferQuery,
    ) -> Result<Listing<TransferView>, StorageError> {
        self.transfer_list(query).await
    }

    async fn transactions(
        &self,
        query: &TransactionQuery,
    ) -> Result<Listing<TransactionView>, StorageError> {
        self.purchase_list(query).await
    }

    async fn transaction(
        &self,
        id: TransactionId,
    ) -> Result<Option<TransactionView>, StorageError> {
        self.purchase_view(id).await
    }

    async fn registrations(&self, days: &[Days]) -> Result<Vec<(NaiveDate, u64)>, StorageError> {
        self.registrations_on(days).await
    }

    async fn rules(&self, query: &RuleQuery) -> Result<Listing<Rule>, StorageError> {
        self.rule_list(query).await
    }

    async fn rule(&self, id: RuleId) -> Result<Option<Rule>, StorageError> {
        self.rule_by_id(id).await
    }

    async fn levels(&self, query: &LevelQuery) -> Result<Listing<LevelView>, StorageError> {
        self.level_list(query).await
    }

    async fn level(&self, id: LevelId) -> Result<Option<LevelView>, StorageError> {
        self.level_view(id).await
    }

    async fn active_levels(&self) -> Result<Vec<Level>, StorageError> {
        self.levels_in_use().await
    }

    async fn level_customers(
        &self,
        id: LevelId,
        page: Page,
    ) -> Result<Listing<LevelCustomer>, StorageError> {
        self.members_of_level(id, page).await
    }

    async fn segments(&self, page: Page) -> Result<Listing<SegmentView>, StorageError> {
        self.segment_list(page).await
    }

    async fn segment(&self, id: SegmentId) -> Result<Option<SegmentView>, StorageError> {
        self.segment_view(id).await
    }

    async fn segment_customers(
        &self,
        id: SegmentId,
        page: Page,
    ) -> Result<Listing<SegmentCustomer>, StorageError> {
        self.members_of_segment(id, page).await
    }

    async fn campaigns(&self, page: Page) -> Result<Listing<CampaignView>, StorageError> {
        self.campaign_list(page).await
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<CampaignView>, StorageError> {
        self.campaign_view(id).await
    }

    async fn offers(
        &self,
        customer: Option<CustomerId>,
        now: Timestamp,
    ) -> Result<Vec<Offer>, StorageError> {
        self.open_campaigns(customer, now).await
    }

    async fn rewards(&self, query: &RewardQuery) -> Result<Listing<RewardView>, StorageError> {
        self.reward_list(query).await
    }

    async fn pos_list(&self, query: &PosQuery) -> Result<Listing<PosView>, StorageError> {
        self.pos_page(query).await
    }

    async fn pos(&self, which: &PosRef) -> Result<Option<PosView>, StorageError> {
        self.pos_view(which).await
    }

    async fn sellers(&self, query: &SellerQuery) -> Result<Listing<SellerView>, StorageError> {
        self.seller_list(query).await
    }

    async fn seller(&self, id: SellerId) -> Result<Option<SellerView>, StorageError> {
        self.seller_view(id).await
    }

    async fn invitations(
        &self,
        query: &InvitationQuery,
    ) -> Result<Listing<InvitationView>, StorageError> {
        self.invitation_list(query).await
    }

    async fn audit_log(&self, query: &AuditQuery) -> Result<Listing<AuditLine>, StorageError> {
        self.audit_lines(query).await
    }

    async fn note(&self, entry: AuditEntry) {
        self.database.notes().add(&self.store, entry).await;
    }
}
