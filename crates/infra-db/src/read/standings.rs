//! Where a customer stands: its figures and its account, in one statement.

use std::sync::{Arc, LazyLock};

use application::ports::{CustomerRef, Standing, StorageError};

use domain::amount::Amount;
use domain::contact::phone_key;
use domain::customer::Totals;
use domain::ids::CustomerId;
use domain::ledger::{Ledger, Lot};
use domain::level::Level;
use domain::points::Account;
use domain::text::folded;
use sea_orm::{DbErr, QueryResult, Value};
use uuid::Uuid;

use super::{StoreReads, ask};
use crate::rows::customer::placement;
use crate::rows::transfer::{BALANCE, BALANCE_WIDTH, LOT, OPEN};
use crate::rows::{Fields, level, transfer};
use crate::sql::Sql;

const COLUMNS: &[&str; 13] = &[
    "id",
    "first_name",
    "last_name",
    "created_at",
    "level_id",
    "level_manual",
    "transactions_count",
    "transactions_amount",
    "transactions_amount_without_delivery",
    "amount_excluded_for_level",
    "last_transaction_at",
    "last_level_recalculation_at",
    "earned",
];

/// Earned since the last recalculation, or else since joining (behaviour 3.10.3). `$3`: whether
/// anybody wants to know.
pub(super) const EARNED: &str = "CASE WHEN $3 THEN (SELECT CAST(coalesce(sum(e.value), 0) AS bigint) \
    FROM transfer e WHERE e.store = c.store AND e.customer_id = c.id AND e.kind = 'adding' \
    AND e.state <> 'canceled' \
    AND e.created_at > coalesce(c.last_level_recalculation_at, c.created_at)) ELSE 0 END";

static BY_ID: LazyLock<String> = LazyLock::new(|| statement("c.id = $2"));

static BY_CARD: LazyLock<String> =
    LazyLock::new(|| statement("c.loyalty_card = $2 AND c.loyalty_card <> ''"));

fn statement(which: &str) -> String {
    let own: Vec<_> = COLUMNS[..12].iter().map(|it| format!("c.{it}")).collect();
    format!(
        "SELECT {}, {EARNED}, {BALANCE}, {LOT} FROM customer c \
         LEFT JOIN account a ON a.store = c.store AND a.customer_id = c.id \
         LEFT JOIN transfer t ON t.store = c.store AND t.customer_id = c.id AND {OPEN} \
         WHERE c.store = $1 AND c.status <> 'deleted' AND {which}",
        own.join(", ")
    )
}

/// The statement for one customer's status by store and id, for whoever measures against it.
pub fn status_statement() -> &'static str {
    &BY_ID
}

impl StoreReads {
    pub(super) async fn standing_of(
        &self,
        who: &CustomerRef,
        counts: bool,
    ) -> Result<Option<Standing>, StorageError> {
        let mut found = None;
        if let Some(id) = who.id {
            found = self.standing_by(&BY_ID, id.0.into(), counts).await?;
        }
        if found.is_none() && ask::can_be_stored(&who.card) {
            found = self.standing_by(&BY_CARD, who.card.as_str().into(), counts).await?;
        }
        Ok(found)
    }

    async fn standing_by(
        &self,
        text: &str,
        which: Value,
        counts: bool,
    ) -> Result<Option<Standing>, StorageError> {
        let levels = self.database.caches().levels(&self.store, self.load_levels()).await?;
        let sql = Sql::new(text, [self.store(), which, counts.into()]);
        let rows = ask::all(self.db(), sql, |row| {
            let lot = transfer::lot(row, COLUMNS.len() + BALANCE_WIDTH)?;
            Ok((read(row, &levels)?, lot))
        });
        let mut standing: Option<Standing> = None;
        let mut lots: Vec<Lot> = vec![];
        for (found, lot) in rows.await? {
            standing = Some(found);
            lots.extend(lot);
        }
        Ok(standing.map(|it| {
            let ledger = Ledger::restore(it.id, it.account.balance(), lots);
            Standing { account: Account::restore(ledger, 0), ..it }
        }))
    }

    pub(super) async fn load_levels(&self) -> Result<Option<Vec<Level>>, StorageError> {
        let text = format!(
            "SELECT {} FROM level l WHERE l.store = $1 ORDER BY l.condition_value, l.id",
            level::COLUMNS,
        );
        ask::all(self.db(), Sql::new(text, [self.store()]), level::from_row).await.map(Some)
    }

    pub(super) async fn customer_named(
        &self,
        text: &str,
    ) -> Result<Option<CustomerId>, StorageError> {
        if !ask::can_be_stored(text) {
            return Ok(None);
        }
        let id = CustomerId::parse(text).map(|it| it.0).unwrap_or_default();
        let sql = "SELECT c.id FROM customer c WHERE c.store = $1 AND c.status <> 'deleted' \
                   AND (c.id = $2 OR c.email = $3 OR c.phone_key = $4 \
                        OR (c.loyalty_card = $5 AND c.loyalty_card <> '')) \
                   ORDER BY CASE WHEN c.id = $2 THEN 0 WHEN c.email = $3 THEN 1 \
                                 WHEN c.phone_key = $4 THEN 2 ELSE 3 END, c.id LIMIT 1";
        let values =
            [self.store(), id.into(), folded(text).into(), phone_key(text).into(), text.into()];
        let id = |row: &QueryResult| row.try_get_by_index::<Uuid>(0).map(CustomerId);
        ask::one(self.db(), Sql::new(sql, values), id).await
    }
}

/// Everything but the lots, which come one to a row.
fn read(row: &QueryResult, levels: &Arc<Vec<Level>>) -> Result<Standing, DbErr> {
    let mut it = Fields::new(row, 0, "customer", COLUMNS);
    let id = CustomerId(it.id("id")?);
    let (balance, _) = transfer::balance(row, COLUMNS.len())?.unwrap_or_default();
    Ok(Standing {
        id,
        first_name: it.take("first_name")?,
        last_name: it.take("last_name")?,
        created_at: it.instant("created_at")?,
        placement: placement(it.take("level_id")?, it.take("level_manual")?),
        totals: Totals {
            count: it.take("transactions_count")?,
            amount: it.amount("transactions_amount")?,
            amount_without_delivery: it.amount("transactions_amount_without_delivery")?,
            excluded_for_level: it.amount("amount_excluded_for_level")?,
            last_transaction: it.some_instant("last_transaction_at")?,
        },
        last_recalculation: it.some_instant("last_level_recalculation_at")?,
        earned_since: Amount::from_ten_thousandths(it.take::<i64>("earned")?),
        account: Account::restore(Ledger::restore(id, balance, vec![]), 0),
        levels: Arc::clone(levels),
    })
}
