//! One transaction, and what every repository does through it.

mod unit;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use application::ports::StorageError;
use domain::amount::Amount;
use domain::store::StoreCode;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::Database;
use crate::directory::Caches;
use crate::errors::storage_error;
use crate::rows::Written;
use crate::sql::{self, Sql};

/// A unit of work. It is all of its own repositories, so that they share the transaction.
pub struct SeaUow {
    tx: DatabaseTransaction,
    store: StoreCode,
    caches: Arc<Caches>,
    /// Something failed: nothing more is done, and nothing is kept.
    spent: AtomicBool,
    /// Something that other calls may have in memory was written.
    wrote_cached: AtomicBool,
    /// Something is to be done that was not before.
    added_jobs: AtomicBool,
    jobs_added: Arc<Notify>,
    /// Somebody was erased.
    erased: AtomicBool,
    writer: DatabaseConnection,
}

impl SeaUow {
    /// On SQLite this takes the write lock at once: a transaction that asks for it later, after
    /// a read, is refused without waiting.
    pub async fn begin(database: &Database, store: &StoreCode) -> Result<Self, StorageError> {
        let writer = database.writer();
        let is_sqlite = writer.get_database_backend() == DbBackend::Sqlite;
        let options = TransactionOptions {
            sqlite_transaction_mode: is_sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Self {
            tx: writer.begin_with_options(options).await.map_err(storage_error)?,
            store: store.clone(),
            caches: Arc::clone(database.caches()),
            spent: AtomicBool::new(false),
            wrote_cached: AtomicBool::new(false),
            added_jobs: AtomicBool::new(false),
            jobs_added: Arc::clone(database.jobs_added()),
            erased: AtomicBool::new(false),
            writer: writer.clone(),
        })
    }

    pub fn store(&self) -> &str {
        self.store.as_str()
    }

    /// Makes `commit` forget what is cached.
    pub fn wrote_cached(&self) {
        self.wrote_cached.store(true, Ordering::Relaxed);
    }

    /// Makes `commit` wake this server's worker.
    pub fn added_jobs(&self) {
        self.added_jobs.store(true, Ordering::Relaxed);
    }

    /// Makes `commit` take away what is left of the rows before, soon.
    pub fn erased(&self) {
        self.erased.store(true, Ordering::Relaxed);
    }

    pub fn is_sqlite(&self) -> bool {
        self.tx.get_database_backend() == DbBackend::Sqlite
    }

    /// A lock of the rows that are found, where the engine has such. Nobody waits for it who only
    /// refers to them.
    pub fn row_lock(&self) -> &'static str {
        if self.is_sqlite() { "" } else { " FOR NO KEY UPDATE" }
    }

    /// An insert of many rows, in the spelling that this engine reads fastest.
    pub fn insert_of_many(&self, table: &str, rows: Vec<Written>) -> Sql {
        if self.is_sqlite() {
            sql::insert_unnumbered(table, rows)
        } else {
            sql::insert(table, rows)
        }
    }

    /// Runs a statement and tells how many rows it changed.
    pub async fn execute(&self, sql: Sql) -> Result<u64, StorageError> {
        self.unless_spent()?;
        let done = self.tx.execute_raw(self.statement(sql)).await;
        self.noted(done.map(|it| it.rows_affected()).map_err(storage_error))
    }

    /// Runs a statement that must change one row. None means that the row moved on.
    pub async fn execute_unless_stale(&self, sql: Sql) -> Result<(), StorageError> {
        match self.execute(sql).await? {
            0 => self.noted(Err(StorageError::Stale)),
            _ => Ok(()),
        }
    }

    pub async fn one<T>(
        &self,
        sql: Sql,
        read: impl FnOnce(&QueryResult) -> Result<T, DbErr> + Send,
    ) -> Result<Option<T>, StorageError> {
        self.unless_spent()?;
        let row = self.tx.query_one_raw(self.statement(sql)).await;
        let value = row.and_then(|row| row.as_ref().map(read).transpose());
        self.noted(value.map_err(storage_error))
    }

    /// The one number that a statement finds.
    pub async fn sum(&self, sql: Sql) -> Result<Amount, StorageError> {
        let found = self.one(sql, |row| row.try_get_by_index::<i64>(0)).await?;
        Ok(Amount::from_ten_thousandths(found.unwrap_or_default()))
    }

    pub async fn all<T>(
        &self,
        sql: Sql,
        read: impl Fn(&QueryResult) -> Result<T, DbErr> + Send,
    ) -> Result<Vec<T>, StorageError> {
        self.unless_spent()?;
        let rows = self.tx.query_all_raw(self.statement(sql)).await;
        let values = rows.and_then(|rows| rows.iter().map(read).collect());
        self.noted(values.map_err(storage_error))
    }

    /// The columns that address a row of this store.
    pub fn address(&self, id: Uuid) -> Written {
        vec![("store", self.store().into()), ("id", id.into())]
    }

    /// Inserts a row that was never saved (`version` 0), or updates one that still is at
    /// `version`.
    pub async fn save_row(
        &self,
        table: &str,
        mut address: Written,
        mut written: Written,
        version: i64,
    ) -> Result<(), StorageError> {
        written.push(("version", (version + 1).into()));
        if version == 0 {
            address.extend(written);
            return self.execute(sql::insert(table, [address])).await.map(drop);
        }
        address.push(("version", version.into()));
        self.execute_unless_stale(sql::update(table, address, written)).await
    }

    fn statement(&self, Sql { text, values }: Sql) -> Statement {
        Statement::from_sql_and_values(self.tx.get_database_backend(), text, values)
    }

    fn unless_spent(&self) -> Result<(), StorageError> {
        if self.spent.load(Ordering::Relaxed) { Err(StorageError::Spent) } else { Ok(()) }
    }

    fn noted<T>(&self, result: Result<T, StorageError>) -> Result<T, StorageError> {
        if result.is_err() {
            self.spent.store(true, Ordering::Relaxed);
        }
        result
    }
}
