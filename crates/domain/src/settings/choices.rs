//! What can be chosen where: labels and values (behaviour C6).

mod countries;
mod languages;

use chrono_tz::TZ_VARIANTS;

use self::countries::COUNTRIES;
use self::languages::LANGUAGES;

/// A label for people, and the value that stands for it.
pub type Choice = (&'static str, &'static str);

const METHODS: &[Choice] = &[("E-mail", "email"), ("SMS", "sms")];

const STATUSES: &[Choice] =
    &[("New", "new"), ("Active", "active"), ("Blocked", "blocked"), ("Deleted", "deleted")];

const TRANSLATIONS: &[Choice] = &[("English", "en"), ("Polski", "pl")];

const LIMIT_PERIODS: &[Choice] = &[
    ("1 day", "1 day"),
    ("1 week", "1 week"),
    ("1 month", "1 month"),
    ("3 months", "3 months"),
    ("6 months", "6 months"),
    ("1 year", "1 year"),
    ("Forever", "forever"),
];

const REFERRAL_EVENTS: &[Choice] = &[
    ("Every transaction", "every_transaction"),
    ("First transaction", "first_transaction"),
    ("Register", "register"),
];

const REFERRAL_TYPES: &[Choice] =
    &[("Both", "both"), ("Referrer", "referrer"), ("Referred", "referred")];

const DELIVERY: &[Choice] = &[
    ("Ordered", "ordered"),
    ("Shipped", "shipped"),
    ("Delivered", "delivered"),
    ("Canceled", "canceled"),
];

/// The events that an earning rule can reward (behaviour 3.14.6).
const EVENTS: &[Choice] = &[
    ("Account created", "oloy.account.created"),
    ("Customer logged in", "oloy.customer.logged_in"),
    ("First purchase", "oloy.transaction.customer_first_transaction"),
    ("Newsletter subscription", "oloy.customer.newsletter_subscription"),
];

const VENDORS: &[Choice] = &[("None", "none"), ("SALESmanago", "sales_manago")];

/// The settings that hold a gateway's credentials.
const GATEWAY: &[Choice] =
    &[("Token", "smsApiToken"), ("Account", "smsAccountId"), ("Key", "smsApiKey")];

const EXPIRY: &[Choice] = &[
    ("All time active", "all_time_active"),
    ("After X days", "after_x_days"),
    ("At the end of the month", "at_the_end_of_the_month"),
    ("At the end of the year", "at_the_end_of_the_year"),
];

/// The choices of a type; `None` when nobody knows it.
pub fn choices(name: &str) -> Option<Vec<Choice>> {
    let listed = match name {
        "timezone" => {
            return Some(TZ_VARIANTS.iter().map(|it| (it.name(), it.name())).collect());
        }
        "language" => LANGUAGES,
        "country" => COUNTRIES,
        "availableFrontendTranslations" => TRANSLATIONS,
        "earningRuleLimitPeriod" => LIMIT_PERIODS,
        "referralEvents" => REFERRAL_EVENTS,
        "referralTypes" => REFERRAL_TYPES,
        "deliveryStatus" => DELIVERY,
        "promotedEvents" => EVENTS,
        "availableCustomerStatuses" => STATUSES,
        "availableAccountActivationMethods" => METHODS,
        "availableMarketingVendors" => VENDORS,
        "smsGatewayConfig" => GATEWAY,
        "availablePointExpireAfter" => EXPIRY,
        _ => return None,
    };
    Some(listed.to_vec())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::settings::{KEYS, Key, Kind};

    const TYPES: [&str; 14] = [
        "timezone",
        "language",
        "country",
        "availableFrontendTranslations",
        "earningRuleLimitPeriod",
        "referralEvents",
        "referralTypes",
        "deliveryStatus",
        "promotedEvents",
        "availableCustomerStatuses",
        "availableAccountActivationMethods",
        "availableMarketingVendors",
        "smsGatewayConfig",
        "availablePointExpireAfter",
    ];

    #[test]
    fn every_type_has_choices_and_no_label_or_value_twice() {
        for name in TYPES {
            let found = choices(name).unwrap();
            let labels: BTreeSet<_> = found.iter().map(|it| it.0).collect();
            let values: BTreeSet<_> = found.iter().map(|it| it.1).collect();
            assert!(!found.is_empty(), "{name}");
            assert_eq!((labels.len(), values.len()), (found.len(), found.len()), "{name}");
        }
        assert_eq!(choices("Timezone"), None);
        assert_eq!(choices("country").unwrap().len(), 249);
    }

    #[test]
    fn what_can_be_chosen_for_a_setting_is_what_it_takes() {
        for (name, key) in [
            ("availableAccountActivationMethods", "accountActivationMethod"),
            ("availableMarketingVendors", "marketingVendorsValue"),
            ("availablePointExpireAfter", "pointsDaysExpiryAfter"),
        ] {
            let Kind::Choice(words) = Key::find(key).unwrap().kind else { panic!("{key}") };
            let values: Vec<_> = choices(name).unwrap().into_iter().map(|it| it.1).collect();
            assert_eq!(values, words, "{key}");
        }
        let gateway = choices("smsGatewayConfig").unwrap();
        assert!(gateway.iter().all(|(_, name)| KEYS.iter().any(|it| it.name == *name)));
    }
}
