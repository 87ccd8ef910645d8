//! A programme's settings (behaviour 4): a flat map of keys to typed values, read through questions
//! that know each default.

mod choices;
mod draft;
mod keys;
mod questions;
mod rules;
mod shown;

use std::collections::BTreeMap;

pub use self::choices::{Choice, choices};
pub use self::draft::{GivenSetting, Outside, PriorityDraft, SettingsDraft};
pub use self::keys::{KEYS, Key, Kind, STATUSES};
pub use self::questions::Notice;

/// What must be reached to sign in, and how activation messages travel (behaviour 3.8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationMethod {
    Email,
    Sms,
}

/// What moves customers between levels (behaviour 3.9.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierAssignType {
    Transactions,
    Points,
}

/// By what a purchase is matched to a customer (behaviour 3.16.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identification {
    Phone,
    LoyaltyCardNumber,
    Email,
}

impl Identification {
    /// In the order in which they are tried unless a setting says otherwise.
    pub const ALL: [Self; 3] = [Self::Phone, Self::LoyaltyCardNumber, Self::Email];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::LoyaltyCardNumber => "loyaltyCardNumber",
            Self::Email => "email",
        }
    }

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }
}

/// One entry of `customersIdentificationPriority`. The order of the list is what counts, not the
/// number (behaviour 4.0.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priority {
    pub priority: i64,
    pub field: Identification,
}

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    Text(String),
    Number(i64),
    Flag(bool),
    Texts(Vec<String>),
    Priorities(Vec<Priority>),
}

impl From<&str> for SettingValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for SettingValue {
    fn from(on: bool) -> Self {
        Self::Flag(on)
    }
}

impl From<i64> for SettingValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The stored settings of a programme, by key. A key without an entry has its default. The store's
/// own columns (`currency`, `timezone`, `programName`) are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(pub BTreeMap<String, SettingValue>);

/// What stands in place of a secret for callers who may not know it; sent back, it keeps what is
/// stored.
pub const REDACTED: &str = "••••";

impl Settings {
    pub fn get(&self, key: &str) -> Option<&SettingValue> {
        self.0.get(key)
    }

    /// Replaces one entry.
    pub fn put(&mut self, key: &str, value: impl Into<SettingValue>) {
        self.0.insert(key.to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests;
