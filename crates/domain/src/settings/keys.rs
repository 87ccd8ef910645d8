//! Every key of behaviour 4.0.2, in its order. Pictures and files are not part of the form and so
//! not of this table.

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// A form without a value for it is refused.
    pub required: bool,
    /// Shown to nobody who may not change it.
    pub secret: bool,
}

/// What a key holds, and what is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The store's own column: one of five labels, or the one that the store already has.
    Currency,
    /// The store's own column: an IANA name.
    TimeZone,
    /// The store's own column: its name.
    ProgramName,
    Line,
    /// Several lines.
    Style,
    Url,
    Color,
    HeaderName,
    HeaderValue,
    Choice(&'static [&'static str]),
    /// Not submitted means off.
    Flag,
    /// A number of days of at least so many.
    Days(i64),
    Texts,
    /// Some of [`STATUSES`].
    Statuses,
    Priorities,
}

/// The labels that `currency` takes (behaviour 4.0.2).
pub const CURRENCIES: [&str; 5] = ["pln", "usd", "eur", "hkd", "cop"];

/// The names of a customer's statuses (behaviour 3.1.6).
pub const STATUSES: [&str; 4] = ["new", "active", "blocked", "deleted"];

const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: false, secret: false }
}

const fn required(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: true, secret: false }
}

const fn secret(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: false, secret: true }
}

/// The table.
#[rustfmt::skip]
pub const KEYS: [Key; 42] = {
    use Kind as K;
    [
        required("currency",                  K::Currency),
        required("timezone",                  K::TimeZone),
        required("programName",               K::ProgramName),
        key("programConditionsUrl",           K::Line),
        key("programFaqUrl",                  K::Line),
        key("programUrl",                     K::Line),
        key("helpEmailAddress",               K::Line),
        required("programPointsSingular",     K::Line),
        required("programPointsPlural",       K::Line),
        required("accountActivationMethod",   K::Choice(&["email", "sms"])),
        key("allowCustomersProfileEdits",     K::Flag),
        key("returns",                        K::Flag),
        required("tierAssignType",            K::Choice(&["transactions", "points"])),
        key("excludeDeliveryCostsFromTierAssignment", K::Flag),
        key("excludedDeliverySKUs",           K::Texts),
        key("excludedLevelSKUs",              K::Texts),
        key("excludedLevelCategories",        K::Texts),
        required("levelDowngradeMode",        K::Choice(&["none", "automatic", "after_x_days"])),
        key("levelDowngradeDays",             K::Days(1)),
        key("levelDowngradeBase",             K::Choice(&[
            "none", "active_points", "earned_points", "earned_points_since_last_level_change",
        ])),
        key("levelResetPointsOnDowngrade",    K::Flag),
        key("pointsDaysExpiryAfter",          K::Choice(&[
            "all_time_active", "after_x_days", "at_the_end_of_the_month", "at_the_end_of_the_year",
        ])),
        key("pointsDaysActiveCount",          K::Days(1)),
        key("allTimeNotLocked",               K::Flag),
        key("pointsDaysLocked",               K::Days(0)),
        required("customerStatusesEarning",   K::Statuses),
        required("customerStatusesSpending",  K::Statuses),
        key("customersIdentificationPriority", K::Priorities),
        key("expirePointsNotificationDays",   K::Days(0)),
        key("expireCouponsNotificationDays",  K::Days(0)),
        key("expireLevelsNotificationDays",   K::Days(0)),
        key("webhooks",                       K::Flag),
        key("uriWebhooks",                    K::Url),
        key("webhookHeaderName",              K::HeaderName),
        secret("webhookHeaderValue",          K::HeaderValue),
        key("accentColor",                    K::Color),
        key("cssTemplate",                    K::Style),
        required("marketingVendorsValue",     K::Choice(&["none", "sales_manago"])),
        secret("pushySecretKey",              K::Line),
        secret("smsApiToken",                 K::Line),
        key("smsAccountId",                   K::Line),
        secret("smsApiKey",                   K::Line),
    ]
};

impl Key {
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|it| it.name == name)
    }

    /// Whether the store has a column of its own for it.
    pub fn is_column(&self) -> bool {
        matches!(self.kind, Kind::Currency | Kind::TimeZone | Kind::ProgramName)
    }
}
