//! The `store` row, alias `st`.

use chrono::TimeDelta;
use domain::locale::Locale;
use domain::store::{Store, StoreClock, StoreCode};
use sea_orm::{DbErr, QueryResult};

use super::settings::{read_settings, settings_text};
use super::{Fields, Written, columns};

columns! { "store" as "st":
    "code", "name", "active", "currency", "time_zone", "default_locale", "settings", "sandbox_ahead", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Store, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Store {
        code: StoreCode::from_storage(it.take("code")?),
        name: it.text("name")?,
        active: it.take("active")?,
        currency: it.take("currency")?,
        time_zone: it.known("time_zone", |name| name.parse().ok())?,
        default_locale: it.known("default_locale", |code| Locale::parse(code).ok())?,
        settings: it.json("settings", read_settings)?,
        clock: clock(it.take("sandbox_ahead")?),
        version: it.take("version")?,
    })
}

/// Every column but `code` and `version`.
pub fn written(store: &Store) -> Written {
    let Store {
        code: _,
        name,
        active,
        currency,
        time_zone,
        default_locale,
        settings,
        clock,
        version: _,
    } = store;
    let ahead = match clock {
        StoreClock::Real => None,
        StoreClock::Sandbox { ahead } => ahead.num_microseconds(),
    };
    vec![
        ("name", name.as_str().into()),
        ("active", (*active).into()),
        ("currency", currency.as_str().into()),
        ("time_zone", time_zone.name().into()),
        ("default_locale", default_locale.as_str().into()),
        ("settings", settings_text(settings).into()),
        ("sandbox_ahead", ahead.into()),
    ]
}

/// `None`: the real time; otherwise microseconds ahead of it.
fn clock(ahead: Option<i64>) -> StoreClock {
    match ahead {
        None => StoreClock::Real,
        Some(ahead) => StoreClock::Sandbox { ahead: TimeDelta::microseconds(ahead) },
    }
}
