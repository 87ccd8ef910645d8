//! Accounts of points: their sums, their transfers, and every movement.

use application::ports::{AccountRepo, StorageError, Told};
use async_trait::async_trait;
use domain::Timestamp;
use domain::amount::Amount;
use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::ledger::Ledger;
use domain::points::{Account, AccountChanges};

use crate::rows::Written;
use crate::rows::json::variables_text;
use crate::rows::transfer::{
    self, BALANCE, BALANCE_WIDTH, LOT, OPEN, written_balance, written_movement,
};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl AccountRepo for SeaUow {
    async fn find(&self, customer: CustomerId) -> Result<Account, StorageError> {
        let text = format!(
            "SELECT {BALANCE}, {LOT} FROM account a \
             LEFT JOIN transfer t ON t.store = a.store AND t.customer_id = a.customer_id \
             AND {OPEN} WHERE a.store = $1 AND a.customer_id = $2"
        );
        let sql = Sql::new(text, [self.store().into(), customer.0.into()]);
        let rows = self
            .all(sql, |row| Ok((transfer::balance(row, 0)?, transfer::lot(row, BALANCE_WIDTH)?)));
        let mut sums = None;
        let mut lots = vec![];
        for (found, lot) in rows.await? {
            sums = found;
            lots.extend(lot);
        }
        let (balance, version) = sums.unwrap_or_default();
        Ok(Account::restore(Ledger::restore(customer, balance, lots), version))
    }

    async fn owner(&self, transfer: TransferId) -> Result<Option<CustomerId>, StorageError> {
        let text = "SELECT customer_id FROM transfer WHERE store = $1 AND id = $2";
        let sql = Sql::new(text, [self.store().into(), transfer.0.into()]);
        self.one(sql, |row| row.try_get_by_index(0).map(CustomerId)).await
    }

    async fn earned_since(
        &self,
        customer: CustomerId,
        since: Timestamp,
    ) -> Result<Amount, StorageError> {
        let text = "SELECT CAST(coalesce(sum(value), 0) AS bigint) FROM transfer \
                    WHERE store = $1 AND customer_id = $2 AND created_at > $3 \
                    AND kind = 'adding' AND state <> 'canceled'";
        let since = since.timestamp_micros();
        self.sum(Sql::new(text, [self.store().into(), customer.0.into(), since.into()])).await
    }

    async fn granted(&self, sale: TransactionId) -> Result<Amount, StorageError> {
        let text = "SELECT CAST(coalesce(sum(value), 0) AS bigint) FROM transfer \
                    WHERE store = $1 AND transaction_id = $2 \
                    AND kind = 'adding' AND state <> 'canceled'";
        self.sum(Sql::new(text, [self.store().into(), sale.0.into()])).await
    }

    async fn revoked(&self, sale: TransactionId) -> Result<Amount, StorageError> {
        let text = "SELECT CAST(coalesce(sum(value), 0) AS bigint) FROM transfer \
                    WHERE store = $1 AND revised_id = $2 AND kind = 'spending'";
        self.sum(Sql::new(text, [self.store().into(), sale.0.into()])).await
    }

    async fn save(&self, changes: AccountChanges, told: Vec<Told>) -> Result<(), StorageError> {
        let AccountChanges { customer, balance, read_version, movements, transfers, lots } =
            changes;
        let version = read_version + i64::try_from(movements.len()).unwrap_or(i64::MAX);
        let key = || vec![("store", self.store().into()), ("customer_id", customer.0.into())];
        if read_version == 0 {
            // Whoever has no points yet may still have a row.
            let row = key().into_iter().chain(written_balance(&balance, version)).collect();
            let mut sql = sql::insert("account", [row]);
            sql.text.push_str(
                " ON CONFLICT (store, customer_id) DO UPDATE SET \
                 available = excluded.available, from_peers = excluded.from_peers, \
                 earned = excluded.earned, used = excluded.used, expired = excluded.expired, \
                 locked = excluded.locked, version = excluded.version WHERE account.version = 0",
            );
            self.execute_unless_stale(sql).await?;
        } else {
            let mut address = key();
            address.push(("version", read_version.into()));
            let changes = written_balance(&balance, version);
            self.execute_unless_stale(sql::update("account", address, changes)).await?;
        }
        let store = || ("store", self.store().into());
        let rows = transfers.iter().map(|it| with(store(), transfer::written(it))).collect();
        self.insert_all("transfer", rows).await?;
        for lot in &lots {
            let changes = vec![
                ("state", lot.state.as_str().into()),
                ("remaining", lot.remaining.ten_thousandths().into()),
            ];
            let address = self.address(lot.id.0);
            self.execute_unless_stale(sql::update("transfer", address, changes)).await?;
        }
        let movement = |(seq, it)| with(store(), written_movement(customer, seq, it));
        let rows = (read_version + 1..).zip(&movements).map(movement).collect();
        self.insert_all("movement", rows).await?;
        let rows = told_rows(self.store(), customer, read_version, &told).collect();
        self.insert_all("history", rows).await
    }
}

fn with(first: (&'static str, sea_orm::Value), mut row: Written) -> Written {
    row.insert(0, first);
    row
}

/// Lines of the history about points. They are numbered by movements: those are at least as many.
pub(super) fn told_rows(
    store: &str,
    customer: CustomerId,
    read_version: i64,
    told: &[Told],
) -> impl Iterator<Item = Written> {
    let row = move |(n, Told { after, entry }): (i64, &Told)| -> Written {
        vec![
            ("store", store.into()),
            ("customer_id", customer.0.into()),
            ("seq", (*after).into()),
            ("n", n.into()),
            ("type", entry.event.name().into()),
            ("at", entry.at.timestamp_micros().into()),
            ("variables", variables_text(entry.event.variables()).into()),
            ("balance", entry.balance.ten_thousandths().into()),
        ]
    };
    (read_version + 1..).zip(told).map(row)
}
