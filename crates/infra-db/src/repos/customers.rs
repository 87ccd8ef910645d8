//! Customers: the row, the labels beside it, and the history.

use application::ports::{Contacts, CustomerRepo, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::contact::{Email, Phone, phone_key};
use domain::customer::{Customer, CustomerEvent, CustomerState};
use domain::ids::CustomerId;
use domain::ledger::Balance;
use domain::settings::Identification;
use domain::text::{Text, folded};

use crate::rows::Written;
use crate::rows::customer::{COLUMNS, from_row, written};
use crate::rows::json::variables_text;
use crate::rows::transfer::written_balance;
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

/// How many registrations of a store can be counted at the same time.
const COUNT_PARTS: i64 = 32;

#[async_trait]
impl CustomerRepo for SeaUow {
    async fn find(&self, id: CustomerId) -> Result<Option<Customer>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM customer c \
             WHERE c.store = $1 AND c.id = $2 AND c.status <> 'deleted'{lock}"
        );
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn find_by_phone(&self, phone: &str) -> Result<Option<Customer>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM customer c \
             WHERE c.store = $1 AND c.phone_key = $2 AND c.status <> 'deleted'{lock}"
        );
        let values = [self.store().into(), phone_key(phone).into()];
        self.one(Sql::new(text, values), from_row).await
    }

    async fn active_by(
        &self,
        by: Identification,
        value: &str,
    ) -> Result<Vec<CustomerId>, StorageError> {
        let (column, value) = match by {
            Identification::Phone => ("phone_key", phone_key(value).to_owned()),
            Identification::LoyaltyCardNumber => ("loyalty_card_key", folded(value)),
            Identification::Email => ("email", folded(value)),
        };
        let text = format!(
            "SELECT c.id FROM customer c WHERE c.store = $1 AND c.{column} = $2 \
             AND c.{column} <> '' AND c.status <> 'deleted' AND c.status = 'active' LIMIT 2"
        );
        let sql = Sql::new(text, [self.store().into(), value.into()]);
        self.all(sql, |row| row.try_get_by_index(0).map(CustomerId)).await
    }

    async fn taken(
        &self,
        contacts: &Contacts,
        except: Option<CustomerId>,
    ) -> Result<Contacts, StorageError> {
        let Contacts { email, phone, loyalty_card } = contacts;
        // One index each; a value that is not asked about is NULL and equals nothing.
        let text = "SELECT \
            EXISTS (SELECT 1 FROM customer WHERE store = $1 AND email = $2 AND id <> $5), \
            EXISTS (SELECT 1 FROM customer WHERE store = $1 AND phone_key = $3 AND id <> $5), \
            EXISTS (SELECT 1 FROM customer WHERE store = $1 AND loyalty_card = $4 \
                AND loyalty_card <> '' AND id <> $5)";
        let values = [
            self.store().into(),
            email.as_ref().map(Email::as_str).into(),
            phone.as_ref().map(Phone::key).into(),
            loyalty_card.as_ref().map(Text::as_str).into(),
            except.map(|it| it.0).unwrap_or_default().into(),
        ];
        let found = self.one(Sql::new(text, values), |row| {
            Ok([row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?])
        });
        let [email_taken, phone_taken, card_taken] = found.await?.unwrap_or_default();
        Ok(Contacts {
            email: email.clone().filter(|_| email_taken),
            phone: phone.clone().filter(|_| phone_taken),
            loyalty_card: loyalty_card.clone().filter(|_| card_taken),
        })
    }

    async fn shows_avatar(&self, path: &str) -> Result<bool, StorageError> {
        let text = "SELECT 1 FROM customer WHERE avatar_path = $1 AND store = $2 LIMIT 1";
        let sql = Sql::new(text, [path.into(), self.store().into()]);
        Ok(self.one(sql, |_| Ok(())).await?.is_some())
    }

    async fn save(&self, mut customer: Customer) -> Result<(), StorageError> {
        let events = customer.take_events();
        let read_version = customer.read_version();
        let state = customer.state();
        let address = self.address(state.id.0);
        let ends_sessions = events.iter().any(|(_, event)| {
            use CustomerEvent::{Activated, Anonymized, Deactivated, Deleted};
            matches!(event, Activated | Anonymized | Deactivated | Deleted)
        });
        if read_version == 0 {
            let row = address.into_iter().chain(written(state)).collect();
            self.execute(sql::insert("customer", [row])).await?;
            self.write_labels(state).await?;
            self.execute(sql::insert("account", [account_row(self.store(), state.id)])).await?;
            self.count_customers(state.id, 1).await?;
        } else {
            self.update_customer(state, read_version, &events).await?;
            if events.iter().any(|(_, event)| *event == CustomerEvent::Deleted) {
                self.count_customers(state.id, -1).await?;
            }
        }
        if events
            .iter()
            .any(|(_, it)| matches!(it, CustomerEvent::Anonymized | CustomerEvent::Deleted))
        {
            self.erased();
        }
        self.write_history(state.id, read_version, &events).await?;
        if ends_sessions {
            self.wrote_cached();
        }
        Ok(())
    }
}

impl SeaUow {
    async fn update_customer(
        &self,
        state: &CustomerState,
        read_version: i64,
        events: &[(Timestamp, CustomerEvent)],
    ) -> Result<(), StorageError> {
        let mut address = self.address(state.id.0);
        address.push(("version", read_version.into()));
        self.execute_unless_stale(sql::update("customer", address, written(state))).await?;
        // Only these change labels.
        let may_differ = events.iter().any(|(_, event)| {
            use CustomerEvent::{Anonymized, Deleted, DetailsUpdated};
            matches!(event, DetailsUpdated | Anonymized | Deleted)
        });
        if may_differ {
            let labels = vec![("store", self.store().into()), ("customer_id", state.id.0.into())];
            self.execute(sql::delete("customer_label", labels)).await?;
            self.write_labels(state).await?;
        }
        Ok(())
    }

    /// Keeps the total that lists show.
    async fn count_customers(&self, id: CustomerId, change: i64) -> Result<(), StorageError> {
        self.count(part(id), change).await
    }

    pub(super) async fn count(&self, part: i64, change: i64) -> Result<(), StorageError> {
        let text = "INSERT INTO customer_count (store, part, customers) VALUES ($1, $2, $3) \
                    ON CONFLICT (store, part) DO UPDATE \
                    SET customers = customer_count.customers + excluded.customers";
        let values = [self.store().into(), part.into(), change.into()];
        self.execute(Sql::new(text, values)).await?;
        Ok(())
    }

    async fn write_labels(&self, state: &CustomerState) -> Result<(), StorageError> {
        let rows: Vec<_> = label_rows(self.store(), state).collect();
        // Well below the number of values that one statement may have.
        for some in rows.chunks(1000) {
            self.execute(sql::insert("customer_label", some.iter().cloned())).await?;
        }
        Ok(())
    }

    async fn write_history(
        &self,
        id: CustomerId,
        read_version: i64,
        events: &[(Timestamp, CustomerEvent)],
    ) -> Result<(), StorageError> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = history_rows(self.store(), id, read_version, events);
        self.execute(sql::insert("history", rows)).await?;
        Ok(())
    }
}

/// The part of the total in which a customer is counted: its id names it.
pub(super) fn part(id: CustomerId) -> i64 {
    i64::from(id.0.as_bytes()[15]) % COUNT_PARTS
}

/// The account that everybody has (behaviour 3.12.1), without points.
pub(super) fn account_row(store: &str, id: CustomerId) -> Written {
    let key = vec![("store", store.into()), ("customer_id", id.0.into())];
    key.into_iter().chain(written_balance(&Balance::default(), 0)).collect()
}

pub(super) fn label_rows(store: &str, state: &CustomerState) -> impl Iterator<Item = Written> {
    let row = move |(position, label): (i64, &domain::label::Label)| -> Written {
        vec![
            ("store", store.into()),
            ("customer_id", state.id.0.into()),
            ("position", position.into()),
            ("key", label.key.as_str().into()),
            ("value", label.value.as_str().into()),
        ]
    };
    (0..).zip(&state.profile.labels).map(row)
}

/// The first of `events` follows on version `read_version`.
pub(super) fn history_rows(
    store: &str,
    id: CustomerId,
    read_version: i64,
    events: &[(Timestamp, CustomerEvent)],
) -> impl Iterator<Item = Written> {
    let row = move |(seq, (at, event)): (i64, &(Timestamp, CustomerEvent))| -> Written {
        vec![
            ("store", store.into()),
            ("customer_id", id.0.into()),
            ("seq", seq.into()),
            ("type", event.name().into()),
            ("at", at.timestamp_micros().into()),
            ("variables", variables_text(event.variables()).into()),
        ]
    };
    (read_version + 1..).zip(events).map(row)
}
