//! Purchases with what they earned and where they were made.

use application::ports::{
    Direction, Listing, StorageError, TransactionQuery, TransactionSort, TransactionView,
};
use domain::amount::Amount;
use domain::contact::phone_key;
use domain::ids::TransactionId;
use domain::text::folded;
use sea_orm::{DbBackend, DbErr, QueryResult, Value};

use super::condition::like_pattern;
use super::{StoreReads, ask};
use crate::rows::purchase::{COLUMNS, WIDTH, from_row};
use crate::sql::Sql;

const FROM: &str = "FROM purchase d LEFT JOIN pos p ON p.store = d.store AND p.id = d.pos_id";

/// What a purchase earned; nothing that was cancelled.
const EARNED: &str = "(SELECT CAST(coalesce(sum(t.value), 0) AS bigint) FROM transfer t \
    WHERE t.store = d.store AND t.transaction_id = d.id AND t.kind = 'adding' \
    AND t.state <> 'canceled')";

impl StoreReads {
    pub(super) async fn purchase_list(
        &self,
        query: &TransactionQuery,
    ) -> Result<Listing<TransactionView>, StorageError> {
        let TransactionQuery { number, name, email, phone, loyalty_card, .. } = query;
        let texts = [number, name, email, phone, loyalty_card];
        if !texts.into_iter().flatten().all(|it| ask::can_be_stored(it)) {
            return Ok(Listing { items: vec![], total: 0 });
        }
        let backend = self.db().get_database_backend();
        let (page, total) = statements(backend, self.store(), query);
        ask::listing(self.db(), page, total, view).await
    }

    pub(super) async fn purchase_view(
        &self,
        id: TransactionId,
    ) -> Result<Option<TransactionView>, StorageError> {
        let text =
            format!("SELECT {COLUMNS}, {EARNED}, p.name {FROM} WHERE d.store = $1 AND d.id = $2");
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), view).await
    }
}

/// The page, and the count of all.
pub(super) fn statements(backend: DbBackend, store: Value, query: &TransactionQuery) -> (Sql, Sql) {
    let mut clauses = vec!["d.store = $1".to_owned()];
    let mut values = vec![store];
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let exact: [(&str, Option<Value>); 4] = [
        ("d.customer_id", query.customer.map(|it| it.0.into())),
        ("d.pos_id", query.pos.map(|it| it.0.into())),
        ("d.is_return", query.returns.map(Into::into)),
        ("d.number", query.number.as_deref().map(Into::into)),
    ];
    for (column, value) in exact {
        if let Some(value) = value {
            clauses.push(format!("{column} = {}", bind(value)));
        }
    }
    for (key, value) in &query.labels {
        let mut wanted = format!("l.key = {}", bind(key.as_str().into()));
        if let Some(value) = value {
            wanted = format!("{wanted} AND l.value = {}", bind(value.as_str().into()));
        }
        clauses.push(format!(
            "EXISTS (SELECT 1 FROM purchase_label l WHERE l.store = d.store \
                 AND l.purchase_id = d.id AND {wanted})"
        ));
    }
    let texts = [
        ("d.name_key", query.name.as_deref().map(folded)),
        ("d.email_key", query.email.as_deref().map(folded)),
        ("d.phone_key", query.phone.as_deref().map(|it| phone_key(it).to_owned())),
        ("d.loyalty_card_key", query.loyalty_card.as_deref().map(folded)),
    ];
    for (column, text) in texts {
        let Some(text) = text else { continue };
        clauses.push(if backend == DbBackend::Postgres {
            format!("{column} LIKE {}", bind(like_pattern(&text).into()))
        } else {
            format!("instr({column}, {}) > 0", bind(text.into()))
        });
    }
    let condition = clauses.join(" AND ");
    let total = format!("SELECT count(*) FROM purchase d WHERE {condition}");
    let total = Sql::new(total, values.clone());
    values.extend(ask::slice(query.page));
    let page = format!(
        "SELECT {COLUMNS}, {EARNED}, p.name {FROM} WHERE {condition} ORDER BY {} \
             LIMIT ${} OFFSET ${}",
        order(query.sort, query.direction),
        values.len() - 1,
        values.len(),
    );
    (Sql::new(page, values), total)
}

fn order(sort: TransactionSort, direction: Direction) -> String {
    let direction = ask::keyword(direction);
    let column = match sort {
        TransactionSort::PurchaseDate => "d.purchased_at",
        TransactionSort::DocumentNumber => return format!("d.number {direction}"),
        TransactionSort::GrossValue => "d.gross",
    };
    format!("{column} {direction}, d.id {direction}")
}

fn view(row: &QueryResult) -> Result<TransactionView, DbErr> {
    Ok(TransactionView {
        document: from_row(row)?,
        points_earned: Amount::from_ten_thousandths(row.try_get_by_index(WIDTH)?),
        pos_name: row.try_get_by_index(WIDTH + 1)?,
    })
}
