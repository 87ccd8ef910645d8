//! The `audit_log` row, alias `a`.

use application::ports::{AuditData, AuditEntry, AuditLine};
use domain::ids::AuditId;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Map, Value, json};

use super::{Fields, Written, columns};

columns! { "audit_log" as "a":
    "id", "at", "event_type", "entity_type", "entity_id", "username", "data",
}

pub fn from_row(row: &QueryResult) -> Result<AuditLine, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(AuditLine {
        id: AuditId(it.id("id")?),
        at: it.instant("at")?,
        event_type: it.take("event_type")?,
        entity_type: it.take("entity_type")?,
        entity_id: it.take("entity_id")?,
        username: it.take("username")?,
        data: it.take("data")?,
    })
}

/// The data of a line that has none.
pub const EMPTY: &str = "[]";

/// Every column.
pub fn written(store: &str, entry: &AuditEntry) -> Written {
    let AuditEntry { id, at, event_type, entity_type, entity_id, username, data } = entry;
    vec![
        ("store", store.into()),
        ("id", id.0.into()),
        ("at", at.timestamp_micros().into()),
        ("event_type", (*event_type).into()),
        ("entity_type", (*entity_type).into()),
        ("entity_id", entity_id.as_str().into()),
        ("username", username.as_str().into()),
        ("data", data_text(data).into()),
    ]
}

fn data_text(data: &AuditData) -> String {
    match data {
        AuditData::Nothing => EMPTY.to_owned(),
        AuditData::List(list) => json!(list).to_string(),
        AuditData::Submitted(fields) => {
            let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
            Value::Object(pairs.collect::<Map<_, _>>()).to_string()
        }
        AuditData::Agreements(changes) => {
            // Only agreements that turned over are told, so each was the opposite before.
            let pairs = changes.iter().map(|(number, new)| {
                (format!("agreement{number}"), json!({ "new": new, "old": !new }))
            });
            Value::Object(pairs.collect::<Map<_, _>>()).to_string()
        }
    }
}
