//! A form of settings: it replaces everything (behaviour 4.0.1).

use std::collections::BTreeMap;

use super::keys::{KEYS, Key, Kind};
use super::rules::{Values, check};
use super::{REDACTED, SettingValue, Settings};
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::store::Store;
use crate::text::Text;

/// What was submitted for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenSetting {
    One(Given),
    Many(GivenGroup<Vec<Given>>),
    /// `None`: not sent.
    Priorities(Option<Vec<PriorityDraft>>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorityDraft {
    pub priority: Given,
    pub field: Given,
}

/// Settings as submitted, by key. A key that is not here was not sent.
#[derive(Clone, Debug, Default)]
pub struct SettingsDraft {
    pub shape: Shape,
    pub values: BTreeMap<&'static str, GivenSetting>,
}

/// What only the outside can tell about a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The gateway of SMS knows us (behaviour 3.8.1).
    pub can_send_sms: bool,
    /// Deliveries to the submitted `uriWebhooks` are allowed.
    pub accepts_url: bool,
}

impl SettingsDraft {
    /// The text submitted for `key`.
    pub fn submitted(&self, key: &str) -> Option<&str> {
        match self.one(key) {
            Given::Text(text) => Some(text),
            Given::Absent | Given::Empty | Given::Malformed => None,
        }
    }

    fn one(&self, key: &str) -> &Given {
        match self.values.get(key) {
            Some(GivenSetting::One(given)) => given,
            _ => &Given::Absent,
        }
    }

    /// `store` with the submitted settings instead of its own.
    pub fn apply(&self, store: &Store, outside: Outside) -> Result<Store, FormErrors> {
        let mut errors = FormErrors::default();
        // Keys that nobody knows are ignored (behaviour 4.0.1).
        let shape = match self.shape {
            Shape::ExtraFields => Shape::Sound,
            shape => shape,
        };
        if !shape.report(&mut errors) {
            return Err(errors);
        }
        let mut changed = Store { settings: Settings::default(), ..store.clone() };
        let mut values = Values::default();
        for key in &KEYS {
            let given = self.values.get(key.name);
            if key.is_column() {
                self.set_column(key, &mut changed, &mut errors);
            } else if let Some(value) = read(key, given, store, &mut errors) {
                values.put(key.name, value);
            }
        }
        check(&mut values, outside, &mut errors);
        changed.settings = values.into_settings();
        if errors.is_empty() { Ok(changed) } else { Err(errors.in_table_order()) }
    }

    fn set_column(&self, key: &'static Key, store: &mut Store, errors: &mut FormErrors) {
        let given = self.one(key.name);
        match key.kind {
            Kind::Currency => {
                let own = store.currency.clone();
                let known = |raw: &str| super::keys::CURRENCIES.contains(&raw) || raw == own;
                let parse = |raw: &str| {
                    if known(raw) { Ok(raw.to_owned()) } else { Err(message::NOT_VALID) }
                };
                if let Some(label) = given.required(key.name, errors, parse) {
                    store.currency = label;
                }
            }
            Kind::TimeZone => {
                let parse = |raw: &str| raw.parse().map_err(|_| message::NOT_VALID);
                if let Some(zone) = given.required(key.name, errors, parse) {
                    store.time_zone = zone;
                }
            }
            _ => {
                if let Some(name) = given.required_line(key.name, errors) {
                    store.name = name;
                }
            }
        }
    }
}

impl FormErrors {
    /// Sorted as the form's fields are declared.
    fn in_table_order(mut self) -> Self {
        let place = |path: &str| {
            let name = path.split('.').next().unwrap_or_default();
            KEYS.iter().position(|it| it.name == name)
        };
        self.fields.sort_by_key(|it| place(&it.path));
        self
    }
}

/// The value of one key; `None` when there is none, or when it was reported.
fn read(
    key: &'static Key,
    given: Option<&GivenSetting>,
    store: &Store,
    errors: &mut FormErrors,
) -> Option<SettingValue> {
    match given.unwrap_or(&GivenSetting::One(Given::Absent)) {
        GivenSetting::One(given) if key.kind == Kind::Flag => {
            Some(SettingValue::Flag(given.checked(key.name, errors)))
        }
        GivenSetting::One(Given::Text(text)) if key.secret && text == REDACTED => {
            store.settings.get(key.name).cloned()
        }
        GivenSetting::One(given) if key.required => {
            given.required(key.name, errors, |raw| parse(key.kind, raw))
        }
        GivenSetting::One(given) => given.parsed(key.name, errors, |raw| parse(key.kind, raw)),
        GivenSetting::Many(given) => many(key, given, errors).map(SettingValue::Texts),
        GivenSetting::Priorities(given) => {
            given.as_ref().and_then(|list| super::rules::priorities(key.name, list, errors))
        }
    }
}

/// A list of texts. Empty entries are none.
fn many(
    key: &'static Key,
    given: &GivenGroup<Vec<Given>>,
    errors: &mut FormErrors,
) -> Option<Vec<String>> {
    let before = errors.fields.len();
    let entries = match given {
        GivenGroup::Absent => None,
        GivenGroup::Empty => Some(vec![]),
        GivenGroup::Malformed => {
            errors.field(key.name, message::NOT_VALID);
            return None;
        }
        GivenGroup::Members(entries) => Some(entries.clone()),
    };
    let mut found: Vec<String> = vec![];
    for (at, entry) in entries.iter().flatten().enumerate() {
        let path = format!("{}.{at}", key.name);
        match entry {
            Given::Absent | Given::Empty => {}
            Given::Malformed => errors.field(path, message::NOT_VALID),
            Given::Text(raw) => match (key.kind, Text::parse(raw)) {
                (_, Err(bad)) => errors.field(path, bad.to_string()),
                (Kind::Statuses, Ok(it)) if !super::keys::STATUSES.contains(&it.as_str()) => {
                    errors.field(path, message::NOT_VALID);
                }
                (_, Ok(it)) if found.iter().any(|known| known == it.as_str()) => {}
                (_, Ok(it)) => found.push(it.as_str().to_owned()),
            },
        }
    }
    let sound = errors.fields.len() == before;
    if sound && key.required && found.is_empty() {
        errors.field(key.name, message::BLANK);
        return None;
    }
    (sound && entries.is_some()).then_some(found)
}

fn parse(kind: Kind, raw: &str) -> Result<SettingValue, std::borrow::Cow<'static, str>> {
    super::rules::parse(kind, raw)
}
