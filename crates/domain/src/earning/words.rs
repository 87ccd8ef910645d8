//! The wire's words for rules (behaviour 3.14.1, C6).

use super::{LimitPeriod, ReferralEvent, Rewarded, RuleKind};

impl RuleKind {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Event { .. } => "event",
            Self::Custom { .. } => "custom_event",
            Self::Referral { .. } => "referral",
            Self::Spending(_) => "points",
            Self::Product { .. } => "product_purchase",
            Self::MultiplyProduct { .. } => "multiply_for_product",
            Self::MultiplyLabels { .. } => "multiply_by_product_labels",
            Self::Geolocation { .. } => "geolocation",
            Self::QrCode { .. } => "qrcode",
            Self::InstantReward { .. } => "instant_reward",
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
