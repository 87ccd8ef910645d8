//! Rules that grant points (behaviour 3.14): whom they are for, and what they give.

mod draft;
mod kind;
mod members;
mod place;
mod purchase;
mod referral;
mod reported;
mod words;

pub use self::draft::{LimitDraft, RuleDraft, RuleRules};
pub use self::kind::{KindDraft, MultiplierDraft};
pub use self::members::KindMembers;
pub use self::place::points_for_place;
pub use self::purchase::{Purchase, points_for_purchase};
pub use self::referral::{Party, points_for_referral};
pub use self::reported::{CodeDraft, EventDraft, PlaceDraft};
pub use self::words::RuleType;

use chrono_tz::Tz;

use crate::Timestamp;
use crate::amount::Amount;
use crate::calendar;
use crate::ids::{CampaignId, LevelId, PosId, RuleId, SegmentId};
use crate::label::Label;

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub id: RuleId,
    pub name: String,
    pub description: String,
    pub active: bool,
    /// From and until; `None`: for all time.
    pub period: Option<(Timestamp, Timestamp)>,
    /// With [`segments`](Self::segments): whom it is for. A rule that names neither is for nobody
    /// (behaviour 3.14.2).
    pub levels: Vec<LevelId>,
    pub segments: Vec<SegmentId>,
    /// Where it counts; none: everywhere.
    pub pos: Vec<PosId>,
    pub limit: Option<UsageLimit>,
    /// No rule after it is looked at (behaviour 3.14.5).
    pub is_last: bool,
    pub kind: RuleKind,
    /// Changes so far; zero for a rule that was never saved.
    pub version: i64,
}

/// What a rule rewards, and how (behaviour 3.14.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Something that happens in the programme: `oloy.account.created` and the like.
    Event { event: String, points: Amount },
    /// Something that an operator's own program reports.
    Custom { event: String, points: Amount },
    /// A customer brought another one.
    Referral { when: ReferralEvent, rewards: Rewarded, points: Amount },
    /// Money spent.
    Spending(Spending),
    /// Certain products, a fixed number of points for each line.
    Product { skus: Vec<String>, points: Amount },
    /// Points of certain products, multiplied.
    MultiplyProduct { skus: Vec<String>, multiplier: Amount },
    /// Points of lines with certain labels, multiplied.
    MultiplyLabels { labels: Vec<(Label, Amount)> },
    /// Being somewhere: degrees, and kilometres around them, as typed.
    Geolocation { latitude: String, longitude: String, radius: String, points: Amount },
    /// A code that was scanned.
    QrCode { code: String, points: Amount },
    /// A reward for a purchase, at once.
    InstantReward { campaign: Option<CampaignId> },
}

/// How money spent becomes points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    /// Points for one unit of currency.
    pub per_unit: Amount,
    pub excluded_skus: Vec<String>,
    /// None: every line counts.
    pub included_labels: Vec<Label>,
    pub excluded_labels: Vec<Label>,
    /// The least a purchase must be worth.
    pub min_order: Amount,
    pub without_delivery: bool,
}

/// What an invited person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralEvent {
    Register,
    FirstPurchase,
    EveryPurchase,
}

/// Who gets the points of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewarded {
    Referrer,
    Referred,
    Both,
}

/// How often a rule gives one customer something (behaviour 3.14.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageLimit {
    pub times: u32,
    pub period: LimitPeriod,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitPeriod {
    Day,
    Week,
    Month,
    ThreeMonths,
    HalfYear,
    Year,
    Forever,
}

impl LimitPeriod {
    /// Uses from this moment on count at `now`; `None`: all there ever were.
    pub fn start(self, now: Timestamp, zone: Tz) -> Option<Timestamp> {
        match self {
            Self::Day => Some(calendar::start_of_day(now, zone)),
            Self::Week => Some(calendar::start_of_week(now, zone)),
            Self::Month => Some(calendar::start_of_month(now, 0, zone)),
            Self::ThreeMonths => Some(calendar::start_of_months(now, 3, zone)),
            Self::HalfYear => Some(calendar::start_of_months(now, 6, zone)),
            Self::Year => Some(calendar::start_of_year(now, zone)),
            Self::Forever => None,
        }
    }
}

/// Who might earn something, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Earner<'a> {
    pub level: Option<LevelId>,
    pub segments: &'a [SegmentId],
    /// The purchase's point of sale; for events the customer's.
    pub pos: Option<PosId>,
}

/// Points, and what the transfer says about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub points: Amount,
    /// Names of the rules, joined with `, `.
    pub comment: String,
    pub rules: Vec<RuleId>,
}

/// The one event whose rules are for everybody (behaviour 3.2.7, 3.14.3).
pub const ACCOUNT_CREATED: &str = "oloy.account.created";

/// A customer's login (behaviour B2).
pub const LOGGED_IN: &str = "oloy.customer.logged_in";

/// A customer's first purchase (behaviour 3.14.6).
pub const FIRST_PURCHASE: &str = "oloy.transaction.customer_first_transaction";

/// A subscription to the newsletter (behaviour 3.2.6).
pub const NEWSLETTER: &str = "oloy.customer.newsletter_subscription";

/// Every event that the programme itself tells its rules of.
pub const EVENTS: [&str; 4] = [ACCOUNT_CREATED, LOGGED_IN, FIRST_PURCHASE, NEWSLETTER];

/// How often places and codes give something where their rules do not say: whoever stays where it
/// is, or keeps the code, must not earn without end.
const ONCE_A_DAY: UsageLimit = UsageLimit { times: 1, period: LimitPeriod::Day };

impl Rule {
    /// How often it gives one customer something; `None`: always (behaviour 3.14.5).
    pub fn usage_limit(&self) -> Option<UsageLimit> {
        let is_open = matches!(self.kind, RuleKind::Geolocation { .. } | RuleKind::QrCode { .. });
        self.limit.or_else(|| is_open.then_some(ONCE_A_DAY))
    }

    /// Whether it is in force, and for this earner (behaviour 3.14.2).
    pub fn applies(&self, earner: Earner<'_>, now: Timestamp) -> bool {
        let is_for = self.levels.iter().any(|it| Some(*it) == earner.level)
            || self.segments.iter().any(|it| earner.segments.contains(it));
        is_for && self.is_in_force(earner.pos, now)
    }

    fn is_in_force(&self, pos: Option<PosId>, now: Timestamp) -> bool {
        let in_time = self.period.is_none_or(|(from, until)| (from..=until).contains(&now));
        let in_place = self.pos.is_empty() || pos.is_some_and(|it| self.pos.contains(&it));
        self.active && in_time && in_place
    }

    fn event(&self) -> Option<(&str, Amount)> {
        match &self.kind {
            RuleKind::Event { event, points } => Some((event, *points)),
            _ => None,
        }
    }
}

/// What an event gives: of several rules only the one with the most points (behaviour 3.14.6).
pub fn points_for_event(
    rules: &[Rule],
    event: &str,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let of_event = |rule: &&Rule| rule.event().is_some_and(|(name, _)| name == event);
    let is_for = |rule: &&Rule| match event {
        ACCOUNT_CREATED => rule.is_in_force(earner.pos, now),
        _ => rule.applies(earner, now),
    };
    best(rules.iter().filter(of_event).filter(is_for), |it| it.event().map(|(_, points)| points))
}

/// The same for an event that an operator's own program reports.
pub fn points_for_custom_event(
    rules: &[Rule],
    event: &str,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let points = |rule: &Rule| match &rule.kind {
        RuleKind::Custom { event: name, points } if name == event => Some(*points),
        _ => None,
    };
    let matching = rules.iter().filter(|it| points(it).is_some() && it.applies(earner, now));
    best(matching, points)
}

/// The same for a code that was scanned; `is_it` compares it with a rule's.
pub fn points_for_code(
    rules: &[Rule],
    is_it: impl Fn(&str) -> bool,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let points = |rule: &Rule| match &rule.kind {
        RuleKind::QrCode { code, points } if is_it(code) => Some(*points),
        _ => None,
    };
    best(rules.iter().filter(|it| it.applies(earner, now)), points)
}

fn best<'a>(
    rules: impl Iterator<Item = &'a Rule>,
    points: impl Fn(&Rule) -> Option<Amount>,
) -> Option<Grant> {
    let most = rules
        .filter_map(|it| Some((points(it)?, it)))
        .max_by_key(|(points, it)| (*points, std::cmp::Reverse(it.id)));
    let (points, rule) = most.filter(|(points, _)| *points > Amount::ZERO)?;
    Some(Grant { points, comment: rule.name.clone(), rules: vec![rule.id] })
}

#[cfg(test)]
mod tests;
