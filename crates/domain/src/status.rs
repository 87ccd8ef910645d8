//! Where a customer stands, in figures (behaviour A3, 3.11).

mod explain;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::Timestamp;
use crate::amount::Amount;
use crate::calendar::{day, days_later, days_until, start_of_month};
use crate::customer::{Placement, Totals};
use crate::level::{Level, next_level};
use crate::tier::{PointFacts, TierPolicy};

pub use self::explain::{Explanation, Measure, Reason, Recalculation};

/// Everything the figures are made from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub totals: &'a Totals,
    pub points: PointFacts,
    /// When active points expire, and how many.
    pub expiring: &'a [(Timestamp, Amount)],
    pub levels: &'a [Level],
    pub placement: Option<Placement>,
    pub created_at: Timestamp,
    pub last_recalculation: Option<Timestamp>,
    pub policy: TierPolicy,
    pub zone: Tz,
    pub now: Timestamp,
}

/// The figures that depend on levels and on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status<'a> {
    pub level: Option<&'a Level>,
    pub next: Option<&'a Level>,
    /// What is missing to the next level; `None` without one.
    pub to_next: Option<ToNext>,
    /// Only where levels are recalculated after some days.
    pub retention: Option<Retention>,
    pub expiring_next_month: Amount,
    /// Points by the day on which they expire, that day included.
    pub expiring: BTreeMap<NaiveDate, Amount>,
}

/// In what the next level is counted (behaviour 3.11.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToNext {
    Money(Amount),
    MoneyWithoutDelivery(Amount),
    Points(Amount),
}

/// What keeps the current level (behaviour 3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Zero when it is overdue.
    pub expires_in_days: i64,
    pub expires_at: Timestamp,
    pub points_since: Amount,
    /// `None` without a current or a next level.
    pub points_required: Option<Amount>,
}

impl Facts<'_> {
    /// When the points of a level's retention began to count (behaviour 3.10.3).
    pub fn counted_since(&self) -> Timestamp {
        self.last_recalculation.unwrap_or(self.created_at)
    }
}

impl<'a> Status<'a> {
    pub fn of(facts: &Facts<'a>) -> Self {
        let levels = facts.levels;
        let level = facts.placement.and_then(|it| levels.iter().find(|of| of.id == it.level()));
        let amount = facts.policy.amount_towards_next(facts.totals, facts.points);
        let next = next_level(levels, amount, level);
        let to_next = next.map(|it| match facts.policy {
            TierPolicy::Points(_) => ToNext::Points(it.condition.minus(amount.truncated())),
            TierPolicy::Transactions { without_delivery: false } => {
                ToNext::Money(it.condition.minus(amount))
            }
            TierPolicy::Transactions { without_delivery: true } => {
                ToNext::MoneyWithoutDelivery(it.condition.minus(amount))
            }
        });
        let retention = facts.policy.recalculation_days().map(|days| {
            let expires_at = days_later(facts.counted_since(), days, facts.zone);
            let points_since = facts.points.earned_since;
            let required = level
                .zip(next)
                .map(|(level, _)| level.condition.minus(points_since).max(Amount::ZERO));
            let expires_in_days = days_until(expires_at, facts.now);
            Retention { expires_in_days, expires_at, points_since, points_required: required }
        });
        Self {
            level,
            next,
            to_next,
            retention,
            expiring_next_month: expiring_next_month(facts),
            expiring: expiring(facts),
        }
    }
}

/// From the first to the last moment of the next month (behaviour 3.11.2).
fn expiring_next_month(facts: &Facts<'_>) -> Amount {
    let [first, end] = [1, 2].map(|months| start_of_month(facts.now, months, facts.zone));
    let within = facts.expiring.iter().filter(|(at, _)| (first..end).contains(at));
    within.fold(Amount::ZERO, |sum, (_, amount)| sum.plus(*amount))
}

/// Everything that expires later than the first day of this month began (behaviour 3.11.3).
fn expiring(facts: &Facts<'_>) -> BTreeMap<NaiveDate, Amount> {
    let since = start_of_month(facts.now, 0, facts.zone);
    let mut days = BTreeMap::new();
    for (at, amount) in facts.expiring.iter().filter(|(at, _)| *at > since) {
        let sum: &mut Amount = days.entry(day(*at, facts.zone)).or_default();
        *sum = sum.plus(*amount);
    }
    days
}

#[cfg(test)]
mod tests;
