//! Points of sale.

use application::ports::{Listing, PosQuery, PosRef, PosSort, PosView, StorageError};
use domain::amount::Amount;
use sea_orm::{DbErr, QueryResult};

use super::{StoreReads, ask};
use crate::rows::pos;
use crate::sql::Sql;

const TOTALS: &str = "p.transactions_amount, p.transactions_count";

impl StoreReads {
    pub(super) async fn pos_page(
        &self,
        query: &PosQuery,
    ) -> Result<Listing<PosView>, StorageError> {
        let column = match query.sort {
            PosSort::Name => "p.name_key",
            PosSort::Identifier => "p.identifier",
        };
        let direction = ask::keyword(query.direction);
        let text = format!(
            "SELECT {}, {TOTALS} FROM pos p WHERE p.store = $1 \
             ORDER BY {column} {direction}, p.id {direction} LIMIT $2 OFFSET $3",
            pos::COLUMNS,
        );
        let [limit, offset] = ask::slice(query.page);
        let page = Sql::new(text, [self.store(), limit, offset]);
        let total = Sql::new("SELECT count(*) FROM pos p WHERE p.store = $1", [self.store()]);
        ask::listing(self.db(), page, total, view).await
    }

    pub(super) async fn pos_view(&self, which: &PosRef) -> Result<Option<PosView>, StorageError> {
        let (column, value) = match which {
            PosRef::Id(id) => ("p.id", id.0.into()),
            PosRef::Identifier(text) if !ask::can_be_stored(text) => return Ok(None),
            PosRef::Identifier(text) => ("p.identifier", text.as_str().into()),
        };
        let text = format!(
            "SELECT {}, {TOTALS} FROM pos p WHERE p.store = $1 AND {column} = $2",
            pos::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), value]), view).await
    }
}

fn view(row: &QueryResult) -> Result<PosView, DbErr> {
    let amount = row.try_get_by_index(pos::WIDTH)?;
    Ok(PosView {
        pos: pos::from_row(row)?,
        transactions_amount: Amount::from_ten_thousandths(amount),
        transactions_count: row.try_get_by_index(pos::WIDTH + 1)?,
    })
}
