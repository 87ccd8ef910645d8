//! The programme's name and settings (behaviour 6.11: the Demo column of 4.0.2).

use domain::locale::Locale;
use domain::settings::{Identification, Priority, SettingValue, Settings};
use domain::store::Store;

use super::{WELL_FORMED, text};

pub(super) fn furnish(store: &mut Store) {
    store.name = text("Loyalty Program");
    "eur".clone_into(&mut store.currency);
    store.time_zone = "Europe/Warsaw".parse().expect(WELL_FORMED);
    store.default_locale = Locale::english();
    store.settings = settings();
}

/// What is unset in the demo is missing here, and so are the store's own fields: currency, time
/// zone, name.
fn settings() -> Settings {
    let mut settings = Settings::default();
    for (key, word) in [
        ("programPointsSingular", "Point"),
        ("programPointsPlural", "Points"),
        ("accountActivationMethod", "email"),
        ("tierAssignType", "transactions"),
        ("levelDowngradeMode", "none"),
        ("levelDowngradeBase", "none"),
        ("pointsDaysExpiryAfter", "after_x_days"),
        ("marketingVendorsValue", "none"),
    ] {
        settings.put(key, word);
    }
    for (key, on) in [
        ("allowCustomersProfileEdits", true),
        ("returns", true),
        ("levelResetPointsOnDowngrade", false),
        ("allTimeNotLocked", true),
    ] {
        settings.put(key, on);
    }
    for (key, days) in [
        ("pointsDaysActiveCount", 30),
        ("expirePointsNotificationDays", 10),
        ("expireCouponsNotificationDays", 10),
        ("expireLevelsNotificationDays", 10),
    ] {
        settings.put(key, days);
    }
    for (key, word) in [
        ("excludedLevelCategories", "category_excluded_from_level"),
        ("customerStatusesEarning", "active"),
        ("customerStatusesSpending", "active"),
    ] {
        settings.put(key, SettingValue::Texts(vec![word.to_owned()]));
    }
    let order = [
        (3, Identification::Phone),
        (2, Identification::LoyaltyCardNumber),
        (1, Identification::Email),
    ];
    let order = order.map(|(priority, field)| Priority { priority, field });
    settings.put("customersIdentificationPriority", SettingValue::Priorities(order.to_vec()));
    settings
}
