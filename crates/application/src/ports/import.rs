//! Customers, sales and returns from files: how files are read, and how many customers are written
//! at once.

use std::io::Read;

use async_trait::async_trait;
use domain::account::Login;
use domain::customer::{Customer, CustomerDraft, CustomerState};
use domain::form::Given;
use domain::level::Level;
use domain::points::AccountChanges;
use domain::pos::Pos;
use domain::seller::Seller;
use domain::transaction::TransactionDraft;
use uuid::Uuid;

use super::jobs::Job;
use super::outbox::Event;
use super::points::Told;
use super::purchases::RuleUse;
use super::repos::{AuditEntry, Contacts};
use super::storage::StorageError;

/// One customer of a file, as it stands there (behaviour 3.20.1).
#[derive(Clone, Debug, Default)]
pub struct ImportRow {
    /// Everything but the three that only files have. Its labels stand below.
    pub customer: CustomerDraft,
    pub active: Given,
    pub send_activation_mail: Given,
    pub labels: Vec<LabelNode>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelNode {
    pub key: Given,
    pub value: Given,
}

/// What a file holds at one place.
#[derive(Clone, Debug)]
pub enum Record {
    Row(Box<ImportRow>),
    /// What another installation kept, in every detail. Only the operator's files hold such.
    Kept(Box<Kept>),
    /// Something that is no customer, though one should stand there (behaviour 3.20.5).
    Unreadable(FileFormat),
}

/// What a file of sales and returns holds at one place.
#[derive(Clone, Debug)]
pub enum SaleRecord {
    Row(Box<TransactionDraft>),
    /// Something that is no document, though one should stand there.
    Unreadable,
}

/// A part of a store as it is kept, without anything secret, pictures and devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Level(Level),
    Pos(Pos),
    Seller(Seller),
    Customer(Box<CustomerState>),
}

impl Kept {
    pub fn id(&self) -> Uuid {
        match self {
            Self::Level(it) => it.id.0,
            Self::Pos(it) => it.id.0,
            Self::Seller(it) => it.id.0,
            Self::Customer(it) => it.id.0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptKind {
    Level,
    Pos,
    Seller,
    Customer,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    Xml,
    Csv,
    Jsonl,
}

/// Why a file cannot be read, or not any further.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadFile(pub String);

/// The places of a file, one after the other, in memory that does not depend on its size. An error
/// is the last of them: something stands behind it that nobody could read.
pub type Records<T> = Box<dyn Iterator<Item = Result<T, BadFile>> + Send>;

/// Reads files that are imported. One that ends early ends there; one that fails to be read, or
/// holds a piece too long for memory, ends with an error.
#[cfg_attr(test, mockall::automock)]
pub trait ImportFiles: Send + Sync {
    /// Customers. What is wrong at the very beginning (columns of a CSV file) is told before
    /// anything is read.
    fn customers(
        &self,
        format: FileFormat,
        file: Box<dyn Read + Send>,
    ) -> Result<Records<Record>, BadFile>;

    /// Sales and returns, in XML.
    fn transactions(&self, file: Box<dyn Read + Send>) -> Records<SaleRecord>;
}

/// A new customer with everything that is written beside it.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub customer: Customer,
    /// What its account got, as [`AccountRepo::save`](super::AccountRepo::save) takes it.
    pub account: Option<(AccountChanges, Vec<Told>)>,
    /// The rules with a limit that gave it.
    pub uses: Vec<RuleUse>,
    pub login: Login,
    pub jobs: Vec<Job>,
    pub audit: Vec<AuditEntry>,
    pub events: Vec<Event>,
}

/// How far an import got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Places of the file that are done.
    pub processed: u64,
    pub failed: u64,
    pub finished: bool,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait ImportRepo: Send + Sync {
    /// For each of `claimed`, those of its values that customers already use.
    async fn taken(&self, claimed: &[Contacts]) -> Result<Vec<Contacts>, StorageError>;

    /// Writes new customers, all or none; errors are those of
    /// [`CustomerRepo::save`](super::CustomerRepo::save).
    async fn add(&self, newcomers: Vec<Newcomer>) -> Result<(), StorageError>;

    /// How far the import of the file with this digest got, locked.
    async fn progress(&self, file: &str) -> Result<Option<Progress>, StorageError>;

    async fn save_progress(&self, file: &str, progress: Progress) -> Result<(), StorageError>;
}
