//! Transfers with whose they are, and the purchases that caused them.

use application::ports::{Listing, StorageError, TransferQuery, TransferView};
use sea_orm::{DbBackend, DbErr, QueryResult, Value};

use super::condition::Condition;
use super::{StoreReads, ask};
use crate::rows::transfer;
use crate::sql::Sql;

const FROM: &str = "FROM transfer t \
    JOIN customer c ON c.store = t.store AND c.id = t.customer_id";

const PURCHASES: &str = "LEFT JOIN purchase d ON d.store = t.store AND d.id = t.transaction_id \
    LEFT JOIN purchase r ON r.store = t.store AND r.id = t.revised_id \
    LEFT JOIN pos p ON p.store = t.store AND p.id = d.pos_id";

impl StoreReads {
    pub(super) async fn transfer_list(
        &self,
        query: &TransferQuery,
    ) -> Result<Listing<TransferView>, StorageError> {
        let backend = self.db().get_database_backend();
        let (page, total) = statements(backend, self.store(), query);
        ask::listing(self.db(), page, total, view).await
    }
}

/// The page, and the count of all.
pub(super) fn statements(backend: DbBackend, store: Value, query: &TransferQuery) -> (Sql, Sql) {
    let mut condition = Condition::of_owner(backend, store, query);
    let mut clauses = vec!["t.store = $1".to_owned()];
    if !condition.text.is_empty() {
        clauses.push(std::mem::take(&mut condition.text));
    }
    if let Some(customer) = query.customer {
        clauses.push(format!("t.customer_id = {}", condition.bind(customer.0)));
    }
    if let Some(kind) = query.kind {
        clauses.push(format!("t.kind = {}", condition.bind(kind.as_str())));
    }
    if !query.states.is_empty() {
        let states: Vec<_> = query.states.iter().map(|it| condition.bind(it.as_str())).collect();
        clauses.push(format!("t.state IN ({})", states.join(", ")));
    }
    if let Some(after) = query.created_after {
        clauses.push(format!("t.created_at > {}", condition.bind(after.timestamp_micros())));
    }
    if let Some(until) = query.expires_until {
        let until = condition.bind(until.timestamp_micros());
        clauses.push(format!(
            "t.expires_at <= {until} AND t.kind IN ('adding', 'p2p_adding') \
             AND t.state = 'active' AND t.remaining > 0"
        ));
    }
    let text = clauses.join(" AND ");
    let total = format!("SELECT count(*) {FROM} WHERE {text}");
    let total = Sql::new(total, condition.values.clone());
    let [limit, offset] = ask::slice(query.page);
    let (limit, offset) = (condition.bind(limit), condition.bind(offset));
    let page = format!(
        "SELECT {}, c.first_name, c.last_name, c.email, c.phone, c.loyalty_card, d.number, \
         r.number, p.name, p.identifier {FROM} {PURCHASES} WHERE {text} \
         ORDER BY t.created_at DESC, t.id DESC LIMIT {limit} OFFSET {offset}",
        transfer::COLUMNS,
    );
    (Sql::new(page, condition.values), total)
}

fn view(row: &QueryResult) -> Result<TransferView, DbErr> {
    let text = |at| row.try_get_by_index::<Option<String>>(transfer::WIDTH + at);
    Ok(TransferView {
        transfer: transfer::from_row(row)?,
        first_name: text(0)?.unwrap_or_default(),
        last_name: text(1)?.unwrap_or_default(),
        email: text(2)?,
        phone: text(3)?,
        loyalty_card: text(4)?,
        document: text(5)?,
        revised_document: text(6)?,
        pos_name: text(7)?,
        pos_identifier: text(8)?,
    })
}
