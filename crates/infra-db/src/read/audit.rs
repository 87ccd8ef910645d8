//! The audit log, newest first. Its ids are time-ordered: every index ends with them.

use application::ports::{AuditLine, AuditQuery, Listing, StorageError};
use domain::Timestamp;
use domain::ids::AuditId;
use sea_orm::{DbBackend, Value};
use uuid::Uuid;

use super::{StoreReads, ask};
use crate::rows::audit::{COLUMNS, from_row};
use crate::sql::Sql;

/// How far the time in an id can be from the line's own, in milliseconds: both are taken from the
/// same clock, one right after the other.
const SLACK: i64 = 60_000;

/// Most of the log: the partial indexes leave these out.
const USUAL_EVENT: &str = "ViewCustomer";
const USUAL_ENTITY: &str = "customer";

impl StoreReads {
    pub(super) async fn audit_lines(
        &self,
        query: &AuditQuery,
    ) -> Result<Listing<AuditLine>, StorageError> {
        let texts = [&query.event_type, &query.entity_type, &query.entity_id, &query.username];
        if !texts.into_iter().flatten().all(|it| ask::can_be_stored(it)) {
            return Ok(Listing { items: vec![], total: 0 });
        }
        let backend = self.db().get_database_backend();
        let (page, total) = statements(backend, self.store(), query);
        ask::listing(self.db(), page, total, from_row).await
    }
}

/// The page, and the count of all.
pub(super) fn statements(backend: DbBackend, store: Value, query: &AuditQuery) -> (Sql, Sql) {
    let AuditQuery { id, event_type, entity_type, entity_id, username, at, page } = query;
    let text = |it: &Option<String>| it.as_deref().map(Value::from);
    let micros = |it: Option<Timestamp>| it.map(|it| it.timestamp_micros().into());
    let conditions: [(&str, Option<Value>); 9] = [
        ("a.id =", id.map(|AuditId(id)| id.into())),
        ("a.event_type =", text(event_type)),
        ("a.entity_type =", text(entity_type)),
        ("a.entity_id =", text(entity_id)),
        ("a.username =", text(username)),
        ("a.at >=", micros(at.from)),
        ("a.at <=", micros(at.to)),
        // The key is in the order of time: it finds where the times begin and end.
        ("a.id >=", at.from.map(|it| first_id(it.timestamp_millis() - SLACK).into())),
        ("a.id <", at.to.map(|it| first_id(it.timestamp_millis() + SLACK).into())),
    ];
    let mut clauses = vec!["a.store = $1".to_owned()];
    let mut values = vec![store];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            clauses.push(format!("{condition} ${}", values.len()));
        }
    }
    // What the partial indexes leave out must be seen to be left out.
    for (column, wanted, usual) in
        [("event_type", event_type, USUAL_EVENT), ("entity_type", entity_type, USUAL_ENTITY)]
    {
        if wanted.as_deref().is_some_and(|it| it != usual) {
            clauses.push(format!("a.{column} <> '{usual}'"));
        }
    }
    let condition = clauses.join(" AND ");
    let table = match index(query) {
        // Left to itself, SQLite walks the whole log, whose key is in the order asked for.
        Some(index) if backend == DbBackend::Sqlite => format!("audit_log a INDEXED BY {index}"),
        _ => "audit_log a".to_owned(),
    };
    let total = format!("SELECT count(*) FROM {table} WHERE {condition}");
    let total = Sql::new(total, values.clone());
    values.extend(ask::slice(*page));
    let page = format!(
        "SELECT {COLUMNS} FROM {table} WHERE {condition} ORDER BY a.id DESC LIMIT ${} OFFSET ${}",
        values.len() - 1,
        values.len(),
    );
    (Sql::new(page, values), total)
}

/// The index that finds the fewest lines; `None`: the key is as good as any.
fn index(query: &AuditQuery) -> Option<&'static str> {
    let is_rare = |it: &Option<String>, usual| it.as_deref().is_some_and(|it| it != usual);
    match query {
        AuditQuery { id: Some(_), .. } => None,
        AuditQuery { entity_id: Some(_), .. } => Some("audit_log_by_entity"),
        it if is_rare(&it.event_type, USUAL_EVENT) => Some("audit_log_by_type"),
        it if is_rare(&it.entity_type, USUAL_ENTITY) => Some("audit_log_by_entity_type"),
        AuditQuery { username: Some(_), .. } => Some("audit_log_by_username"),
        _ => None,
    }
}

/// The smallest id of a millisecond.
fn first_id(millis: i64) -> Uuid {
    let millis = u128::try_from(millis.clamp(0, (1 << 48) - 1)).unwrap_or_default();
    Uuid::from_u128(millis << 80)
}
