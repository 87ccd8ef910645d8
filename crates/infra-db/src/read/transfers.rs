//! Transfers with whose they are, and the purchases that caused them.

use application::ports::{Listing, StorageError, TransferQuery, TransferView};
use domain::contact::phone_key;
use domain::text::folded;
use sea_orm::{DbBackend, DbErr, QueryResult, Value};

use super::condition::like_pattern;
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
        let mut clauses = vec!["t.store = $1".to_owned()];
        let mut values = vec![self.store()];
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        if let Some(customer) = query.customer {
            clauses.push(format!("t.customer_id = {}", bind(customer.0.into())));
        }
        if let Some(kind) = query.kind {
            clauses.push(format!("t.kind = {}", bind(kind.as_str().into())));
        }
        if !query.states.is_empty() {
            let states: Vec<_> = query.states.iter().map(|it| bind(it.as_str().into())).collect();
            clauses.push(format!("t.state IN ({})", states.join(", ")));
        }
        if let Some(after) = query.created_after {
            clauses.push(format!("t.created_at > {}", bind(after.timestamp_micros().into())));
        }
        if let Some(until) = query.expires_until {
            let until = bind(until.timestamp_micros().into());
            clauses.push(format!(
                "t.expires_at <= {until} AND t.kind IN ('adding', 'p2p_adding') \
                 AND t.state = 'active' AND t.remaining > 0"
            ));
        }
        let texts = [
            ("c.first_name_key", query.first_name.as_deref().map(folded)),
            ("c.last_name_key", query.last_name.as_deref().map(folded)),
            ("c.email", query.email.as_deref().map(folded)),
            ("c.phone_key", query.phone.as_deref().map(|it| phone_key(it).to_owned())),
        ];
        let postgres = self.db().get_database_backend() == DbBackend::Postgres;
        for (column, text) in texts {
            let Some(text) = text else { continue };
            if !ask::can_be_stored(&text) {
                return Ok(Listing { items: vec![], total: 0 });
            }
            clauses.push(if postgres {
                format!("{column} LIKE {}", bind(like_pattern(&text).into()))
            } else {
                format!("instr({column}, {}) > 0", bind(text.into()))
            });
        }
        let condition = clauses.join(" AND ");
        let total = format!("SELECT count(*) {FROM} WHERE {condition}");
        let total = Sql::new(total, values.clone());
        values.extend(ask::slice(query.page));
        let text = format!(
            "SELECT {}, c.first_name, c.last_name, c.email, c.phone, c.loyalty_card, d.number, \
             r.number, p.name, p.identifier {FROM} {PURCHASES} WHERE {condition} \
             ORDER BY t.created_at DESC, t.id DESC LIMIT ${} OFFSET ${}",
            transfer::COLUMNS,
            values.len() - 1,
            values.len(),
        );
        ask::listing(self.db(), Sql::new(text, values), total, view).await
    }
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
