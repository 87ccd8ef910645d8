//! Each rule of behaviour 4.0.2 and 4.0.3.

use chrono_tz::Tz;

use super::*;
use crate::form::{Given, GivenGroup, Shape, message};
use crate::locale::Locale;
use crate::store::{Store, StoreCode};
use crate::text::Text;
use crate::tier::{Base, Downgrade, TierPolicy};

const REACHABLE: Outside = Outside { can_send_sms: true, accepts_url: true };

fn store() -> Store {
    Store {
        code: StoreCode::default_store(),
        name: Text::parse("Before").unwrap(),
        active: true,
        currency: "gbp".to_owned(),
        time_zone: Tz::UTC,
        default_locale: Locale::english(),
        settings: Settings::default(),
        clock: crate::store::StoreClock::Real,
        version: 1,
    }
}

/// What every form needs.
fn draft() -> SettingsDraft {
    let mut draft = SettingsDraft::default();
    for (key, value) in [
        ("currency", "eur"),
        ("timezone", "Europe/Warsaw"),
        ("programName", "Loyalty Program"),
        ("programPointsSingular", "Point"),
        ("programPointsPlural", "Points"),
        ("accountActivationMethod", "email"),
        ("tierAssignType", "points"),
        ("levelDowngradeMode", "none"),
        ("allTimeNotLocked", "1"),
        ("marketingVendorsValue", "none"),
    ] {
        set(&mut draft, key, value);
    }
    for key in ["customerStatusesEarning", "customerStatusesSpending"] {
        set_many(&mut draft, key, &["active"]);
    }
    draft
}

fn set(draft: &mut SettingsDraft, key: &'static str, value: &str) {
    draft.values.insert(key, GivenSetting::One(Given::text(value)));
}

fn set_many(draft: &mut SettingsDraft, key: &'static str, values: &[&str]) {
    let values = values.iter().map(|it| Given::text(it)).collect();
    draft.values.insert(key, GivenSetting::Many(GivenGroup::Members(values)));
}

fn with(changes: &[(&'static str, &str)]) -> SettingsDraft {
    let mut draft = draft();
    for (key, value) in changes {
        set(&mut draft, key, value);
    }
    draft
}

fn errors_of(draft: &SettingsDraft, outside: Outside) -> Vec<(String, String)> {
    let errors = draft.apply(&store(), outside).map(|_| ()).unwrap_err();
    let pair = |it: &crate::form::FieldError| (it.path.to_string(), it.message.to_string());
    errors.fields.iter().map(pair).collect()
}

fn stored(draft: &SettingsDraft) -> Settings {
    draft.apply(&store(), REACHABLE).unwrap().settings
}

#[test]
fn a_form_without_anything_misses_what_is_required() {
    let missing: Vec<_> = errors_of(&SettingsDraft::default(), REACHABLE);
    let names: Vec<_> = missing.iter().map(|(path, _)| path.as_str()).collect();
    let mut expected: Vec<_> = KEYS.iter().filter(|it| it.required).map(|it| it.name).collect();
    expected.insert(8, "pointsDaysLocked");
    assert_eq!(names, expected);
    assert!(missing.iter().all(|(_, said)| said == message::BLANK));
    let unsent = SettingsDraft { shape: Shape::NotSubmitted, ..SettingsDraft::default() };
    assert!(unsent.apply(&store(), REACHABLE).unwrap_err().is_empty());
}

#[test]
fn a_form_replaces_everything_and_unsent_flags_are_off() {
    let mut before = store();
    before.settings.put("returns", true);
    before.settings.put("accentColor", "#fff");
    let extra = SettingsDraft { shape: Shape::ExtraFields, ..draft() };
    let after = extra.apply(&before, REACHABLE).unwrap();
    assert_eq!((after.currency.as_str(), after.name.as_str()), ("eur", "Loyalty Program"));
    assert_eq!(after.time_zone, chrono_tz::Europe::Warsaw);
    assert_eq!(after.settings.get("returns"), Some(&false.into()));
    assert_eq!(after.settings.get("accentColor"), None);
    assert!(!after.settings.allows_profile_edits());
    let changed = after.changed_settings(&before);
    assert!(changed.contains(&"currency") && changed.contains(&"accentColor"));
    assert_eq!(after.changed_settings(&after), Vec::<&str>::new());
}

#[test]
fn each_value_is_checked_by_itself() {
    for (key, raw, said) in [
        ("currency", "EUR", message::NOT_VALID),
        ("timezone", "Mars/Base", message::NOT_VALID),
        ("tierAssignType", "luck", message::NOT_VALID),
        ("levelDowngradeBase", "luck", message::NOT_VALID),
        ("pointsDaysExpiryAfter", "soon", message::NOT_VALID),
        ("expirePointsNotificationDays", "soon", message::NOT_VALID),
        ("expirePointsNotificationDays", "-1", "This value should be 0 or more."),
        ("expirePointsNotificationDays", "36501", "This value should be 36500 or less."),
        ("pointsDaysLocked", "-1", "This value should be 0 or more."),
        ("uriWebhooks", "example.com", "This value is not a valid URL."),
        ("uriWebhooks", "ftp://example.com", "This value is not a valid URL."),
        ("uriWebhooks", "https://", "This value is not a valid URL."),
        ("uriWebhooks", "https://a b", "This value is not a valid URL."),
        ("webhookHeaderName", "X Y", message::NOT_VALID),
        ("webhookHeaderValue", "a\r\nb", message::NOT_VALID),
        ("accentColor", "red", "This is not a valid hex color."),
        ("accentColor", "#ffff", "This is not a valid hex color."),
        ("cssTemplate", "a\u{1b}", message::NOT_VALID),
        ("marketingVendorsValue", "somebody", message::NOT_VALID),
        ("programName", "a\nb", message::NOT_VALID),
    ] {
        let found = errors_of(&with(&[(key, raw)]), REACHABLE);
        assert_eq!(found, [(key.to_owned(), said.to_owned())], "{key}={raw}");
    }
    let fine = with(&[
        ("currency", "gbp"),
        ("accentColor", "#aBc"),
        ("cssTemplate", "a {\n\tb: c\n}"),
        ("uriWebhooks", "https://example.com:8443/hook?x=1"),
        ("webhookHeaderName", "X-Secret"),
        ("webhookHeaderValue", "s e"),
    ]);
    let settings = stored(&fine);
    assert_eq!(settings.style(), "a {\n\tb: c\n}");
    assert_eq!(settings.webhook_header(), Some(("X-Secret", "s e")));
    assert_eq!(settings.webhook_url(), Some("https://example.com:8443/hook?x=1"));
}

#[test]
fn values_that_depend_on_others_are_checked_together() {
    type Pairs = &'static [(&'static str, &'static str)];
    let table: [(Pairs, &str, &str); 8] = [
        (
            &[("excludeDeliveryCostsFromTierAssignment", "1")],
            "excludedDeliverySKUs",
            message::BLANK,
        ),
        (&[("pointsDaysExpiryAfter", "after_x_days")], "pointsDaysActiveCount", message::BLANK),
        (
            &[("pointsDaysExpiryAfter", "after_x_days"), ("pointsDaysActiveCount", "0")],
            "pointsDaysActiveCount",
            message::BLANK,
        ),
        (&[("allTimeNotLocked", "0")], "pointsDaysLocked", message::BLANK),
        (
            &[("allTimeNotLocked", "0"), ("pointsDaysLocked", "0")],
            "pointsDaysLocked",
            message::BLANK,
        ),
        (
            &[("levelDowngradeMode", "after_x_days"), ("levelDowngradeDays", "5")],
            "levelDowngradeBase",
            message::BLANK,
        ),
        (
            &[("levelDowngradeMode", "after_x_days"), ("levelDowngradeBase", "none")],
            "levelDowngradeDays",
            message::BLANK,
        ),
        (
            &[
                ("levelDowngradeMode", "after_x_days"),
                ("levelDowngradeBase", "none"),
                ("levelDowngradeDays", "0"),
            ],
            "levelDowngradeDays",
            "This value should be 1 or more.",
        ),
    ];
    for (changes, key, said) in table {
        let found = errors_of(&with(changes), REACHABLE);
        assert_eq!(found, [(key.to_owned(), said.to_owned())], "{changes:?}");
    }
    let no_sms = Outside { can_send_sms: false, accepts_url: true };
    let sms = with(&[("accountActivationMethod", "sms")]);
    let said = [("accountActivationMethod".to_owned(), "Bad credentials".to_owned())];
    assert_eq!(errors_of(&sms, no_sms), said);
    assert_eq!(stored(&sms).activation_method(), ActivationMethod::Sms);
    let inside = Outside { can_send_sms: true, accepts_url: false };
    let said = [("uriWebhooks".to_owned(), "This value is not a valid URL.".to_owned())];
    assert_eq!(errors_of(&with(&[("uriWebhooks", "http://10.0.0.1")]), inside), said);
}

#[test]
fn downgrade_settings_are_reset_where_they_mean_nothing() {
    let full = [
        ("levelDowngradeMode", "after_x_days"),
        ("levelDowngradeDays", "30"),
        ("levelDowngradeBase", "earned_points"),
        ("levelResetPointsOnDowngrade", "1"),
    ];
    let kept = stored(&with(&full));
    let base = Base::EarnedPoints;
    let downgrade = Downgrade::AfterDays { days: 30, base, resets_points: true };
    assert_eq!(kept.tier_policy(), TierPolicy::Points(downgrade));
    let mut by_money = with(&full);
    set(&mut by_money, "tierAssignType", "transactions");
    let reset = stored(&by_money);
    assert_eq!(reset.get("levelDowngradeMode"), Some(&"none".into()));
    assert_eq!(reset.get("levelDowngradeDays"), None);
    assert_eq!(reset.get("levelDowngradeBase"), Some(&"none".into()));
    assert_eq!(reset.get("levelResetPointsOnDowngrade"), Some(&false.into()));
}

#[test]
fn lists_lose_empty_and_repeated_entries_and_name_the_bad_ones() {
    let mut lists = draft();
    set_many(&mut lists, "excludedLevelSKUs", &["a", "", "b", "a"]);
    lists.values.insert("excludedLevelCategories", GivenSetting::Many(GivenGroup::Empty));
    let settings = stored(&lists);
    assert_eq!(settings.exclusions().level_skus, ["a", "b"]);
    assert_eq!(settings.get("excludedLevelCategories"), Some(&SettingValue::Texts(vec![])));
    assert_eq!(settings.get("excludedDeliverySKUs"), None);
    set_many(&mut lists, "customerStatusesEarning", &["active", "asleep"]);
    set_many(&mut lists, "customerStatusesSpending", &[""]);
    let named = |path: &str, said: &str| (path.to_owned(), said.to_owned());
    let expected = [
        named("customerStatusesEarning.1", message::NOT_VALID),
        named("customerStatusesSpending", message::BLANK),
    ];
    assert_eq!(errors_of(&lists, REACHABLE), expected);
}

#[test]
fn the_order_of_identification_is_the_order_of_its_list() {
    let mut by = draft();
    let entry = |priority: &str, field: &str| PriorityDraft {
        priority: Given::text(priority),
        field: Given::text(field),
    };
    let list = vec![entry("1", "email"), entry("9", "phone")];
    by.values.insert("customersIdentificationPriority", GivenSetting::Priorities(Some(list)));
    let order = stored(&by).identification_order();
    assert_eq!(order, [Identification::Email, Identification::Phone]);
    let odd = vec![entry("one", "email"), entry("", "fax")];
    by.values.insert("customersIdentificationPriority", GivenSetting::Priorities(Some(odd)));
    let places: Vec<_> = errors_of(&by, REACHABLE).into_iter().map(|(path, _)| path).collect();
    let expected = ["0.priority", "1.priority", "1.field"];
    assert_eq!(places, expected.map(|it| format!("customersIdentificationPriority.{it}")));
}

#[test]
fn secrets_are_shown_openly_or_not_at_all_and_the_mark_keeps_them() {
    let mut before = store();
    before.settings.put("pushySecretKey", "s3cret");
    before.settings.put("webhookHeaderValue", "other");
    let shown = |openly| {
        let shown = before.shown_settings(openly);
        shown.into_iter().find(|(key, _)| *key == "pushySecretKey").unwrap().1
    };
    assert_eq!((shown(true), shown(false)), ("s3cret".into(), REDACTED.into()));
    let marked = with(&[("pushySecretKey", REDACTED), ("smsApiToken", REDACTED)]);
    let after = marked.apply(&before, REACHABLE).unwrap();
    assert_eq!(after.settings.push_key(), Some("s3cret"));
    assert_eq!(after.settings.get("smsApiToken"), None);
    assert_eq!(after.settings.get("webhookHeaderValue"), None);
}
