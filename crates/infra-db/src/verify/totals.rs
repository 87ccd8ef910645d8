//! Every customer's totals, counted again over its purchases in their order (behaviour 3.16.7).

use std::collections::HashMap;

use application::ports::{Difference, StorageError};
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Totals;
use domain::transaction::{Revised, Sums};
use sea_orm::{DatabaseConnection, DbErr, QueryResult};
use uuid::Uuid;

use super::Window;
use crate::read::ask;
use crate::rows::Fields;
use crate::sql::Sql;

const COLUMNS: &[&str; 15] = &[
    "store",
    "id",
    "transactions_count",
    "transactions_amount",
    "transactions_amount_without_delivery",
    "amount_excluded_for_level",
    "average_transaction_amount",
    "last_transaction_at",
    "number",
    "is_return",
    "revised_number",
    "purchased_at",
    "gross",
    "without_delivery",
    "excluded_for_level",
];

const CUSTOMERS: &str = "SELECT c.store, c.id, c.transactions_count, c.transactions_amount, \
    c.transactions_amount_without_delivery, c.amount_excluded_for_level, \
    c.average_transaction_amount, c.last_transaction_at, d.number, d.is_return, \
    d.revised_number, d.purchased_at, d.gross, d.without_delivery, d.excluded_for_level \
    FROM customer c \
    LEFT JOIN purchase d ON d.store = c.store AND d.customer_id = c.id \
    AND d.assigned_seq IS NOT NULL \
    WHERE c.store = $1 AND c.id > $2 AND c.id <= $3 AND c.status <> 'deleted' AND NOT c.moved \
    ORDER BY c.id, d.assigned_seq";

/// A customer as it is kept, and one of its purchases.
struct Row {
    store: String,
    id: Uuid,
    kept: Totals,
    average: Amount,
    purchase: Option<Bought>,
}

struct Bought {
    number: String,
    is_return: bool,
    revised: Option<String>,
    at: Timestamp,
    sums: Sums,
}

pub(super) async fn differences(
    db: &DatabaseConnection,
    window: &Window,
) -> Result<Vec<Difference>, StorageError> {
    let mut found = vec![];
    let rows = ask::all(db, Sql::new(CUSTOMERS, window.values()), read).await?;
    for rows in rows.chunk_by(|one, next| one.id == next.id) {
        let [Row { store, id, kept, average, .. }, ..] = rows else { continue };
        let totals = counted(rows.iter().filter_map(|it| it.purchase.as_ref()));
        if (totals, totals.average()) != (*kept, *average) {
            let what = "the totals of customer";
            found.push(Difference { store: store.clone(), what, id: *id });
        }
    }
    Ok(found)
}

/// Returns of what was not bought before do not count.
fn counted<'a>(purchases: impl Iterator<Item = &'a Bought>) -> Totals {
    let mut totals = Totals::default();
    let mut sold: HashMap<&str, Revised> = HashMap::new();
    for Bought { number, is_return, revised, at, sums } in purchases {
        if !is_return {
            totals.add_sale(*sums, *at);
            sold.insert(number, Revised { gross: sums.gross, returned: Amount::ZERO });
        } else if let Some(sale) = revised.as_deref().and_then(|it| sold.get_mut(it)) {
            totals.add_return(*sums, *sale, *at);
            sale.returned = sale.returned.plus(sums.gross);
        }
    }
    totals
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    let mut it = Fields::new(row, 0, "customer", COLUMNS);
    let (store, id) = (it.take("store")?, it.id("id")?);
    let count = it.take("transactions_count")?;
    let amount = it.amount("transactions_amount")?;
    let amount_without_delivery = it.amount("transactions_amount_without_delivery")?;
    let excluded_for_level = it.amount("amount_excluded_for_level")?;
    let average = it.amount("average_transaction_amount")?;
    let last_transaction = it.some_instant("last_transaction_at")?;
    let kept =
        Totals { count, amount, amount_without_delivery, excluded_for_level, last_transaction };
    Ok(Row { store, id, kept, average, purchase: bought(&mut it)? })
}

fn bought(it: &mut Fields<'_>) -> Result<Option<Bought>, DbErr> {
    let number: Option<String> = it.take("number")?;
    let is_return: Option<bool> = it.take("is_return")?;
    let revised = it.take("revised_number")?;
    let at = it.some_instant("purchased_at")?;
    let mut amount = |name| -> Result<Amount, DbErr> {
        let number: Option<i64> = it.take(name)?;
        Ok(Amount::from_ten_thousandths(number.unwrap_or_default()))
    };
    let sums = Sums {
        gross: amount("gross")?,
        without_delivery: amount("without_delivery")?,
        excluded_for_level: amount("excluded_for_level")?,
    };
    let (Some(number), Some(is_return), Some(at)) = (number, is_return, at) else {
        return Ok(None);
    };
    Ok(Some(Bought { number, is_return, revised, at, sums }))
}
