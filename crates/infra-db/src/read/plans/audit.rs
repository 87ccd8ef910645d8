//! The audit log is read through an index, whatever it is filtered by.

use application::ports::{AuditQuery, Between, Page};
use domain::ids::AuditId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend};
use uuid::Uuid;

use super::{postgres_plan, sqlite_plan};
use crate::read::audit::statements;

/// Most lines are looks at customers by a few people, as in life.
const LOG: &str = "\
    INSERT INTO audit_log (store, id, at, event_type, entity_type, entity_id, username, data) \
    SELECT 'DEFAULT', gen_random_uuid(), number, \
        CASE WHEN number % 50 = 0 THEN 'Rare' || number % 7 ELSE 'ViewCustomer' END, \
        CASE WHEN number % 100 = 0 THEN 'level' ELSE 'customer' END, \
        md5(number::text), 'user' || number % 200, '[]' \
    FROM generate_series(1, 20000) number; \
    ANALYZE audit_log";

/// Each filter by itself, and the indexes of which one serves it.
fn filters() -> Vec<(AuditQuery, &'static [&'static str])> {
    let all = || AuditQuery::all(Page { offset: 0, limit: 10 });
    let some = |text: &str| Some(text.to_owned());
    let time = chrono::DateTime::UNIX_EPOCH;
    let key: &[&str] = &["audit_log_pkey", "PRIMARY KEY"];
    vec![
        (all(), key),
        (AuditQuery { id: Some(AuditId(Uuid::nil())), ..all() }, key),
        (AuditQuery { at: Between { from: Some(time), to: None }, ..all() }, key),
        (AuditQuery { at: Between { from: None, to: Some(time) }, ..all() }, key),
        (AuditQuery { event_type: some("Rare0"), ..all() }, &["audit_log_by_type"]),
        // Most of the log: the key finds them soon enough.
        (AuditQuery { event_type: some("ViewCustomer"), ..all() }, key),
        (AuditQuery { entity_type: some("level"), ..all() }, &["audit_log_by_entity_type"]),
        (AuditQuery { entity_type: some("customer"), ..all() }, key),
        (AuditQuery { entity_id: some("a"), ..all() }, &["audit_log_by_entity"]),
        (AuditQuery { username: some("user7"), ..all() }, &["audit_log_by_username"]),
    ]
}

pub(super) async fn on_sqlite(db: &DatabaseConnection) {
    for (query, indexes) in filters() {
        let (page, _) = statements(DbBackend::Sqlite, "DEFAULT".into(), &query);
        let plan = sqlite_plan(db, page).await;
        let sorts = plan.iter().any(|it| it.text.contains("TEMP B-TREE"));
        let found = plan.iter().any(|it| served(&it.text, indexes) && it.text.contains("SEARCH"));
        assert!(found && !sorts, "{query:?}: {plan:#?}");
    }
}

pub(super) async fn on_postgres(tx: &DatabaseTransaction) {
    tx.execute_unprepared(LOG).await.unwrap();
    for (query, indexes) in filters() {
        let (page, _) = statements(DbBackend::Postgres, "DEFAULT".into(), &query);
        let plan = postgres_plan(tx, page).await;
        let found = plan.iter().any(|it| served(&it.text, indexes));
        assert!(found, "{query:?}: {plan:#?}");
    }
}

pub(super) fn served(step: &str, indexes: &[&str]) -> bool {
    let by = |index: &&str| {
        [format!("{index} "), format!("{index}(")].iter().any(|it| format!("{step} ").contains(it))
    };
    indexes.iter().any(by)
}
