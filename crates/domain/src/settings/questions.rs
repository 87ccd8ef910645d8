//! Typed questions about settings, each with its default (behaviour 4.0.2).

use super::{ActivationMethod, Identification, SettingValue, Settings, TierAssignType};
use crate::customer::Status;
use crate::ledger::Expiry;
use crate::tier::{Base, Downgrade, TierPolicy};
use crate::transaction::Exclusions;

/// What customers are told about some days ahead (behaviour 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    ExpiringPoints,
    ExpiringCoupons,
    ExpiringLevel,
}

impl Notice {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExpiringPoints => "points",
            Self::ExpiringCoupons => "coupons",
            Self::ExpiringLevel => "level",
        }
    }
}

impl Settings {
    pub fn activation_method(&self) -> ActivationMethod {
        match self.text("accountActivationMethod") {
            Some("sms") => ActivationMethod::Sms,
            _ => ActivationMethod::Email,
        }
    }

    /// Missing counts as allowed (behaviour 1.6.1).
    pub fn allows_profile_edits(&self) -> bool {
        self.flag("allowCustomersProfileEdits").unwrap_or(true)
    }

    /// Whether return documents are accepted (behaviour 3.16.1).
    pub fn accepts_returns(&self) -> bool {
        self.is_on("returns")
    }

    pub fn tier_assign_type(&self) -> TierAssignType {
        match self.text("tierAssignType") {
            Some("points") => TierAssignType::Points,
            _ => TierAssignType::Transactions,
        }
    }

    pub fn excludes_delivery_costs_from_tiers(&self) -> bool {
        self.is_on("excludeDeliveryCostsFromTierAssignment")
    }

    /// What does not count for some purposes (behaviour 3.9.7, 3.9.15).
    pub fn exclusions(&self) -> Exclusions {
        Exclusions {
            delivery_skus: self.texts("excludedDeliverySKUs").to_vec(),
            level_skus: self.texts("excludedLevelSKUs").to_vec(),
            level_categories: self.texts("excludedLevelCategories").to_vec(),
        }
    }

    /// What moves customers between levels (behaviour 3.9.7, 3.10).
    pub fn tier_policy(&self) -> TierPolicy {
        match self.tier_assign_type() {
            TierAssignType::Points => TierPolicy::Points(self.downgrade()),
            TierAssignType::Transactions => TierPolicy::Transactions {
                without_delivery: self.excludes_delivery_costs_from_tiers(),
            },
        }
    }

    /// Missing means automatic, a value nobody knows never (behaviour 3.10.1, 3.10.2).
    fn downgrade(&self) -> Downgrade {
        match self.text("levelDowngradeMode") {
            None | Some("automatic") => Downgrade::Automatic,
            Some("after_x_days") => Downgrade::AfterDays {
                days: self.days("levelDowngradeDays").unwrap_or(365),
                base: self.downgrade_base(),
                resets_points: self.is_on("levelResetPointsOnDowngrade"),
            },
            Some(_) => Downgrade::Never,
        }
    }

    fn downgrade_base(&self) -> Base {
        match self.text("levelDowngradeBase") {
            Some("none") => Base::None,
            Some("earned_points") => Base::EarnedPoints,
            Some("earned_points_since_last_level_change") => Base::EarnedSinceLevelChange,
            _ => Base::ActivePoints,
        }
    }

    /// 90 days unless a setting says otherwise (behaviour 3.13.1).
    pub fn points_expiry(&self) -> Expiry {
        match self.text("pointsDaysExpiryAfter") {
            Some("all_time_active") => Expiry::Never,
            Some("at_the_end_of_the_month") => Expiry::EndOfMonth,
            Some("at_the_end_of_the_year") => Expiry::EndOfYear,
            Some("after_x_days") => {
                Expiry::AfterDays(self.days("pointsDaysActiveCount").unwrap_or(90))
            }
            _ => Expiry::AfterDays(90),
        }
    }

    /// For how many days new points are locked; `None`: not at all (behaviour 3.13.3).
    pub fn days_locked(&self) -> Option<u32> {
        if self.is_on("allTimeNotLocked") { None } else { self.days("pointsDaysLocked") }
    }

    /// Whether customers of this status earn points; nobody does without the setting
    /// (behaviour 3.14.3).
    pub fn lets_earn(&self, status: Status) -> bool {
        self.texts("customerStatusesEarning").iter().any(|it| it == name_of(status))
    }

    /// Whether customers of this status buy rewards (behaviour 3.14.3).
    pub fn lets_spend(&self, status: Status) -> bool {
        self.texts("customerStatusesSpending").iter().any(|it| it == name_of(status))
    }

    /// By what a purchase is matched to a customer, in this order (behaviour 3.16.2).
    pub fn identification_order(&self) -> Vec<Identification> {
        match self.get("customersIdentificationPriority") {
            Some(SettingValue::Priorities(list)) if !list.is_empty() => {
                list.iter().map(|it| it.field).collect()
            }
            _ => Identification::ALL.to_vec(),
        }
    }

    /// How many days ahead; `None`: nothing is told.
    pub fn notice_days(&self, notice: Notice) -> Option<u32> {
        let days = self.number(match notice {
            Notice::ExpiringPoints => "expirePointsNotificationDays",
            Notice::ExpiringCoupons => "expireCouponsNotificationDays",
            Notice::ExpiringLevel => "expireLevelsNotificationDays",
        });
        days.and_then(|it| it.try_into().ok())
    }

    /// Whether events are told to the outside (behaviour 5.1.1).
    pub fn webhooks(&self) -> bool {
        self.is_on("webhooks")
    }

    /// Where the settings' own webhook goes.
    pub fn webhook_url(&self) -> Option<&str> {
        self.text("uriWebhooks")
    }

    /// A further header of it; both of its parts must be set.
    pub fn webhook_header(&self) -> Option<(&str, &str)> {
        self.text("webhookHeaderName").zip(self.text("webhookHeaderValue"))
    }

    /// The style sheet of the programme's pages.
    pub fn style(&self) -> &str {
        self.text("cssTemplate").unwrap_or_default()
    }

    /// The store's key of the push service (behaviour 3.22.3).
    pub fn push_key(&self) -> Option<&str> {
        self.text("pushySecretKey")
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(SettingValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn number(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(SettingValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn days(&self, key: &str) -> Option<u32> {
        self.number(key).and_then(|it| it.try_into().ok())
    }

    fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Some(SettingValue::Flag(on)) => Some(*on),
            _ => None,
        }
    }

    fn is_on(&self, key: &str) -> bool {
        self.flag(key) == Some(true)
    }

    fn texts(&self, key: &str) -> &[String] {
        match self.get(key) {
            Some(SettingValue::Texts(list)) => list,
            _ => &[],
        }
    }
}

fn name_of(status: Status) -> &'static str {
    match status {
        Status::New => "new",
        Status::Active => "active",
        Status::Blocked => "blocked",
        Status::Deleted => "deleted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_know_their_defaults() {
        let it = Settings::default();
        assert_eq!(it.activation_method(), ActivationMethod::Email);
        assert!(it.allows_profile_edits());
        assert_eq!(it.tier_assign_type(), TierAssignType::Transactions);
        assert!(
            !it.excludes_delivery_costs_from_tiers() && !it.webhooks() && !it.accepts_returns()
        );
        assert_eq!(it.exclusions(), Exclusions::default());
        assert_eq!(it.tier_policy(), TierPolicy::Transactions { without_delivery: false });
        assert_eq!(it.downgrade(), Downgrade::Automatic);
        assert_eq!(it.points_expiry(), Expiry::AfterDays(90));
        assert_eq!(it.days_locked(), None);
        assert!(!it.lets_earn(Status::Active) && !it.lets_spend(Status::Active));
        assert_eq!(it.identification_order(), Identification::ALL);
        assert_eq!(it.notice_days(Notice::ExpiringPoints), None);
        assert_eq!((it.webhook_url(), it.webhook_header(), it.push_key()), (None, None, None));
    }

    #[test]
    fn settings_answer_what_was_set() {
        let mut it = Settings::default();
        it.put("levelDowngradeMode", "after_x_days");
        let base = Base::ActivePoints;
        assert_eq!(it.downgrade(), Downgrade::AfterDays { days: 365, base, resets_points: false });
        it.put("levelDowngradeMode", "whenever");
        it.put("tierAssignType", "points");
        assert_eq!(it.tier_policy(), TierPolicy::Points(Downgrade::Never));
        for (word, expiry) in [
            ("all_time_active", Expiry::Never),
            ("at_the_end_of_the_month", Expiry::EndOfMonth),
            ("at_the_end_of_the_year", Expiry::EndOfYear),
            ("after_x_days", Expiry::AfterDays(30)),
        ] {
            it.put("pointsDaysExpiryAfter", word);
            it.put("pointsDaysActiveCount", 30);
            assert_eq!(it.points_expiry(), expiry, "{word}");
        }
        it.put("pointsDaysLocked", 3);
        assert_eq!(it.days_locked(), Some(3));
        it.put("allTimeNotLocked", true);
        assert_eq!(it.days_locked(), None);
        it.0.insert(
            "customerStatusesEarning".to_owned(),
            SettingValue::Texts(vec!["new".to_owned()]),
        );
        assert!(it.lets_earn(Status::New) && !it.lets_earn(Status::Active));
        it.put("expireLevelsNotificationDays", 10);
        assert_eq!(it.notice_days(Notice::ExpiringLevel), Some(10));
        assert_eq!(it.notice_days(Notice::ExpiringCoupons), None);
    }
}
