//! What the use-cases need from the world.

mod agenda;
mod campaigns;
mod channels;
mod codes;
mod directory;
mod files;
mod import;
mod jobs;
mod outbox;
mod outside;
mod points;
mod purchases;
mod query;
mod read;
mod repos;
mod segments;
mod storage;
mod template;

pub use self::agenda::Agenda;
pub use self::campaigns::{CampaignRepo, CampaignView, Offer, RewardQuery, RewardView};
pub use self::channels::{
    Channels, Delivery, Envelope, Mail, MailChannel, PushChannel, PushMessage, SendError,
    SentMessage, SentMessages, SmsChannel, SmsMessage, Texts, WebhookChannel, Words,
};
pub use self::codes::{CodeRepo, InvitationRepo};
pub use self::directory::{Candidate, Directory, Principal};
pub use self::files::{BadPicture, BlobError, Blobs, Picture, Pictures};
pub use self::import::{
    BadFile, FileFormat, ImportFiles, ImportRepo, ImportRow, Kept, KeptKind, LabelNode, Newcomer,
    Progress, Record, Records, SaleRecord,
};
pub use self::jobs::{Expired, Job, JobQuery, JobRepo, Message, Queue, QueueDepth, Task};
pub use self::outbox::{
    EndpointRepo, Event, EventData, Expiring, Loss, NoticeRun, OutboxRepo, Retained, StoredEvent,
};
pub use self::outside::{BadToken, Busy, Claims, Clock, Ids, Passwords, Seals, Secrets, Tokens};
pub use self::points::{AccountRepo, Standing, Told, TransferQuery, TransferView};
pub use self::purchases::{
    Purchase, PurchaseRepo, RuleQuery, RuleRepo, RuleSort, RuleUse, TransactionQuery,
    TransactionSort, TransactionView,
};
pub use self::query::{
    AuditQuery, Between, CustomerFilter, CustomerQuery, CustomerRef, Direction, InvitationQuery,
    InvitationSort, LabelCondition, LevelQuery, LevelSort, Page, PosQuery, PosRef, PosSort,
    SellerQuery, SellerSort, SortField, SortPosition, SortValue, TillSearch, Window,
};
pub use self::read::{
    AuditLine, CustomerPage, CustomerView, HistoryEntry, InvitationView, LevelCustomer, LevelLabel,
    LevelView, Listing, PosView, ReadModel, SegmentLabel, SellerView,
};
pub use self::repos::{
    AdminRepo, AuditData, AuditEntry, AuditRepo, Contacts, CustomerRepo, Key, KeyRepo, LevelRepo,
    LoginRepo, PosRepo, RefreshToken, RoleRepo, SellerRepo, Session, SessionRepo, StoreRepo,
};
pub use self::segments::{SegmentCustomer, SegmentRepo, SegmentView};
pub use self::storage::{
    Checked, Checkpoint, Difference, Reconciliation, Storage, StorageError, UnitOfWork,
};
pub use self::template::Template;

#[cfg(test)]
pub use self::mocks::*;

#[cfg(test)]
mod mocks {
    pub use super::agenda::MockAgenda;
    pub use super::campaigns::MockCampaignRepo;
    pub use super::channels::{
        MockMailChannel, MockPushChannel, MockSentMessages, MockSmsChannel, MockTexts,
        MockWebhookChannel,
    };
    pub use super::codes::{MockCodeRepo, MockInvitationRepo};
    pub use super::directory::MockDirectory;
    pub use super::files::{MockBlobs, MockPictures};
    pub use super::import::{MockImportFiles, MockImportRepo};
    pub use super::jobs::{MockJobRepo, MockQueue};
    pub use super::outbox::{MockEndpointRepo, MockOutboxRepo};
    pub use super::outside::{
        MockClock, MockIds, MockPasswords, MockSeals, MockSecrets, MockTokens,
    };
    pub use super::points::MockAccountRepo;
    pub use super::purchases::{MockPurchaseRepo, MockRuleRepo};
    pub use super::read::MockReadModel;
    pub use super::repos::{
        MockAdminRepo, MockAuditRepo, MockCustomerRepo, MockKeyRepo, MockLevelRepo, MockLoginRepo,
        MockPosRepo, MockRoleRepo, MockSellerRepo, MockSessionRepo, MockStoreRepo,
    };
    pub use super::segments::MockSegmentRepo;
    pub use super::storage::{MockStorage, MockUnitOfWork};
}
