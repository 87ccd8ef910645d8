//! Customers: one, a page of them, the ones a till asks for.

use std::sync::LazyLock;

use application::ports::{
    CustomerPage, CustomerQuery, CustomerRef, CustomerView, LevelLabel, Listing, SortPosition,
    StorageError, TillSearch,
};
use domain::amount::Fraction;
use domain::contact::phone_key;
use domain::customer::Placement;
use domain::ids::CustomerId;
use domain::text::folded;
use sea_orm::{DbBackend, DbErr, QueryResult};
use uuid::Uuid;

use super::condition::Condition;
use super::sorts::Sort;
use super::{StoreReads, ask, list};
use crate::rows::{customer, json, reward};
use crate::sql::Sql;

/// The tables that a view takes from, beside `customer c`.
pub const JOINS: &str = "LEFT JOIN level l ON l.store = c.store AND l.id = c.level_id \
                         LEFT JOIN pos p ON p.store = c.store AND p.id = c.pos_id";

/// Whatever is selected after a view starts here.
const WIDTH: usize = customer::WIDTH + 4;

const BY_ID: &str = "c.store = $1 AND c.status <> 'deleted' AND c.id = $2";

/// The index of cards holds only those that are not empty.
const BY_CARD: &str =
    "c.store = $1 AND c.status <> 'deleted' AND c.loyalty_card = $2 AND c.loyalty_card <> ''";

/// So few matches are found first and sorted then, instead of being met on a walk through the
/// order of the list.
const FEW: u64 = 1000;

/// Counting a million rows takes longer than all the rest, so their number is kept.
const EVERYBODY: &str =
    "SELECT CAST(coalesce(sum(customers), 0) AS bigint) FROM customer_count WHERE store = $1";

/// Statements that one engine spells in its own way.
pub struct Texts {
    /// What every view of a customer selects; [`view`] reads it.
    pub view: String,
    by_id: String,
    by_card: String,
}

static OF_SQLITE: LazyLock<Texts> = LazyLock::new(|| Texts::new(true));
static OF_POSTGRES: LazyLock<Texts> = LazyLock::new(|| Texts::new(false));

/// The segments of the customer `c`.
const MEMBERSHIPS: &str = "FROM segment_member m \
    JOIN segment s ON s.store = m.store AND s.id = m.segment_id \
    WHERE m.store = c.store AND m.customer_id = c.id";

/// What the customer `c` bought.
const REWARDS: &str = "WHERE r.store = c.store AND r.customer_id = c.id";

impl Texts {
    pub fn of(backend: DbBackend) -> &'static Self {
        if backend == DbBackend::Sqlite { &OF_SQLITE } else { &OF_POSTGRES }
    }

    fn new(is_sqlite: bool) -> Self {
        let rewards = format!("FROM campaign_purchase r {} {REWARDS}", reward::COUPON);
        let rewards = gathered(is_sqlite, &reward::LISTED, "r.bought_at, r.id", &rewards);
        let segments = gathered(is_sqlite, &["id:s.id", "s.name"], "s.name, s.id", MEMBERSHIPS);
        let view = format!(
            "{}, l.translations, l.reward_value, p.identifier, {rewards}",
            customer::COLUMNS
        );
        let details = format!("SELECT {view}, {segments} FROM customer c {JOINS}");
        Self {
            by_id: format!("{details} WHERE {BY_ID}"),
            by_card: format!("{details} WHERE {BY_CARD}"),
            view,
        }
    }
}

/// Rows of another table as one JSON text, a list for each; what is marked as an id is written so
/// that it reads back.
fn gathered(is_sqlite: bool, columns: &[&str], order: &str, from: &str) -> String {
    let column = |it: &&str| match it.strip_prefix("id:") {
        Some(id) if is_sqlite => format!("lower(hex({id}))"),
        Some(id) => id.to_owned(),
        None => (*it).to_owned(),
    };
    let columns = columns.iter().map(column).collect::<Vec<_>>().join(", ");
    if is_sqlite {
        format!("(SELECT json_group_array(json_array({columns}) ORDER BY {order}) {from})")
    } else {
        format!(
            "(SELECT CAST(coalesce(json_agg(json_build_array({columns}) ORDER BY {order}), '[]') \
             AS text) {from})"
        )
    }
}

static ID_BY_ID: LazyLock<String> =
    LazyLock::new(|| format!("SELECT c.id FROM customer c WHERE {BY_ID}"));

static ID_BY_CARD: LazyLock<String> =
    LazyLock::new(|| format!("SELECT c.id FROM customer c WHERE {BY_CARD}"));

/// The statement for one customer's details by store and id, for whoever measures against it.
pub fn details_statement(is_sqlite: bool) -> &'static str {
    if is_sqlite { &OF_SQLITE.by_id } else { &OF_POSTGRES.by_id }
}

impl StoreReads {
    pub(super) async fn customer_view(
        &self,
        who: &CustomerRef,
    ) -> Result<Option<CustomerView>, StorageError> {
        let texts = Texts::of(self.db().get_database_backend());
        self.customer_by(who, &texts.by_id, &texts.by_card, details).await
    }

    pub(super) async fn customer_id(
        &self,
        who: &CustomerRef,
    ) -> Result<Option<CustomerId>, StorageError> {
        let id = |row: &QueryResult| row.try_get_by_index::<Uuid>(0).map(CustomerId);
        self.customer_by(who, &ID_BY_ID, &ID_BY_CARD, id).await
    }

    async fn customer_by<T>(
        &self,
        who: &CustomerRef,
        by_id: &str,
        by_card: &str,
        read: impl Fn(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<Option<T>, StorageError> {
        if let Some(id) = who.id {
            let found = ask::one(self.db(), Sql::new(by_id, [self.store(), id.0.into()]), &read);
            if let Some(found) = found.await? {
                return Ok(Some(found));
            }
        }
        if !ask::can_be_stored(&who.card) {
            return Ok(None);
        }
        let sql = Sql::new(by_card, [self.store(), who.card.as_str().into()]);
        ask::one(self.db(), sql, read).await
    }

    pub(super) async fn customer_page(
        &self,
        query: &CustomerQuery,
    ) -> Result<CustomerPage, StorageError> {
        let backend = self.db().get_database_backend();
        let condition = Condition::of_filter(backend, self.store(), &query.filter);
        let count = if query.filter.is_empty() {
            Sql::new(EVERYBODY, [self.store()])
        } else {
            let text = format!("SELECT count(*) FROM customer c WHERE {}", condition.text);
            Sql::new(text, condition.values.clone())
        };
        let sort = Sort::by(query.sort);
        let read = |row: &QueryResult| Ok((view(row)?, sort.read(row, WIDTH)?));
        let Listing { items, total } = if condition.is_search {
            let total = ask::count(self.db(), count).await?;
            let page = list::page(condition, query, backend, total <= FEW)?;
            Listing { items: ask::all(self.db(), page, read).await?, total }
        } else {
            ask::listing(self.db(), list::page(condition, query, backend, false)?, count, read)
                .await?
        };
        let last = items
            .last()
            .map(|(customer, value)| SortPosition { value: value.clone(), id: customer.state.id });
        let customers = items.into_iter().map(|(customer, _)| customer).collect();
        Ok(CustomerPage { customers, total, last })
    }

    pub(super) async fn customers_at_till(
        &self,
        search: &TillSearch,
        limit: u64,
    ) -> Result<Vec<CustomerView>, StorageError> {
        let backend = self.db().get_database_backend();
        let mut condition = Condition::of_search(backend, self.store(), search);
        let limit = condition.bind(ask::whole(limit));
        let text = format!(
            "SELECT {} FROM (SELECT c.id FROM customer c WHERE {} \
             ORDER BY c.last_name_key, c.first_name_key, c.id LIMIT {limit}) found \
             CROSS JOIN customer c {JOINS} WHERE c.store = $1 AND c.id = found.id \
             ORDER BY c.last_name_key, c.first_name_key, c.id",
            Texts::of(backend).view,
            condition.text,
        );
        ask::all(self.db(), Sql::new(text, condition.values), view).await
    }

    pub(super) async fn customers_with_contact(&self, contact: &str) -> Result<u64, StorageError> {
        if !ask::can_be_stored(contact) {
            return Ok(0);
        }
        let text = "SELECT count(*) FROM customer c WHERE c.store = $1 \
                    AND c.status <> 'deleted' AND (c.email = $2 OR c.phone_key = $3)";
        let values = [self.store(), folded(contact).into(), phone_key(contact).into()];
        ask::count(self.db(), Sql::new(text, values)).await
    }
}

/// Reads a view, and the segments after it.
fn details(row: &QueryResult) -> Result<CustomerView, DbErr> {
    let text: String = row.try_get_by_index(WIDTH)?;
    let segments = json::read_segments(&text)
        .map_err(|_| DbErr::Custom("a customer's segments are unreadable".to_owned()))?;
    Ok(CustomerView { segments, ..view(row)? })
}

/// Reads what [`Texts::view`] selects.
fn view(row: &QueryResult) -> Result<CustomerView, DbErr> {
    let state = customer::state(row)?;
    let level = match state.placement.map(Placement::level) {
        None => None,
        Some(id) => {
            let translations: String = row.try_get_by_index(customer::WIDTH)?;
            let translations = json::read_translations(&translations)
                .map_err(|_| DbErr::Custom(format!("level {id}: unreadable translations")))?;
            let reward = row.try_get_by_index(customer::WIDTH + 1)?;
            let reward = Fraction::from_ten_thousandths(reward);
            Some(LevelLabel { id, translations, reward })
        }
    };
    let pos_identifier = row.try_get_by_index(customer::WIDTH + 2)?;
    let text: String = row.try_get_by_index(customer::WIDTH + 3)?;
    let rewards = reward::read_list(state.id, &text)
        .map_err(|_| DbErr::Custom(format!("customer {}: unreadable rewards", state.id)))?;
    Ok(CustomerView { state, level, pos_identifier, rewards, segments: vec![] })
}
