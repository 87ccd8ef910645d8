//! Transfers and documents are read through an index, whatever they are filtered and sorted by, and
//! so is whatever is due.

use application::ports::{Direction, Page, TransactionQuery, TransactionSort, TransferQuery};
use domain::ids::{CustomerId, PosId};
use domain::ledger::LotState;
use domain::points::TransferKind;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend};
use uuid::Uuid;

use super::audit::served;
use super::{Step, postgres_plan, sqlite_plan};
use crate::read::{due, purchases, transfers};
use crate::sql::Sql;

/// Most points are active additions of many customers, most documents their sales, as in life.
const PAPERS: &str = "\
    SET LOCAL session_replication_role = replica; \
    INSERT INTO transfer (store, id, customer_id, kind, state, value, remaining, created_at, \
        expires_at, locked_until, issuer, transaction_id) \
    SELECT 'DEFAULT', gen_random_uuid(), md5((number % 4000)::text)::uuid, \
        CASE WHEN number % 100 = 0 THEN 'p2p_adding' WHEN number % 5 = 0 THEN 'spending' \
            ELSE 'adding' END, \
        CASE WHEN number % 100 = 1 THEN 'canceled' WHEN number % 100 = 2 THEN 'pending' \
            WHEN number % 3 = 0 THEN 'expired' ELSE 'active' END, \
        10000, 10000, number, number, number, 'admin', gen_random_uuid() \
    FROM generate_series(1, 20000) number; \
    INSERT INTO purchase (store, id, number, is_return, purchased_at, pos_id, customer_id, name, \
        name_key, email_key, phone_key, loyalty_card_key, items, labels, exclusions, gross, \
        without_delivery, excluded_for_level, registered_at, version) \
    SELECT 'DEFAULT', md5(number::text)::uuid, 'Nr/' || number, number % 50 = 0, number, \
        md5((number % 100)::text)::uuid, md5((number % 4000)::text)::uuid, word, word, word, \
        word, word, '[]', '[]', '{}', number, number, 0, number, 1 \
    FROM (SELECT number, md5(number::text) AS word FROM generate_series(1, 20000) number) words; \
    INSERT INTO purchase_label (store, purchase_id, position, key, value) \
    SELECT 'DEFAULT', md5(number::text)::uuid, 0, 'key' || number % 200, 'value' || number % 7 \
    FROM generate_series(1, 20000) number; \
    SELECT gin_clean_pending_list('purchase_search'); \
    ANALYZE transfer; ANALYZE purchase; ANALYZE purchase_label";

/// What a list is asked, and the indexes of which one serves it.
type Case = (&'static str, Sql, &'static [&'static str]);

const PAGE: Page = Page { offset: 0, limit: 10 };

#[expect(clippy::unnecessary_wraps, reason = "filters are optional texts")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// What walks an index in the order of the list.
fn in_order(backend: DbBackend) -> Vec<Case> {
    let transfers = |name, query: TransferQuery, indexes| -> Case {
        let query = TransferQuery { page: PAGE, ..query };
        (name, transfers::statements(backend, "DEFAULT".into(), &query).0, indexes)
    };
    let purchases = |name, query: TransactionQuery, indexes| -> Case {
        let query = TransactionQuery { page: PAGE, ..query };
        (name, purchases::statements(backend, "DEFAULT".into(), &query).0, indexes)
    };
    let all = TransferQuery::default;
    let every = TransactionQuery::default;
    let customer = Some(CustomerId(Uuid::from_u128(7)));
    let pos = Some(PosId(Uuid::from_u128(7)));
    let mut cases = vec![
        transfers("all", all(), &["transfer_by_time"]),
        transfers("customer", TransferQuery { customer, ..all() }, &["transfer_by_customer"]),
        transfers(
            "kind",
            TransferQuery { kind: Some(TransferKind::PeerAdding), ..all() },
            &["transfer_by_kind"],
        ),
        transfers(
            "state",
            TransferQuery { states: vec![LotState::Canceled], ..all() },
            &["transfer_by_state"],
        ),
        purchases("customer", TransactionQuery { customer, ..every() }, &["purchase_by_customer"]),
        purchases("pos", TransactionQuery { pos, ..every() }, &["purchase_by_pos"]),
        purchases(
            "returns",
            TransactionQuery { returns: Some(true), ..every() },
            &["purchase_by_kind"],
        ),
    ];
    for direction in [Direction::Asc, Direction::Desc] {
        for (sort, index) in [
            (TransactionSort::PurchaseDate, &["purchase_by_time"]),
            (TransactionSort::DocumentNumber, &["purchase_number"]),
            (TransactionSort::GrossValue, &["purchase_by_gross"]),
        ] {
            cases.push(purchases("sort", TransactionQuery { sort, direction, ..every() }, index));
        }
    }
    cases
}

/// What finds the few that are meant first.
fn found_first(backend: DbBackend) -> Vec<Case> {
    let transfers = |name, query: TransferQuery, indexes| -> Case {
        (name, transfers::statements(backend, "DEFAULT".into(), &query).1, indexes)
    };
    let purchases = |name, query: TransactionQuery, indexes| -> Case {
        (name, purchases::statements(backend, "DEFAULT".into(), &query).1, indexes)
    };
    let all = TransferQuery::default;
    let every = TransactionQuery::default;
    let time = chrono::DateTime::from_timestamp_micros(30);
    let search: &[&str] = &["customer_search"];
    let label = |value: Option<&str>| vec![("key7".to_owned(), value.map(str::to_owned))];
    let mut cases = vec![
        transfers(
            "willExpireTill",
            TransferQuery { expires_until: time, ..all() },
            &["transfer_expiring"],
        ),
        transfers("firstName", TransferQuery { first_name: some("123"), ..all() }, search),
        transfers("lastName", TransferQuery { last_name: some("123"), ..all() }, search),
        transfers("email", TransferQuery { email: some("123"), ..all() }, search),
        transfers("phone", TransferQuery { phone: some("123"), ..all() }, search),
        purchases(
            "number",
            TransactionQuery { number: some("Nr/1"), ..every() },
            &["purchase_number"],
        ),
        purchases(
            "label",
            TransactionQuery { labels: label(None), ..every() },
            &["purchase_label_by_key", "purchase_label_pkey", "PRIMARY KEY"],
        ),
        purchases(
            "label and value",
            TransactionQuery { labels: label(Some("value1")), ..every() },
            &["purchase_label_by_key", "purchase_label_pkey", "PRIMARY KEY"],
        ),
    ];
    // SQLite reads what a till wrote down of every document of the store.
    if backend == DbBackend::Postgres {
        let search: &[&str] = &["purchase_search"];
        cases.extend([
            purchases("name", TransactionQuery { name: some("1234"), ..every() }, search),
            purchases("email", TransactionQuery { email: some("1234"), ..every() }, search),
            purchases("phone", TransactionQuery { phone: some("1234"), ..every() }, search),
            purchases("card", TransactionQuery { loyalty_card: some("1234"), ..every() }, search),
        ]);
    }
    cases
}

/// What time has changed, each with every index that it needs.
fn due_ones() -> [(Sql, &'static [&'static str]); 2] {
    let values = || ["DEFAULT".into(), 30_i64.into(), 100_i64.into()];
    [
        (Sql::new(due::ACCOUNTS, values()), &["transfer_expiring", "transfer_locked"]),
        (Sql::new(due::RECALCULATIONS, values()), &["customer_by_recalculation"]),
    ]
}

fn all_serve(plan: &[Step], indexes: &[&str]) -> bool {
    indexes.iter().all(|index| plan.iter().any(|it| served(&it.text, &[index])))
}

pub(super) async fn on_sqlite(db: &DatabaseConnection) {
    for (name, sql, indexes) in in_order(DbBackend::Sqlite) {
        let plan = sqlite_plan(db, sql).await;
        let sorts = plan.iter().any(|it| it.text.contains("TEMP B-TREE"));
        let found = plan.iter().any(|it| served(&it.text, indexes) && it.text.contains("SEARCH"));
        assert!(found && !sorts, "{name}: {plan:#?}");
    }
    for (name, sql, indexes) in found_first(DbBackend::Sqlite) {
        let plan = sqlite_plan(db, sql).await;
        assert!(plan.iter().any(|it| served(&it.text, indexes)), "{name}: {plan:#?}");
        let scans = plan.iter().any(|it| it.text == "SCAN t" || it.text == "SCAN d");
        assert!(!scans, "{name}: {plan:#?}");
    }
    for (sql, indexes) in due_ones() {
        let plan = sqlite_plan(db, sql).await;
        assert!(all_serve(&plan, indexes), "{plan:#?}");
    }
}

/// The customers are there already.
pub(super) async fn on_postgres(tx: &DatabaseTransaction) {
    tx.execute_unprepared(PAPERS).await.unwrap();
    for (name, sql, indexes) in in_order(DbBackend::Postgres) {
        let plan = postgres_plan(tx, sql).await;
        assert!(plan.iter().any(|it| served(&it.text, indexes)), "{name}: {plan:#?}");
        assert!(!plan.iter().any(|it| it.text.starts_with("Sort")), "{name}: {plan:#?}");
    }
    for (name, sql, indexes) in found_first(DbBackend::Postgres) {
        let plan = postgres_plan(tx, sql).await;
        assert!(plan.iter().any(|it| served(&it.text, indexes)), "{name}: {plan:#?}");
    }
    for (sql, indexes) in due_ones() {
        let plan = postgres_plan(tx, sql).await;
        assert!(all_serve(&plan, indexes), "{plan:#?}");
    }
}
