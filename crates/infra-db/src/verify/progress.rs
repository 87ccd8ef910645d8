//! How far the check in the background has come: one row of the whole installation.

use application::ports::{Checkpoint, Reconciliation, StorageError};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};

use crate::errors::storage_error;
use crate::read::ask;
use crate::rows::Fields;
use crate::sql::{self, Sql};

const COLUMNS: &[&str; 8] = &[
    "is_running",
    "documents",
    "store",
    "after",
    "found",
    "finished_at",
    "differences",
    "version",
];

pub async fn find(db: &DatabaseConnection) -> Result<Option<Reconciliation>, StorageError> {
    let text = format!("SELECT {} FROM reconciliation WHERE id = 1", COLUMNS.join(", "));
    ask::one(db, Sql::new(text, []), read).await
}

pub async fn save(db: &DatabaseConnection, it: &Reconciliation) -> Result<(), StorageError> {
    let Reconciliation { checkpoint, found, finished_at, differences, version } = it;
    let Checkpoint { documents, store, id } = checkpoint.clone().unwrap_or_default();
    let row = vec![
        ("is_running", checkpoint.is_some().into()),
        ("documents", documents.into()),
        ("store", store.into()),
        ("after", id.into()),
        ("found", found.cast_signed().into()),
        ("finished_at", finished_at.map(|it| it.timestamp_micros()).into()),
        ("differences", differences.cast_signed().into()),
        ("version", (version + 1).into()),
    ];
    let mut address = vec![("id", 1_i64.into())];
    let Sql { text, values } = if *version == 0 {
        address.extend(row);
        sql::insert("reconciliation", [address])
    } else {
        address.push(("version", (*version).into()));
        sql::update("reconciliation", address, row)
    };
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let done = db.execute_raw(statement).await.map_err(storage_error)?;
    if done.rows_affected() == 0 { Err(StorageError::Stale) } else { Ok(()) }
}

fn read(row: &QueryResult) -> Result<Reconciliation, DbErr> {
    let mut it = Fields::new(row, 0, "reconciliation", COLUMNS);
    let is_running: bool = it.take("is_running")?;
    let checkpoint = Checkpoint {
        documents: it.take("documents")?,
        store: it.take("store")?,
        id: it.take("after")?,
    };
    Ok(Reconciliation {
        checkpoint: is_running.then_some(checkpoint),
        found: it.take::<i64>("found")?.cast_unsigned(),
        finished_at: it.some_instant("finished_at")?,
        differences: it.take::<i64>("differences")?.cast_unsigned(),
        version: it.take("version")?,
    })
}
