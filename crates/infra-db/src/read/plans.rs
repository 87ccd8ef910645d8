//! Every list of customers is answered from an index: the engines' own plans say so.

mod audit;
mod engine;

use application::ports::{
    CustomerFilter, CustomerQuery, Direction, Page, SortField, SortPosition, SortValue, TillSearch,
    Window,
};
use domain::ids::CustomerId;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait,
};
use uuid::Uuid;

use super::condition::Condition;
use super::list;
use crate::Database;
use crate::sql::Sql;

const SORTS: [(SortField, &str, SortValue); 16] = [
    (SortField::CustomerId, "customer_by_id", SortValue::Id(Uuid::nil())),
    (SortField::FirstName, "customer_by_first_name", SortValue::Text(String::new())),
    (SortField::LastName, "customer_by_last_name", SortValue::Text(String::new())),
    (SortField::Email, "customer_by_email", SortValue::Text(String::new())),
    (SortField::Phone, "customer_by_phone", SortValue::Text(String::new())),
    (SortField::LoyaltyCardNumber, "customer_by_loyalty_card", SortValue::Text(String::new())),
    (SortField::CreatedAt, "customer_by_created", SortValue::Number(0)),
    (SortField::UpdatedAt, "customer_by_updated", SortValue::Number(0)),
    (SortField::BirthDate, "customer_by_birth_date", SortValue::Number(0)),
    (SortField::Active, "customer_by_active", SortValue::Number(0)),
    (SortField::LevelId, "customer_by_level", SortValue::Id(Uuid::nil())),
    (SortField::TransactionsCount, "customer_by_count", SortValue::Number(0)),
    (SortField::TransactionsAmount, "customer_by_amount", SortValue::Number(0)),
    (
        SortField::TransactionsAmountWithoutDeliveryCosts,
        "customer_by_net_amount",
        SortValue::Number(0),
    ),
    (SortField::AverageTransactionAmount, "customer_by_average", SortValue::Number(0)),
    (SortField::LastTransactionDate, "customer_by_last_transaction", SortValue::Number(0)),
];

const NULLABLE: [SortField; 6] = [
    SortField::Email,
    SortField::Phone,
    SortField::LoyaltyCardNumber,
    SortField::BirthDate,
    SortField::LevelId,
    SortField::LastTransactionDate,
];

/// Enough rows for the planner to see that the search index is worth its while.
const CROWD: &str = "\
    INSERT INTO customer (store, id, status, active, first_name, first_name_key, last_name, \
        last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key, has_address, \
        labels, agreement1, agreement2, agreement3, created_at, updated_at, level_manual, \
        transactions_count, transactions_amount, transactions_amount_without_delivery, \
        amount_excluded_for_level, average_transaction_amount, version) \
    SELECT 'DEFAULT', gen_random_uuid(), 'new', false, word, word, word, \
        word, word, word, word, word, word, true, \
        '[]', true, true, true, 0, 0, false, 0, 0, 0, 0, 0, 1 \
    FROM (SELECT md5(number::text) AS word FROM generate_series(1, 4000) number) words; \
    SELECT gin_clean_pending_list('customer_search'); \
    ANALYZE customer";

/// One step of a plan and the step that it feeds.
#[derive(Debug)]
struct Step {
    text: String,
    parent: Option<String>,
    siblings: Vec<String>,
}

/// Three pages of one sort: by number, after a row with a value, after a row without one; and
/// how many runs through the index each takes.
fn windows(sort: SortField, value: &SortValue) -> Vec<(Window, usize)> {
    let after = |value: SortValue| {
        let position = SortPosition { value, id: CustomerId(Uuid::nil()) };
        Window::After { position, limit: 10 }
    };
    let page = Window::Page(Page { offset: 20, limit: 10 });
    if NULLABLE.contains(&sort) {
        let missing = (after(SortValue::Missing), 1);
        vec![(page, 2), (after(value.clone()), 2), missing]
    } else {
        vec![(page, 1), (after(value.clone()), 1)]
    }
}

fn lists(backend: DbBackend) -> impl Iterator<Item = (Sql, &'static str, usize)> {
    SORTS.into_iter().flat_map(move |(sort, index, value)| {
        let both = [Direction::Asc, Direction::Desc];
        both.into_iter().flat_map(move |direction| {
            let value = value.clone();
            windows(sort, &value).into_iter().map(move |(window, runs)| {
                let filter = CustomerFilter::default();
                let condition = Condition::of_filter(backend, "DEFAULT".into(), &filter);
                let query = CustomerQuery { filter, sort, direction, window };
                (list::page(condition, &query, backend, false).unwrap(), index, runs)
            })
        })
    })
}

/// Pages of one search in every order: for few matches, and for many.
fn searched_lists(backend: DbBackend) -> impl Iterator<Item = (Sql, Sql)> {
    SORTS.into_iter().flat_map(move |(sort, ..)| {
        [Direction::Asc, Direction::Desc].into_iter().map(move |direction| {
            let filter =
                CustomerFilter { first_name: Some("123".to_owned()), ..CustomerFilter::default() };
            // The fewer are wanted, the more a walk through the order tempts the planner.
            let window = Window::Page(Page { offset: 0, limit: 1 });
            let query = CustomerQuery { filter, sort, direction, window };
            let page = |fenced| {
                let condition = Condition::of_filter(backend, "DEFAULT".into(), &query.filter);
                list::page(condition, &query, backend, fenced).unwrap()
            };
            (page(true), page(false))
        })
    })
}

/// Counts of one text filter each, for every text that can be searched.
fn searches(backend: DbBackend) -> impl Iterator<Item = Sql> {
    let filters: [fn(&mut TillSearch) -> &mut Option<String>; 7] = [
        |it| &mut it.first_name,
        |it| &mut it.last_name,
        |it| &mut it.email,
        |it| &mut it.phone,
        |it| &mut it.loyalty_card,
        |it| &mut it.city,
        |it| &mut it.postcode,
    ];
    filters.into_iter().map(move |filter| {
        let mut search = TillSearch::default();
        *filter(&mut search) = Some("123".to_owned());
        let condition = Condition::of_search(backend, "DEFAULT".into(), &search);
        let text = format!("SELECT count(*) FROM customer c WHERE {}", condition.text);
        Sql::new(text, condition.values)
    })
}

#[tokio::test]
async fn sqlite_answers_lists_and_searches_from_their_indexes() {
    let name = format!("laurel-plans-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let url = format!("sqlite:{}", folder.join("plans.db").display());
    let database = Database::open(&url).await.unwrap();
    database.migrate().await.unwrap();
    for (sql, index, runs) in lists(DbBackend::Sqlite) {
        let plan = sqlite_plan(database.reader(), sql).await;
        let found: Vec<_> = plan
            .iter()
            .filter(|it| it.text.starts_with("SEARCH c USING") && it.text.contains(index))
            .collect();
        assert_eq!(found.len(), runs, "{index}: {plan:#?}");
        for step in found {
            let sorts = step.siblings.iter().any(|it| it.contains("TEMP B-TREE"));
            assert!(!sorts && step.text.contains("(store=?"), "{index}: {plan:#?}");
        }
        assert!(!plan.iter().any(|it| it.text.starts_with("SCAN c")), "{index}: {plan:#?}");
    }
    for sql in searches(DbBackend::Sqlite) {
        let plan = sqlite_plan(database.reader(), sql).await;
        let outer = plan.first().expect("a plan has steps");
        let by_number = "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)";
        assert_eq!(outer.text, by_number, "{plan:#?}");
        assert!(plan.iter().any(|it| it.text.starts_with("SCAN customer_search VIRTUAL TABLE")));
    }
    audit::on_sqlite(database.reader()).await;
    engine::on_sqlite(database.reader()).await;
    database.close().await.unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn postgres_answers_lists_and_searches_from_their_indexes() {
    let Ok(server) = std::env::var("LAUREL_TEST_POSTGRES") else {
        println!("skipped on PostgreSQL: LAUREL_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("laurel_plans_{}", std::process::id());
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (place, _) = server.rsplit_once('/').expect("the address ends with a database");
    let database = Database::open(&format!("{place}/{name}")).await.unwrap();
    database.migrate().await.unwrap();
    let tx = database.writer().begin().await.unwrap();
    for setting in ["enable_seqscan", "enable_bitmapscan"] {
        tx.execute_unprepared(&format!("SET LOCAL {setting} = off")).await.unwrap();
    }
    for (sql, index, runs) in lists(DbBackend::Postgres) {
        let plan = postgres_plan(&tx, sql).await;
        let by_index = format!("using {index} on");
        let found: Vec<_> = plan.iter().filter(|it| it.text.contains(&by_index)).collect();
        assert_eq!(found.len(), runs, "{index}: {plan:#?}");
        for step in found {
            let parent = step.parent.as_deref().unwrap_or_default();
            assert!(parent.starts_with("Limit"), "{index}: {plan:#?}");
        }
    }
    tx.execute_unprepared(CROWD).await.unwrap();
    tx.execute_unprepared("SET LOCAL enable_bitmapscan = on").await.unwrap();
    for sql in searches(DbBackend::Postgres) {
        let plan = postgres_plan(&tx, sql).await;
        let found = plan.iter().any(|it| it.text.contains("Scan on customer_search"));
        assert!(found, "{plan:#?}");
    }
    for (fenced, walking) in searched_lists(DbBackend::Postgres) {
        let plan = postgres_plan(&tx, fenced.clone()).await;
        let found = plan.iter().any(|it| it.text.contains("Scan on customer_search"));
        assert!(found, "{plan:#?}");
        let shown = ids(&tx, fenced).await;
        assert_eq!(shown.len(), 1);
        assert_eq!(shown, ids(&tx, walking).await);
    }
    audit::on_postgres(&tx).await;
    engine::on_postgres(&tx).await;
    tx.rollback().await.unwrap();
    database.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
}

async fn sqlite_plan(db: &DatabaseConnection, sql: Sql) -> Vec<Step> {
    let text = format!("EXPLAIN QUERY PLAN {}", sql.text);
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, text, sql.values);
    let rows = db.query_all_raw(statement).await.unwrap();
    let rows: Vec<(i32, i32, String)> = rows
        .iter()
        .map(|row| {
            let number = |index| row.try_get_by_index(index).unwrap();
            (number(0), number(1), row.try_get_by_index(3).unwrap())
        })
        .collect();
    rows.iter()
        .map(|(id, parent, text)| Step {
            text: text.clone(),
            parent: rows.iter().find(|it| it.0 == *parent).map(|it| it.2.clone()),
            siblings: rows
                .iter()
                .filter(|it| it.1 == *parent && it.0 != *id)
                .map(|it| it.2.clone())
                .collect(),
        })
        .collect()
}

async fn ids(tx: &DatabaseTransaction, sql: Sql) -> Vec<Uuid> {
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql.text, sql.values);
    let rows = tx.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
}

async fn postgres_plan(tx: &DatabaseTransaction, sql: Sql) -> Vec<Step> {
    let text = format!("EXPLAIN {}", sql.text);
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, text, sql.values);
    let rows = tx.query_all_raw(statement).await.unwrap();
    let mut open: Vec<(usize, String)> = vec![];
    let mut steps = vec![];
    for row in rows {
        let line: String = row.try_get_by_index(0).unwrap();
        let (depth, text) = match line.split_once("->  ") {
            Some((before, text)) => (before.len() + 1, text),
            None if steps.is_empty() => (0, line.as_str()),
            None => continue,
        };
        open.retain(|(above, _)| *above < depth);
        let parent = open.last().map(|(_, text)| text.clone());
        open.push((depth, text.to_owned()));
        steps.push(Step { text: text.to_owned(), parent, siblings: vec![] });
    }
    steps
}
