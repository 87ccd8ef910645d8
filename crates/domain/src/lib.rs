//! Pure rules of the loyalty programme: no I/O, no clock, no async.

pub mod access;
pub mod account;
pub mod amount;
pub mod calendar;
pub mod campaign;
pub mod code;
pub mod contact;
pub mod customer;
pub mod earning;
pub mod form;
pub mod ids;
pub mod invitation;
pub mod key;
pub mod label;
pub mod ledger;
pub mod level;
pub mod locale;
pub mod notice;
pub mod password;
pub mod points;
pub mod policy;
pub mod pos;
pub mod segment;
pub mod seller;
pub mod settings;
pub mod statistics;
pub mod status;
pub mod store;
pub mod text;
pub mod tier;
pub mod time;
pub mod transaction;
pub mod webhook;

/// An instant, always UTC, whole microseconds.
pub type Timestamp = chrono::DateTime<chrono::Utc>;

/// Whose clocks a programme goes by.
pub type TimeZone = chrono_tz::Tz;
