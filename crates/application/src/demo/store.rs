//! The programme's name and settings (behaviour 6.11: the Demo column of 4.0.2).

use domain::locale::Locale;
use domain::store::Store;

use super::{WELL_FORMED, text};

/// Settings that are unset in the demo are missing here, and so are those that are the store's
/// own fields: currency, time zone, name. Lists are JSON; an empty text is a setting without a value.
const SETTINGS: [(&str, &str); 22] = [
    ("programPointsSingular", "Point"),
    ("programPointsPlural", "Points"),
    ("accountActivationMethod", "email"),
    ("allowCustomersProfileEdits", "true"),
    ("returns", "true"),
    ("tierAssignType", "transactions"),
    ("excludedLevelCategories", r#"["category_excluded_from_level"]"#),
    ("levelDowngradeMode", "none"),
    ("levelDowngradeDays", ""),
    ("levelDowngradeBase", "none"),
    ("levelResetPointsOnDowngrade", "false"),
    ("pointsDaysExpiryAfter", "after_x_days"),
    ("pointsDaysActiveCount", "30"),
    ("allTimeNotLocked", "true"),
    ("customerStatusesEarning", r#"["active"]"#),
    ("customerStatusesSpending", r#"["active"]"#),
    (
        "customersIdentificationPriority",
        r#"[{"priority":3,"field":"phone"},{"priority":2,"field":"loyaltyCardNumber"},{"priority":1,"field":"email"}]"#,
    ),
    ("expirePointsNotificationDays", "10"),
    ("expireCouponsNotificationDays", "10"),
    ("expireLevelsNotificationDays", "10"),
    ("marketingVendorsValue", "none"),
    ("pushySecretKey", ""),
];

pub(super) fn furnish(store: &mut Store) {
    store.name = text("Loyalty Program");
    "eur".clone_into(&mut store.currency);
    store.time_zone = "Europe/Warsaw".parse().expect(WELL_FORMED);
    store.default_locale = Locale::english();
    let settings = SETTINGS.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    store.settings.0 = settings.collect();
}
