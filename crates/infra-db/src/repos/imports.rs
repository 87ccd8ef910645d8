//! Many new customers in few statements, and how far an import got.

use std::collections::HashSet;

use application::ports::{Contacts, ImportRepo, Newcomer, Progress, StorageError, Told};
use async_trait::async_trait;
use domain::contact::{Email, Phone};
use domain::points::AccountChanges;
use domain::text::Text;
use sea_orm::DbErr;

use super::accounts::told_rows;
use super::customers::{account_row, history_rows, label_rows, part};
use super::rules::written_use;
use crate::rows::transfer::{self, written_balance, written_movement};
use crate::rows::{Written, audit, customer, event, job, login};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl ImportRepo for SeaUow {
    async fn taken(&self, claimed: &[Contacts]) -> Result<Vec<Contacts>, StorageError> {
        let emails = claimed.iter().filter_map(|it| it.email.as_ref()).map(Email::as_str);
        let phones = claimed.iter().filter_map(|it| it.phone.as_ref()).map(Phone::key);
        let cards = claimed.iter().filter_map(|it| it.loyalty_card.as_ref()).map(Text::as_str);
        self.plan_anew(true).await?;
        let emails = self.used("email", emails).await?;
        let phones = self.used("phone_key", phones).await?;
        let cards = self.used("loyalty_card", cards).await?;
        self.plan_anew(false).await?;
        let taken = |Contacts { email, phone, loyalty_card }: &Contacts| Contacts {
            email: email.clone().filter(|it| emails.contains(it.as_str())),
            phone: phone.clone().filter(|it| phones.contains(it.key())),
            loyalty_card: loyalty_card.clone().filter(|it| cards.contains(it.as_str())),
        };
        Ok(claimed.iter().map(taken).collect())
    }

    async fn add(&self, newcomers: Vec<Newcomer>) -> Result<(), StorageError> {
        let store = || ("store", self.store().into());
        let mut rows = Rows::default();
        // All in one part: only the sum of the parts says something.
        let (part, number) = (newcomers.first().map(|it| part(it.customer.id())), newcomers.len());
        for Newcomer { mut customer, account, uses, login, jobs, audit, events } in newcomers {
            let happened = customer.take_events();
            let (state, read_version) = (customer.state(), customer.read_version());
            let row = self.address(state.id.0).into_iter().chain(customer::written(state));
            // Somebody who was a member elsewhere has totals without purchases.
            let moved = [("moved", account.is_none().into())];
            rows.customers.push(row.chain(moved).collect());
            match account {
                None => rows.accounts.push(account_row(self.store(), state.id)),
                Some((changes, told)) => rows.add_account(self.store(), &changes, &told),
            }
            rows.uses.extend(uses.iter().map(|it| written_use(self.store(), it)));
            rows.labels.extend(label_rows(self.store(), state));
            rows.history.extend(history_rows(self.store(), state.id, read_version, &happened));
            let mut row = login::address(self.store(), login.user);
            row.extend(login::written(&login));
            rows.logins.push(row);
            rows.jobs.extend(jobs.iter().map(job::written));
            rows.audit.extend(audit.iter().map(|it| audit::written(self.store(), it)));
            rows.jobs.extend(events.iter().map(|it| job::written(&self.relay(it))));
            let told = |it| [store()].into_iter().chain(event::written(it)).collect();
            rows.events.extend(events.iter().map(told));
        }
        let Rows {
            customers,
            accounts,
            transfers,
            movements,
            uses,
            labels,
            history,
            told,
            logins,
            jobs,
            audit,
            events,
        } = rows;
        self.insert_all("customer", customers).await?;
        self.insert_all("account", accounts).await?;
        self.insert_all("transfer", transfers).await?;
        self.weigh_transfers().await?;
        self.insert_all("movement", movements).await?;
        self.insert_all("rule_use", uses).await?;
        self.insert_all("customer_label", labels).await?;
        if let Some(part) = part {
            self.count(part, i64::try_from(number).unwrap_or(i64::MAX)).await?;
        }
        self.insert_all("history", history).await?;
        self.insert_all("history", told).await?;
        self.insert_all("login", logins).await?;
        self.insert_all("job", jobs).await?;
        self.insert_all("audit_log", audit).await?;
        self.insert_all("outbox", events).await?;
        self.added_jobs();
        Ok(())
    }

    async fn progress(&self, file: &str) -> Result<Option<Progress>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT processed, failed, finished FROM import_run WHERE store = $1 AND file = $2{lock}"
        );
        self.one(Sql::new(text, [self.store().into(), file.into()]), |row| {
            let number = |at| -> Result<u64, DbErr> {
                let number: i64 = row.try_get_by_index(at)?;
                u64::try_from(number).map_err(|_| DbErr::Custom("import_run: below zero".into()))
            };
            Ok(Progress {
                processed: number(0)?,
                failed: number(1)?,
                finished: row.try_get_by_index(2)?,
            })
        })
        .await
    }

    async fn save_progress(&self, file: &str, progress: Progress) -> Result<(), StorageError> {
        let Progress { processed, failed, finished } = progress;
        let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
        let row = vec![
            ("store", self.store().into()),
            ("file", file.into()),
            ("processed", number(processed).into()),
            ("failed", number(failed).into()),
            ("finished", finished.into()),
        ];
        let mut sql = sql::insert("import_run", [row]);
        sql.text.push_str(
            " ON CONFLICT (store, file) DO UPDATE SET processed = excluded.processed, \
             failed = excluded.failed, finished = excluded.finished",
        );
        self.execute(sql).await.map(drop)
    }
}

/// What is written, table by table.
#[derive(Default)]
struct Rows {
    customers: Vec<Written>,
    accounts: Vec<Written>,
    transfers: Vec<Written>,
    movements: Vec<Written>,
    uses: Vec<Written>,
    labels: Vec<Written>,
    history: Vec<Written>,
    told: Vec<Written>,
    logins: Vec<Written>,
    jobs: Vec<Written>,
    audit: Vec<Written>,
    events: Vec<Written>,
}

impl Rows {
    /// The account of a newcomer with what it got at once.
    fn add_account(&mut self, store: &str, changes: &AccountChanges, told: &[Told]) {
        let AccountChanges { customer, balance, read_version, movements, transfers, lots: _ } =
            changes;
        let version = read_version + i64::try_from(movements.len()).unwrap_or(i64::MAX);
        let key = [("store", store.into()), ("customer_id", customer.0.into())];
        self.accounts.push(key.into_iter().chain(written_balance(balance, version)).collect());
        let of_store = |row: Written| -> Written {
            [("store", store.into())].into_iter().chain(row).collect()
        };
        self.transfers.extend(transfers.iter().map(|it| of_store(transfer::written(it))));
        let numbered = (read_version + 1..).zip(movements);
        self.movements
            .extend(numbered.map(|(seq, it)| of_store(written_movement(*customer, seq, it))));
        self.told.extend(told_rows(store, *customer, *read_version, told));
    }
}

impl SeaUow {
    /// Whether PostgreSQL plans each statement for the table as it is now. It would go on with a
    /// plan from when the table was small, and read all of it, until it is analyzed again.
    async fn plan_anew(&self, anew: bool) -> Result<(), StorageError> {
        if self.is_sqlite() {
            return Ok(());
        }
        let mode = if anew { "force_custom_plan" } else { "auto" };
        let text = format!("SET LOCAL plan_cache_mode = {mode}");
        self.execute(Sql::new(text, [])).await.map(drop)
    }

    /// To PostgreSQL every index of a table that was never analyzed is as good as another: it
    /// looks each movement's transfer up by one that has the whole store in it, and keeps that
    /// plan.
    async fn weigh_transfers(&self) -> Result<(), StorageError> {
        if self.is_sqlite() {
            return Ok(());
        }
        let text = "SELECT 1 FROM pg_class WHERE oid = 'transfer'::regclass AND reltuples < 1000";
        if self.one(Sql::new(text, []), |_| Ok(())).await?.is_some() {
            self.execute(Sql::new("ANALYZE transfer", [])).await?;
        }
        Ok(())
    }

    /// Those of `values` that a customer has in `column`.
    async fn used<'a>(
        &self,
        column: &str,
        values: impl Iterator<Item = &'a str> + Send,
    ) -> Result<HashSet<String>, StorageError> {
        let values: Vec<_> = values.collect();
        let mut used = HashSet::new();
        for some in sql::sized(values) {
            let marks: Vec<_> = (2..some.len() + 2).map(|it| format!("${it}")).collect();
            // Says what the index of cards leaves out.
            let text = format!(
                "SELECT {column} FROM customer WHERE store = $1 AND {column} IN ({}) \
                 AND {column} <> ''",
                marks.join(", ")
            );
            let values = [self.store().into()].into_iter().chain(some.into_iter().map(Into::into));
            let found = self.all(Sql::new(text, values), |row| row.try_get_by_index(0)).await?;
            used.extend::<Vec<String>>(found);
        }
        Ok(used)
    }

    pub(super) async fn insert_all(
        &self,
        table: &str,
        rows: Vec<Written>,
    ) -> Result<(), StorageError> {
        for some in sql::sized(rows) {
            self.execute(self.insert_of_many(table, some)).await?;
        }
        Ok(())
    }
}
