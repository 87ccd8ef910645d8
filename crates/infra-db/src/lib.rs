//! Storage on SQLite and PostgreSQL. The only crate that names `sea_orm`.

mod directory;
mod errors;
mod migrations;
mod notes;
mod open;
mod queue;
mod read;
mod repos;
mod rows;
mod sql;
mod traces;
mod uow;
mod verify;

use std::sync::Arc;

use application::ports::{
    Agenda, Checked, Checkpoint, Difference, Directory, Queue, ReadModel, Reconciliation, Storage,
    StorageError, UnitOfWork,
};
use async_trait::async_trait;
use domain::store::StoreCode;
use sea_orm::{DatabaseConnection, DbErr};
use tokio::sync::Notify;

use self::directory::{Caches, SeaDirectory};
use self::errors::storage_error;
use self::notes::Notes;
use self::queue::SeaQueue;
/// A log filter for what this crate's libraries say without being asked.
pub const QUIETER: &str = "sea_orm_migration=warn";

pub use self::open::{OpenError, Settings};
use self::read::StoreReads;
pub use self::read::{details_statement, status_statement};
use self::uow::SeaUow;

/// An opened database. Clones share its connections.
#[derive(Clone)]
pub struct Database {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    caches: Arc<Caches>,
    notes: Notes,
    jobs_added: Arc<Notify>,
}

impl Database {
    /// Opens what `url` names: a file (`sqlite:path/to/file.db`, created if it is missing) or a
    /// server's database (`postgres://…`).
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, &Settings::default()).await
    }

    pub async fn open_with(url: &str, settings: &Settings) -> Result<Self, OpenError> {
        let (writer, readers) = open::connect(url, settings).await?;
        let notes = Notes::new(writer.clone());
        let (caches, jobs_added) = (Arc::default(), Arc::default());
        Ok(Self { writer, readers, caches, notes, jobs_added })
    }

    /// Brings the schema up to date. Safe to run from several servers at once.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        migrations::run(&self.writer).await.map_err(storage_error)?;
        // Of an erasure that a crash cut short.
        traces::cut_log(&self.writer).await;
        Ok(())
    }

    /// Writes what still waits to be written and closes every connection.
    pub async fn close(self) -> Result<(), StorageError> {
        self.notes.finish().await;
        let closed: Result<(), DbErr> = async {
            self.readers.close_by_ref().await?;
            self.writer.close_by_ref().await
        }
        .await;
        closed.map_err(storage_error)
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// On SQLite beside the writer and read only; on PostgreSQL the same pool.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.readers
    }

    pub(crate) fn caches(&self) -> &Arc<Caches> {
        &self.caches
    }

    pub(crate) fn jobs_added(&self) -> &Arc<Notify> {
        &self.jobs_added
    }

    pub(crate) fn notes(&self) -> &Notes {
        &self.notes
    }
}

#[async_trait]
impl Storage for Database {
    async fn begin(&self, store: &StoreCode) -> Result<Box<dyn UnitOfWork>, StorageError> {
        Ok(Box::new(SeaUow::begin(self, store).await?))
    }

    fn read(&self, store: &StoreCode) -> Box<dyn ReadModel> {
        Box::new(StoreReads::new(self.clone(), store.clone()))
    }

    fn agenda(&self, store: &StoreCode) -> Arc<dyn Agenda> {
        Arc::new(StoreReads::new(self.clone(), store.clone()))
    }

    fn directory(&self) -> Arc<dyn Directory> {
        Arc::new(SeaDirectory::new(self.clone()))
    }

    fn queue(&self) -> Arc<dyn Queue> {
        Arc::new(SeaQueue::new(self.clone()))
    }

    async fn differences(&self, limit: u64) -> Result<Vec<Difference>, StorageError> {
        verify::differences(self.reader(), limit).await
    }

    async fn check(&self, from: &Checkpoint) -> Result<Checked, StorageError> {
        verify::check(self.reader(), from).await
    }

    async fn reconciliation(&self) -> Result<Option<Reconciliation>, StorageError> {
        verify::progress::find(self.reader()).await
    }

    async fn save_reconciliation(&self, it: &Reconciliation) -> Result<(), StorageError> {
        verify::progress::save(self.writer(), it).await
    }

    async fn ping(&self) -> Result<(), StorageError> {
        self.readers.ping().await.map_err(storage_error)
    }
}
