//! The `outbox` row, alias `o`, and the JSON of an event's data.

mod told;

use application::ports::{Event, EventData, StoredEvent};
use domain::ids::{CustomerId, EventId};
use domain::webhook::Topic;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Map, Value, json};

use self::told::{expiring, number, transaction};
use super::{Fields, Written, columns};

columns! { "outbox" as "o": "id", "at", "topic", "data" }

pub fn from_row(row: &QueryResult) -> Result<StoredEvent, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(StoredEvent {
        id: EventId(it.id("id")?),
        at: it.instant("at")?,
        topic: it.known("topic", Topic::parse)?,
        data: it.take("data")?,
    })
}

/// Every column but `store`.
pub fn written(event: &Event) -> Written {
    let Event { id, at, topic, customer, data } = event;
    vec![
        ("id", id.0.into()),
        ("at", at.timestamp_micros().into()),
        ("topic", topic.as_str().into()),
        ("customer_id", customer.map(|it| it.0).unwrap_or_default().into()),
        ("data", data_text(*customer, data).into()),
    ]
}

/// What remains of an event when the person is erased.
pub fn anonymous_data(customer: CustomerId) -> String {
    data_text(Some(customer), &EventData::Nothing)
}

fn data_text(customer: Option<CustomerId>, data: &EventData) -> String {
    let mut told = Map::new();
    if let Some(customer) = customer {
        told.insert("customerId".to_owned(), json!(customer.0));
    }
    match data {
        EventData::Nothing => {}
        EventData::Submitted(fields) => {
            let mut groups = Value::Object(Map::new());
            for (name, value) in fields {
                let place = name.split('.').fold(&mut groups, |at, part| &mut at[part]);
                *place = json!(value);
            }
            told.insert("data".to_owned(), groups);
        }
        EventData::Level { id, name, upgrade } => {
            told.insert("levelId".to_owned(), json!(id.map(|it| it.0)));
            told.insert("levelName".to_owned(), json!(name));
            if let Some(upgrade) = upgrade {
                told.insert("levelMove".to_owned(), json!(upgrade));
            }
        }
        EventData::Points { available, change, kind } => {
            told.insert("amount".to_owned(), number(*available));
            told.insert("amount_change".to_owned(), number(*change));
            told.insert("amount_change_type".to_owned(), json!(kind.as_str()));
        }
        EventData::Transaction(it) => transaction(&mut told, it),
        EventData::Expiring(it) => expiring(&mut told, it),
    }
    Value::Object(told).to_string()
}

#[cfg(test)]
mod tests {
    use domain::ids::LevelId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn submitted_groups_are_nested_and_levels_named() {
        let customer = CustomerId(Uuid::nil());
        let fields = vec![("firstName", "A".to_owned()), ("address.city", "B".to_owned())];
        assert_eq!(
            data_text(Some(customer), &EventData::Submitted(fields)),
            r#"{"customerId":"00000000-0000-0000-0000-000000000000","data":{"firstName":"A","address":{"city":"B"}}}"#
        );
        let level = EventData::Level {
            id: Some(LevelId(Uuid::nil())),
            name: Some("gold".to_owned()),
            upgrade: Some(true),
        };
        assert_eq!(
            data_text(Some(customer), &level),
            r#"{"customerId":"00000000-0000-0000-0000-000000000000","levelId":"00000000-0000-0000-0000-000000000000","levelName":"gold","levelMove":true}"#
        );
    }
}
