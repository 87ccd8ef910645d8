//! The JSON of a store's settings: typed values, and the texts that older versions wrote.

use std::collections::BTreeMap;

use domain::settings::{Identification, Key, Kind, Priority, SettingValue, Settings};
use serde_json::{Map, Value, json};

use super::json::BadJson;

pub fn settings_text(settings: &Settings) -> String {
    let pairs = settings.0.iter().map(|(key, value)| (key.clone(), as_json(value)));
    Value::Object(pairs.collect()).to_string()
}

/// Keys that nobody knows any more are left out.
pub fn read_settings(text: &str) -> Result<Settings, BadJson> {
    let map: Map<String, Value> = serde_json::from_str(text).map_err(|_| BadJson)?;
    let mut settings = BTreeMap::new();
    for (name, value) in map {
        let Some(key) = Key::find(&name) else { continue };
        if let Some(value) = read(key.kind, value)? {
            settings.insert(name, value);
        }
    }
    Ok(Settings(settings))
}

fn as_json(value: &SettingValue) -> Value {
    match value {
        SettingValue::Text(text) => json!(text),
        SettingValue::Number(number) => json!(number),
        SettingValue::Flag(on) => json!(on),
        SettingValue::Texts(list) => json!(list),
        SettingValue::Priorities(list) => list
            .iter()
            .map(|it| json!({ "priority": it.priority, "field": it.field.as_str() }))
            .collect(),
    }
}

/// An empty text is no value.
fn read(kind: Kind, value: Value) -> Result<Option<SettingValue>, BadJson> {
    if value == "" || value.is_null() {
        return Ok(None);
    }
    let read = match (kind, value) {
        (Kind::Flag, Value::Bool(on)) => SettingValue::Flag(on),
        (Kind::Flag, Value::String(text)) => SettingValue::Flag(text == "true"),
        (Kind::Days(_), Value::Number(it)) => SettingValue::Number(it.as_i64().ok_or(BadJson)?),
        (Kind::Days(_), Value::String(text)) => {
            SettingValue::Number(text.parse().map_err(|_| BadJson)?)
        }
        (Kind::Texts | Kind::Statuses, value) => {
            let text = |it: &Value| it.as_str().map(str::to_owned).ok_or(BadJson);
            SettingValue::Texts(list(value)?.iter().map(text).collect::<Result<_, _>>()?)
        }
        (Kind::Priorities, value) => {
            SettingValue::Priorities(list(value)?.iter().map(priority).collect::<Result<_, _>>()?)
        }
        (Kind::Flag | Kind::Days(_), _) => return Err(BadJson),
        (_, Value::String(text)) => SettingValue::Text(text),
        _ => return Err(BadJson),
    };
    Ok(Some(read))
}

fn list(value: Value) -> Result<Vec<Value>, BadJson> {
    match value {
        Value::Array(list) => Ok(list),
        Value::String(text) => serde_json::from_str(&text).map_err(|_| BadJson),
        _ => Err(BadJson),
    }
}

fn priority(value: &Value) -> Result<Priority, BadJson> {
    let field = value["field"].as_str().and_then(Identification::parse).ok_or(BadJson)?;
    Ok(Priority { priority: value["priority"].as_i64().ok_or(BadJson)?, field })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Settings {
        let mut settings = Settings::default();
        settings.put("programPointsSingular", "Point");
        settings.put("returns", true);
        settings.put("levelDowngradeDays", 30);
        let texts = SettingValue::Texts(vec!["active".to_owned()]);
        settings.0.insert("customerStatusesEarning".to_owned(), texts);
        settings.0.insert("excludedLevelSKUs".to_owned(), SettingValue::Texts(vec![]));
        let first = Priority { priority: 3, field: Identification::Phone };
        let list = SettingValue::Priorities(vec![first]);
        settings.0.insert("customersIdentificationPriority".to_owned(), list);
        settings
    }

    #[test]
    fn every_kind_of_value_is_read_as_it_was_written() {
        let text = settings_text(&every_kind());
        assert_eq!(read_settings(&text).unwrap(), every_kind());
        assert_eq!(read_settings("{}").unwrap(), Settings::default());
    }

    #[test]
    fn the_texts_of_older_versions_are_read() {
        let old = r#"{"programPointsSingular":"Point","returns":"true","levelDowngradeDays":"30",
            "customerStatusesEarning":"[\"active\"]","excludedLevelSKUs":"[]","pushySecretKey":"",
            "customersIdentificationPriority":"[{\"priority\":3,\"field\":\"phone\"}]","gone":"x"}"#;
        assert_eq!(read_settings(old).unwrap(), every_kind());
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        for odd in [
            r#"{"returns":[]}"#,
            r#"{"levelDowngradeDays":"soon"}"#,
            r#"{"levelDowngradeDays":1.5}"#,
            r#"{"programUrl":1}"#,
            r#"{"excludedLevelSKUs":"x"}"#,
            r#"{"excludedLevelSKUs":[1]}"#,
            r#"{"customersIdentificationPriority":[{"priority":1,"field":"fax"}]}"#,
            "[]",
        ] {
            assert!(read_settings(odd).is_err(), "{odd}");
        }
    }
}
