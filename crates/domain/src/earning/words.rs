//! The wire's words for rules (behaviour 3.14.1, C6).

use super::{LimitPeriod, ReferralEvent, Rewarded, RuleKind};

/// The kinds of rules, by name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleType {
    Event,
    Custom,
    Referral,
    Spending,
    Product,
    MultiplyProduct,
    MultiplyLabels,
    InstantReward,
    Geolocation,
    QrCode,
}

impl RuleKind {
    pub fn rule_type(&self) -> RuleType {
        match self {
            Self::Event { .. } => RuleType::Event,
            Self::Custom { .. } => RuleType::Custom,
            Self::Referral { .. } => RuleType::Referral,
            Self::Spending(_) => RuleType::Spending,
            Self::Product { .. } => RuleType::Product,
            Self::MultiplyProduct { .. } => RuleType::MultiplyProduct,
            Self::MultiplyLabels { .. } => RuleType::MultiplyLabels,
            Self::Geolocation { .. } => RuleType::Geolocation,
            Self::QrCode { .. } => RuleType::QrCode,
            Self::InstantReward { .. } => RuleType::InstantReward,
        }
    }
}

/// Gives each value of an enum its word.
macro_rules! words {
    ($name:ident: $($value:ident = $word:literal),+ $(,)?) => {
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$value),+];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word),+
                }
            }

            pub fn parse(raw: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == raw)
            }
        }
    };
}

words!(RuleType:
    Event = "event",
    Custom = "custom_event",
    Referral = "referral",
    Spending = "points",
    Product = "product_purchase",
    MultiplyProduct = "multiply_for_product",
    MultiplyLabels = "multiply_by_product_labels",
    InstantReward = "instant_reward",
    Geolocation = "geolocation",
    QrCode = "qrcode",
);
words!(ReferralEvent:
    Register = "register",
    FirstPurchase = "first_transaction",
    EveryPurchase = "every_transaction",
);
words!(Rewarded: Referrer = "referrer", Referred = "referred", Both = "both");
words!(LimitPeriod:
    Day = "1 day",
    Week = "1 week",
    Month = "1 month",
    ThreeMonths = "3 months",
    HalfYear = "6 months",
    Year = "1 year",
    Forever = "forever",
);
