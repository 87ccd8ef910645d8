//! The form `settings`: every key of the domain's table.

use std::collections::BTreeMap;

use domain::form::Shape;
use domain::settings::{GivenSetting, KEYS, Key, Kind, PriorityDraft, SettingsDraft};

use crate::body::{Field, Form, FormSpec, Members, choice, flag, list, text, texts};

const PRIORITY: &[Field] = &[
    text("priority", "A number").required().like("1"),
    choice("field", &["phone", "loyaltyCardNumber", "email"], "What is compared").required(),
];

pub(super) static SETTINGS: Form = Form {
    name: "settings",
    fields: &[
        text("currency", "pln, usd, eur, hkd, cop, or what it already is").required().like("eur"),
        text("timezone", "IANA name").required().like("Europe/Warsaw"),
        text("programName", "The programme's name, in messages").required().like("Loyalty Program"),
        text("programConditionsUrl", "Where the conditions are"),
        text("programFaqUrl", "Where questions are answered"),
        text("programUrl", "Where the programme is"),
        text("helpEmailAddress", "Whom to ask"),
        text("programPointsSingular", "What one point is called").required().like("Point"),
        text("programPointsPlural", "What points are called").required().like("Points"),
        choice(
            "accountActivationMethod",
            &["email", "sms"],
            "How accounts are activated; sms needs a gateway",
        )
        .required()
        .like("email"),
        flag("allowCustomersProfileEdits", "Whether customers edit their profiles"),
        flag("returns", "Whether returns are accepted"),
        choice("tierAssignType", &["transactions", "points"], "What moves levels")
            .required()
            .like("transactions"),
        flag(
            "excludeDeliveryCostsFromTierAssignment",
            "Whether delivery costs count for levels no more",
        ),
        texts("excludedDeliverySKUs", &[], "The SKUs that are delivery costs"),
        texts("excludedLevelSKUs", &[], "SKUs that do not count for levels"),
        texts("excludedLevelCategories", &[], "Categories that do not count for levels"),
        choice(
            "levelDowngradeMode",
            &["none", "automatic", "after_x_days"],
            "How levels that are reached by points go down",
        )
        .required()
        .like("none"),
        text("levelDowngradeDays", "After how many days, for after_x_days"),
        choice(
            "levelDowngradeBase",
            &["none", "active_points", "earned_points", "earned_points_since_last_level_change"],
            "Which points count, for after_x_days",
        ),
        flag("levelResetPointsOnDowngrade", "Whether points expire with a recalculation"),
        choice(
            "pointsDaysExpiryAfter",
            &[
                "all_time_active",
                "after_x_days",
                "at_the_end_of_the_month",
                "at_the_end_of_the_year",
            ],
            "When points expire",
        ),
        text("pointsDaysActiveCount", "After how many days, for after_x_days"),
        flag("allTimeNotLocked", "Whether new points can be spent at once"),
        text("pointsDaysLocked", "For how many days new points are locked").like("7"),
        texts(
            "customerStatusesEarning",
            &["new", "active", "blocked", "deleted"],
            "Whose points grow",
        )
        .required()
        .like("active"),
        texts(
            "customerStatusesSpending",
            &["new", "active", "blocked", "deleted"],
            "Who may buy rewards",
        )
        .required()
        .like("active"),
        list(
            "customersIdentificationPriority",
            PRIORITY,
            "By what purchases are matched to customers, in this order",
        ),
        text("expirePointsNotificationDays", "How many days ahead expiring points are told"),
        text("expireCouponsNotificationDays", "How many days ahead expiring coupons are told"),
        text("expireLevelsNotificationDays", "How many days ahead expiring levels are told"),
        flag("webhooks", "Whether events are told to the outside"),
        text("uriWebhooks", "Where they are told"),
        text("webhookHeaderName", "A further header of each delivery"),
        text("webhookHeaderValue", "Its value; hidden from those who may not change it"),
        text("accentColor", "#rgb or #rrggbb"),
        text("cssTemplate", "A style sheet"),
        choice("marketingVendorsValue", &["none", "sales_manago"], "A connected service")
            .required()
            .like("none"),
        text("pushySecretKey", "Key of the push service; hidden from those who may not change it"),
        text("smsApiToken", "Token of the SMS gateway; hidden from those who may not change it"),
        text("smsAccountId", "Account at the SMS gateway"),
        text("smsApiKey", "Key of the SMS gateway; hidden from those who may not change it"),
    ],
};

pub(super) struct SettingsForm;

impl FormSpec for SettingsForm {
    const FORM: &'static Form = &SETTINGS;
}

pub(super) fn settings_draft((form, shape): (Members, Shape)) -> SettingsDraft {
    let values: BTreeMap<_, _> = KEYS.iter().map(|it| (it.name, given(&form, it))).collect();
    SettingsDraft { shape, values }
}

fn given(form: &Members, key: &Key) -> GivenSetting {
    match key.kind {
        Kind::Texts | Kind::Statuses => GivenSetting::Many(form.texts(key.name)),
        Kind::Priorities => GivenSetting::Priorities(form.list(key.name, |it| PriorityDraft {
            priority: it.leaf("priority"),
            field: it.leaf("field"),
        })),
        _ => GivenSetting::One(form.leaf(key.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_has_every_key_in_the_tables_order() {
        let fields: Vec<_> = SETTINGS.fields.iter().map(|it| (it.name, it.required)).collect();
        let keys: Vec<_> = KEYS.iter().map(|it| (it.name, it.required)).collect();
        assert_eq!(fields, keys);
        for (field, key) in SETTINGS.fields.iter().zip(&KEYS) {
            let words = match field.kind {
                crate::body::Kind::Choice(words) => words,
                _ => &[],
            };
            let known = if let Kind::Choice(known) = key.kind { known } else { &[] };
            assert_eq!(words, known, "{}", key.name);
        }
    }
}
