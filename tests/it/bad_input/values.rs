//! Odd values, and what the field they are in makes of them.

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of at most 255 characters.
    Text,
    /// A line that is read further: a date, a number, an id.
    Formatted,
    /// `1` or `0`; every text is one of them.
    Flag,
    /// Not looked at yet.
    Ignored,
}

/// Of segments and campaigns: read further.
const REWARDS: [&str; 21] = [
    "[costInPoints]",
    "[levels][0]",
    "[segments][0]",
    "[activeFrom]",
    "[activeTo]",
    "[limit]",
    "[limitPerUser]",
    "[daysInactive]",
    "[daysValid]",
    "[criteria][0][type]",
    "[min]",
    "[max]",
    "[from]",
    "[to]",
    "[percent]",
    "[posIds][0]",
    "[anniversaryType]",
    "[days]",
    "[fromDate]",
    "[toDate]",
    "[customers][0]",
];

const FLAGS: [&str; 17] = [
    "[allTimeActive]",
    "[unlimited]",
    "[singleCoupon]",
    "[lastExecutedRule]",
    "[excludeDeliveryCost]",
    "[agreement1]",
    "[agreement2]",
    "[agreement3]",
    "[active]",
    "[allowPointTransfer]",
    "[allowCustomersProfileEdits]",
    "[sandbox]",
    "[returns]",
    "[excludeDeliveryCostsFromTierAssignment]",
    "[levelResetPointsOnDowngrade]",
    "[allTimeNotLocked]",
    "settings[webhooks]",
];

const FORMATTED: [&str; 40] = [
    "[customerData][email]",
    "transfer[customer]",
    "transfer[points]",
    "[validityDuration]",
    "[documentType]",
    "[purchaseDate]",
    "[quantity]",
    "[grossValue]",
    "transaction[pos]",
    "webhook[url]",
    "webhook[events][0]",
    "webhook[headerName]",
    "replay[from]",
    "replay[until]",
    "customer[email]",
    "seller[email]",
    "[phone]",
    "[birthDate]",
    "[createdAt]",
    "[gender]",
    "[levelId]",
    "[posId]",
    "[sellerId]",
    "[plainPassword]",
    "[conditionValue]",
    "[minOrder]",
    "[value]",
    "[startAt]",
    "[endAt]",
    "pos[location][country]",
    "[lat]",
    "[long]",
    "[resource]",
    "[access]",
    "[store]",
    "[expiresAt]",
    "store[code]",
    "[currency]",
    "[timezone]",
    "[defaultLocale]",
];

const SETTINGS: [&str; 18] = [
    "[accountActivationMethod]",
    "[tierAssignType]",
    "[levelDowngradeMode]",
    "[levelDowngradeDays]",
    "[levelDowngradeBase]",
    "[pointsDaysExpiryAfter]",
    "[pointsDaysActiveCount]",
    "[pointsDaysLocked]",
    "[customerStatusesEarning][0]",
    "[customerStatusesSpending][0]",
    "[priority]",
    "[field]",
    "[expirePointsNotificationDays]",
    "[expireCouponsNotificationDays]",
    "[expireLevelsNotificationDays]",
    "[uriWebhooks]",
    "[accentColor]",
    "[marketingVendorsValue]",
];

const RULES: [&str; 14] = [
    "earningRule[type]",
    "[levels][0]",
    "[segments][0]",
    "earningRule[pos][0]",
    "[period]",
    "[limit][limit]",
    "[rewardType]",
    "[pointsAmount]",
    "[pointValue]",
    "[minOrderValue]",
    "[multiplier]",
    "tude]",
    "[radius]",
    "[rewardCampaignId]",
];

/// By a field's full name.
pub fn kind_of(name: &str) -> Kind {
    let is = |names: &[&str]| names.iter().any(|it| name.ends_with(it));
    match name {
        "customer[invitationToken]" | "customer[referral_customer_email]" => Kind::Ignored,
        _ if is(&FLAGS) => Kind::Flag,
        _ if is(&FORMATTED) || is(&SETTINGS) || is(&RULES) || is(&REWARDS) => Kind::Formatted,
        _ => Kind::Text,
    }
}

/// What should become of a body with one odd field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Accepted,
    /// With exactly this message at the field.
    Refused(&'static str),
    /// With a message of the field's own.
    RefusedSomehow,
}

pub const BLANK: &str = "This value should not be blank.";
pub const NOT_VALID: &str = "This value is not valid.";
const TOO_LONG: &str = "This value is too long. It should have 255 characters or less.";

/// One way to spoil a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    Missing,
    Empty,
    Blank,
    Long,
    Group,
    List,
    NotUtf8,
    Nul,
    LineEnd,
    Escape,
    Twice,
}

impl Odd {
    pub const ALL: [Self; 11] = [
        Self::Missing,
        Self::Empty,
        Self::Blank,
        Self::Long,
        Self::Group,
        Self::List,
        Self::NotUtf8,
        Self::Nul,
        Self::LineEnd,
        Self::Escape,
        Self::Twice,
    ];

    /// The body's pairs for the field `name`, already encoded, where `good` would be right.
    pub fn encoded(self, name: &str, good: &str) -> String {
        // Labels are keys with values; anything without a colon is no label at all.
        let before = if name.ends_with("[labels]") { "k:" } else { "" };
        let long = "x".repeat(256);
        match self {
            Self::Missing => String::new(),
            Self::Empty => format!("{name}="),
            Self::Blank => format!("{name}=%20+%09"),
            Self::Long => format!("{name}={before}{long}"),
            Self::Group => format!("{name}[x]=1"),
            Self::List => format!("{name}[]=1&{name}[]=2"),
            Self::NotUtf8 => format!("{name}={before}a%FFb"),
            Self::Nul => format!("{name}={before}a%00b"),
            Self::LineEnd => format!("{name}={before}a%0D%0Ab"),
            Self::Escape => format!("{name}={before}a%1Bb"),
            Self::Twice => format!("{name}=%FF&{name}={}", good.replace(' ', "+")),
        }
    }

    pub fn fate(self, kind: Kind, is_required: bool) -> Fate {
        match (self, kind) {
            (_, Kind::Ignored) | (Self::Twice, _) => Fate::Accepted,
            (Self::Missing | Self::Empty | Self::Blank, _) if is_required => Fate::Refused(BLANK),
            (Self::Missing | Self::Empty | Self::Blank, _)
            | (Self::Long | Self::LineEnd | Self::Escape, Kind::Flag) => Fate::Accepted,
            (Self::Long | Self::LineEnd | Self::Escape, Kind::Formatted) => Fate::RefusedSomehow,
            (Self::Long, Kind::Text) => Fate::Refused(TOO_LONG),
            (Self::Group | Self::List | Self::NotUtf8 | Self::Nul, _)
            | (Self::LineEnd | Self::Escape, Kind::Text) => Fate::Refused(NOT_VALID),
        }
    }
}
