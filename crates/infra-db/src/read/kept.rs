//! Rows as they are kept, by id: what an export reads.

use application::ports::{Kept, KeptKind, StorageError};
use sea_orm::Value;
use uuid::Uuid;

use super::{StoreReads, ask};
use crate::rows::{customer, level, pos, seller};
use crate::sql::Sql;

impl StoreReads {
    pub(super) async fn kept_of(
        &self,
        kind: KeptKind,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Kept>, StorageError> {
        let values: [Value; 3] =
            [self.store(), after.unwrap_or_default().into(), ask::whole(limit).into()];
        let sql = |columns: &str, table: &str, alias: &str, only: &str| {
            let text = format!(
                "SELECT {columns} FROM {table} {alias} WHERE {alias}.store = $1 \
                 AND {alias}.id > $2{only} ORDER BY {alias}.id LIMIT $3"
            );
            Sql::new(text, values.clone())
        };
        let db = self.db();
        match kind {
            KeptKind::Level => {
                let sql = sql(level::COLUMNS, "level", "l", "");
                ask::all(db, sql, |row| level::from_row(row).map(Kept::Level)).await
            }
            KeptKind::Pos => {
                let sql = sql(pos::COLUMNS, "pos", "p", "");
                ask::all(db, sql, |row| pos::from_row(row).map(Kept::Pos)).await
            }
            KeptKind::Seller => {
                let sql = sql(seller::COLUMNS, "seller", "s", "");
                ask::all(db, sql, |row| seller::from_row(row).map(Kept::Seller)).await
            }
            KeptKind::Customer => {
                let sql = sql(customer::COLUMNS, "customer", "c", " AND c.status <> 'deleted'");
                let kept = |row: &_| Ok(Kept::Customer(Box::new(customer::state(row)?)));
                ask::all(db, sql, kept).await
            }
        }
    }
}
