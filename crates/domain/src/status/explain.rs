//! Why a customer is on its level, and what will become of that: the same facts and the same rules
//! as its figures.

use super::Facts;
use crate::Timestamp;
use crate::amount::Amount;
use crate::calendar::days_later;
use crate::customer::Placement;
use crate::level::{Level, level_for, next_level};
use crate::tier::{Base, Downgrade, TierPolicy, Trigger};

/// Why a customer is where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation<'a> {
    pub level: Option<&'a Level>,
    pub reason: Reason,
    pub measure: Measure,
    /// What was measured: it decides at every change (behaviour 3.9.7).
    pub amount: Amount,
    /// The level for that amount alone (behaviour 3.9.4).
    pub level_for_amount: Option<&'a Level>,
    pub next: Option<&'a Level>,
    /// Where the next change would lead, everything else being as it is; `None`: nowhere else.
    pub after_change: Option<&'a Level>,
    /// Only where levels are looked at anew after some days.
    pub recalculation: Option<Recalculation<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No level was ever reached.
    None,
    /// Assigned by hand, and kept until something better is earned (behaviour 3.9.11).
    ByHand,
    /// The amount is enough for it.
    Reached,
    /// The amount is no longer enough, and nothing has taken it away yet.
    Kept,
    /// The amount is enough for a better one: the next change leads there.
    Outdated,
}

/// What decides the level (behaviour 3.9.7, 3.10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Purchases { without_delivery: bool },
    AvailablePoints,
    EarnedPoints { since: Timestamp },
}

/// The next time a level is looked at anew (behaviour 3.10.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recalculation<'a> {
    pub at: Timestamp,
    /// Where it would lead, everything else being as it is; `None`: nowhere else.
    pub leads_to: Option<&'a Level>,
    pub resets_points: bool,
}

impl Reason {
    pub const ALL: [Self; 5] =
        [Self::None, Self::ByHand, Self::Reached, Self::Kept, Self::Outdated];

    /// A word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ByHand => "manual",
            Self::Reached => "reached",
            Self::Kept => "kept",
            Self::Outdated => "outdated",
        }
    }

    /// A sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::None => "The customer has not reached any level.",
            Self::ByHand => {
                "The level was assigned by hand; it stays until a better one is earned."
            }
            Self::Reached => "The counted amount is enough for this level and for no better one.",
            Self::Kept => "The counted amount is no longer enough, but the level is kept for now.",
            Self::Outdated => {
                "The counted amount is enough for a better level, which follows at the next change."
            }
        }
    }
}

impl<'a> Explanation<'a> {
    pub fn of(facts: &Facts<'a>) -> Self {
        let Facts { levels, placement, policy, totals, points, .. } = *facts;
        let level = placement.and_then(|it| levels.iter().find(|of| of.id == it.level()));
        let amount = policy.amount(Trigger::Change, totals, points).unwrap_or_default();
        let level_for_amount = level_for(levels, amount);
        let judged = |trigger| {
            let amount = policy.amount(trigger, totals, points)?;
            policy.judge(trigger, levels, placement, amount)
        };
        let recalculation = policy.recalculation_days().map(|days| Recalculation {
            at: days_later(facts.counted_since(), days, facts.zone),
            leads_to: judged(Trigger::Recalculation),
            resets_points: policy.resets_points(),
        });
        let towards_next = policy.amount_towards_next(totals, points);
        Self {
            level,
            reason: reason(placement, level, level_for_amount),
            measure: measure(policy, facts.counted_since()),
            amount,
            level_for_amount,
            next: next_level(levels, towards_next, level),
            after_change: judged(Trigger::Change),
            recalculation,
        }
    }
}

fn reason(placement: Option<Placement>, level: Option<&Level>, reached: Option<&Level>) -> Reason {
    let Some(level) = level else {
        return if reached.is_some() { Reason::Outdated } else { Reason::None };
    };
    let worth = |it: &Level| it.reward.value;
    match reached {
        Some(reached) if worth(reached) > worth(level) => Reason::Outdated,
        _ if matches!(placement, Some(Placement::Manual(_))) => Reason::ByHand,
        Some(reached) if reached.id == level.id => Reason::Reached,
        _ => Reason::Kept,
    }
}

fn measure(policy: TierPolicy, since: Timestamp) -> Measure {
    match policy {
        TierPolicy::Transactions { without_delivery } => Measure::Purchases { without_delivery },
        TierPolicy::Points(Downgrade::AfterDays {
            base: Base::EarnedPoints | Base::EarnedSinceLevelChange,
            ..
        }) => Measure::EarnedPoints { since },
        TierPolicy::Points(_) => Measure::AvailablePoints,
    }
}

#[cfg(test)]
mod tests;
