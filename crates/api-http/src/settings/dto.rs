//! Settings and choices as JSON: maps in an order of their own, with schemas from the tables.

use std::borrow::Cow;

use domain::settings::{Choice, KEYS, Kind, SettingValue};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ToJSON, Type};
use serde_json::{Value, json};

/// A whole answer whose schema is written by hand.
macro_rules! written {
    ($(#[$about:meta])* $name:ident as $schema:literal by $described:ident) => {
        $(#[$about])*
        pub(super) struct $name(Value);

        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                $schema.into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Reference($schema.to_owned())
            }

            fn register(registry: &mut Registry) {
                registry.create_schema::<Self, _>($schema.to_owned(), |_| $described());
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(self.0.clone())
            }
        }
    };
}

written! {
    /// Every setting that has a value.
    SettingsDto as "Settings" by settings_schema
}

written! {
    /// Values by their labels.
    ChoicesDto as "Choices" by choices_schema
}

impl SettingsDto {
    pub(super) fn of(settings: Vec<(&'static str, SettingValue)>) -> Self {
        let pairs = settings.into_iter().map(|(key, value)| (key.to_owned(), as_json(value)));
        Self(json!({ "settings": Value::Object(pairs.collect()) }))
    }
}

impl ChoicesDto {
    pub(super) fn of(choices: &[Choice]) -> Self {
        let pairs = choices.iter().map(|(label, value)| ((*label).to_owned(), json!(value)));
        Self(json!({ "choices": Value::Object(pairs.collect()) }))
    }
}

/// A setting's value as it is shown.
pub(crate) fn as_json(value: SettingValue) -> Value {
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

fn settings_schema() -> MetaSchema {
    let mut map = MetaSchema::new("object");
    map.properties = KEYS.iter().map(|it| (it.name, inline(value_schema(it.kind)))).collect();
    wrapped("settings", map)
}

fn value_schema(kind: Kind) -> MetaSchema {
    let list = |items: MetaSchema| MetaSchema {
        items: Some(Box::new(inline(items))),
        ..MetaSchema::new("array")
    };
    match kind {
        Kind::Flag => MetaSchema::new("boolean"),
        Kind::Days(_) => MetaSchema::new("integer"),
        Kind::Texts | Kind::Statuses => list(MetaSchema::new("string")),
        Kind::Priorities => {
            let mut entry = MetaSchema::new("object");
            entry.properties = vec![
                ("priority", inline(MetaSchema::new("integer"))),
                ("field", inline(MetaSchema::new("string"))),
            ];
            list(entry)
        }
        _ => MetaSchema::new("string"),
    }
}

fn choices_schema() -> MetaSchema {
    let mut map = MetaSchema::new("object");
    map.additional_properties = Some(Box::new(inline(MetaSchema::new("string"))));
    wrapped("choices", map)
}

fn wrapped(name: &'static str, inner: MetaSchema) -> MetaSchema {
    let mut whole = MetaSchema::new("object");
    whole.required = vec![name];
    whole.properties = vec![(name, inline(inner))];
    whole
}

fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}
