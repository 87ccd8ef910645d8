//! Stores: the tenants of an installation (behaviour 7.1).

mod clock;

use chrono::TimeDelta;
use chrono_tz::Tz;

pub use self::clock::{ClockDraft, RealTime, StoreClock};
use crate::form::{FormErrors, Given, Shape, message};
use crate::ledger::Terms;
use crate::locale::Locale;
pub use crate::settings::{ActivationMethod, Settings, TierAssignType};
use crate::text::Text;

/// The code in every path. Compared case-sensitively.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreCode(String);

/// Why a raw string is not a [`StoreCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This value should be 1 to 32 letters, digits, \"_\" or \"-\", and neither \"admin\" nor \"token\"."
)]
pub struct BadStoreCode;

impl StoreCode {
    /// The store that always exists.
    pub fn default_store() -> Self {
        Self("DEFAULT".to_owned())
    }

    /// `admin` and `token` are path segments of their own (decision 20).
    pub fn parse(raw: &str) -> Result<Self, BadStoreCode> {
        let legal = |c: u8| c.is_ascii_alphanumeric() || c == b'_' || c == b'-';
        let reserved = matches!(raw, "admin" | "token");
        if (1..=32).contains(&raw.len()) && raw.bytes().all(legal) && !reserved {
            return Ok(Self(raw.to_owned()));
        }
        Err(BadStoreCode)
    }

    /// Takes back a code that was parsed before it was stored.
    pub fn from_storage(stored: String) -> Self {
        Self(stored)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_default(&self) -> bool {
        self.0 == "DEFAULT"
    }
}

impl std::fmt::Display for StoreCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One programme: its name, its money, its clock, its languages and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    pub code: StoreCode,
    pub name: Text,
    /// An inactive store looks exactly like an unknown one.
    pub active: bool,
    /// A label in outputs, shown as stored (behaviour 0.7.2).
    pub currency: String,
    pub time_zone: Tz,
    pub default_locale: Locale,
    pub settings: Settings,
    pub clock: StoreClock,
    /// Changes so far; zero for a store that was never saved.
    pub version: i64,
}

impl Store {
    /// What becomes of new points (behaviour 3.13).
    pub fn point_terms(&self) -> Terms {
        Terms {
            expiry: self.settings.points_expiry(),
            locked_days: self.settings.days_locked(),
            zone: self.time_zone,
        }
    }
}

/// A store as submitted. On creation `code` and `name` are required; on a change everything may
/// be left out and stays.
#[derive(Clone, Debug, Default)]
pub struct StoreDraft {
    pub shape: Shape,
    pub code: Given,
    pub name: Given,
    pub active: Given,
    pub currency: Given,
    pub time_zone: Given,
    pub default_locale: Given,
    pub account_activation_method: Given,
    pub allow_customers_profile_edits: Given,
    pub tier_assign_type: Given,
    /// Only a new store can become one.
    pub sandbox: Given,
}

impl StoreDraft {
    /// A new store: active, `eur`, `UTC` and `en` unless the draft says otherwise.
    pub fn open(&self) -> Result<Store, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let code = self.code.required("code", &mut errors, StoreCode::parse);
        let name = self.name.required_line("name", &mut errors);
        let mut store = Store {
            code: code.unwrap_or_else(StoreCode::default_store),
            name: name.unwrap_or_else(|| Text::from_storage(String::new())),
            active: true,
            currency: "eur".to_owned(),
            time_zone: Tz::UTC,
            default_locale: Locale::english(),
            settings: Settings::default(),
            clock: StoreClock::Real,
            version: 0,
        };
        if self.sandbox.checked("sandbox", &mut errors) {
            store.clock = StoreClock::Sandbox { ahead: TimeDelta::zero() };
        }
        self.apply_to(&mut store, &mut errors);
        errors.none().map(|()| store)
    }

    /// Changes `store` in every field that was given. The code stays what it is, and so does
    /// `DEFAULT`'s being active.
    pub fn change(&self, store: &mut Store) -> Result<(), FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.of_update().report(&mut errors) {
            return Err(errors);
        }
        if self.code.is_present() && self.code != Given::text(store.code.as_str()) {
            errors.field("code", "The code of a store cannot be changed.");
        }
        if let Given::Text(_) | Given::Malformed = self.name
            && let Some(name) = self.name.line("name", &mut errors)
        {
            store.name = name;
        }
        let switched_off = matches!(self.active, Given::Empty | Given::Text(_));
        if switched_off && !self.active.is_checked() && store.code.is_default() {
            errors.field("active", "The default store cannot be deactivated.");
        }
        self.apply_to(store, &mut errors);
        errors.none()
    }

    fn apply_to(&self, store: &mut Store, errors: &mut FormErrors) {
        if self.active.is_present() {
            store.active = self.active.checked("active", errors);
        }
        if let Some(currency) = self.currency.parsed("currency", errors, parse_currency) {
            store.currency = currency;
        }
        let zone = |raw: &str| raw.parse::<Tz>().map_err(|_| message::NOT_VALID);
        if let Some(zone) = self.time_zone.parsed("timezone", errors, zone) {
            store.time_zone = zone;
        }
        if let Some(locale) = self.default_locale.parsed("defaultLocale", errors, Locale::parse) {
            store.default_locale = locale;
        }
        self.apply_settings(&mut store.settings, errors);
    }

    fn apply_settings(&self, settings: &mut Settings, errors: &mut FormErrors) {
        let choices: [(&'static str, &Given, &[&str]); 2] = [
            ("accountActivationMethod", &self.account_activation_method, &["email", "sms"]),
            ("tierAssignType", &self.tier_assign_type, &["transactions", "points"]),
        ];
        for (key, given, allowed) in choices {
            let known = |raw: &str| match allowed.iter().find(|it| **it == raw) {
                Some(choice) => Ok(*choice),
                None => Err(message::NOT_VALID),
            };
            if let Some(choice) = given.parsed(key, errors, known) {
                settings.put(key, choice);
            }
        }
        let edits = &self.allow_customers_profile_edits;
        if edits.is_present() {
            let allowed = edits.checked("allowCustomersProfileEdits", errors);
            settings.put("allowCustomersProfileEdits", allowed);
        }
    }
}

/// Three letters, kept as typed.
fn parse_currency(raw: &str) -> Result<String, &'static str> {
    let legal = raw.len() == 3 && raw.bytes().all(|it| it.is_ascii_alphabetic());
    if legal { Ok(raw.to_owned()) } else { Err(message::NOT_VALID) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn store_codes_are_letters_digits_underscores_and_hyphens() {
        for good in ["DEFAULT", "pl", "shop-1", "A_b"] {
            assert!(StoreCode::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "admin", "token", "a b", "a/b", "ż", &"x".repeat(33)] {
            assert_eq!(StoreCode::parse(bad), Err(BadStoreCode), "{bad}");
        }
    }

    fn draft(code: &str, name: &str) -> StoreDraft {
        StoreDraft { code: Given::text(code), name: Given::text(name), ..StoreDraft::default() }
    }

    #[test]
    fn a_new_store_needs_a_code_and_a_name() {
        let errors = draft("", "").open().unwrap_err();
        assert!(errors.has("code") && errors.has("name"));
        let store = draft("pl", "Polska").open().unwrap();
        assert_eq!(
            (store.currency.as_str(), store.time_zone, store.active),
            ("eur", Tz::UTC, true)
        );
    }

    #[test]
    fn a_change_touches_only_what_was_given() {
        let mut store = draft("pl", "Polska").open().unwrap();
        let change = StoreDraft {
            time_zone: Given::text("Europe/Warsaw"),
            account_activation_method: Given::text("sms"),
            ..StoreDraft::default()
        };
        change.change(&mut store).unwrap();
        assert_eq!(store.time_zone, chrono_tz::Europe::Warsaw);
        assert_eq!(store.settings.activation_method(), ActivationMethod::Sms);
        assert_eq!(store.name.as_str(), "Polska");
    }

    #[test]
    fn the_default_store_stays_active_and_codes_stay_put() {
        let mut store = draft("DEFAULT", "Main").open().unwrap();
        let off = StoreDraft { active: Given::text("0"), ..draft("other", "") };
        let errors = off.change(&mut store).unwrap_err();
        assert!(errors.has("active") && errors.has("code"));
    }
}
