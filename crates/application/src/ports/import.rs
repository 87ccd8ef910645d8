//! Customers from files: how files are read, and how many customers are written at once.

use std::io::Read;

use async_trait::async_trait;
use domain::account::Login;
use domain::customer::{Customer, CustomerDraft, CustomerState};
use domain::form::Given;
use domain::level::Level;
use domain::points::AccountChanges;
use domain::pos::Pos;
use domain::seller::Seller;
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

/// A file that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadFile(pub String);

/// The places of a file, one after the other, in memory that does not depend on its size.
pub type Records = Box<dyn Iterator<Item = Record> + Send>;

/// Reads files of customers.
#[cfg_attr(test, mockall::automock)]
pub trait CustomerFiles: Send + Sync {
    /// A file that ends early, or is broken between two customers, ends there. Only what is wrong
    /// at its very beginning (columns of a CSV file) is an error.
    fn read(&self, format: FileFormat, file: Box<dyn Read + Send>) -> Result<Records, BadFile>;
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
