//! Runs one statement and reads its rows.

use application::ports::{Direction, Listing, Page, StorageError};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement, Value};

use crate::errors::storage_error;
use crate::sql::Sql;

pub async fn all<T>(
    db: &DatabaseConnection,
    sql: Sql,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StorageError> {
    let rows = db.query_all_raw(statement(db, sql)).await.map_err(storage_error)?;
    rows.iter().map(read).collect::<Result<_, _>>().map_err(storage_error)
}

pub async fn one<T>(
    db: &DatabaseConnection,
    sql: Sql,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Option<T>, StorageError> {
    let row = db.query_one_raw(statement(db, sql)).await.map_err(storage_error)?;
    row.as_ref().map(read).transpose().map_err(storage_error)
}

/// The number that `SELECT count(*)` answers.
pub async fn count(db: &DatabaseConnection, sql: Sql) -> Result<u64, StorageError> {
    let counted = one(db, sql, |row| row.try_get_by_index::<i64>(0)).await?;
    Ok(counted.and_then(|it| u64::try_from(it).ok()).unwrap_or_default())
}

/// A page and the count of all, side by side on two connections.
pub async fn listing<T>(
    db: &DatabaseConnection,
    page: Sql,
    total: Sql,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Listing<T>, StorageError> {
    let (items, total) = tokio::try_join!(all(db, page, read), count(db, total))?;
    Ok(Listing { items, total })
}

/// The values of `LIMIT` and `OFFSET`.
pub fn slice(page: Page) -> [Value; 2] {
    [whole(page.limit).into(), whole(page.offset).into()]
}

/// No table has more rows than the largest number that databases count with.
pub fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub fn keyword(direction: Direction) -> &'static str {
    match direction {
        Direction::Asc => "ASC",
        Direction::Desc => "DESC",
    }
}

/// PostgreSQL cannot hold this character, so no stored text contains one.
pub fn can_be_stored(text: &str) -> bool {
    !text.contains('\0')
}

fn statement(db: &DatabaseConnection, sql: Sql) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql.text, sql.values)
}
