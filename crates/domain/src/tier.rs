//! Which level a customer belongs on: the policies of behaviour 3.9.7 to 3.9.9 and 3.10.

use crate::amount::Amount;
use crate::customer::{Placement, Totals};
use crate::level::{Level, level_for};

/// What moves customers between levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierPolicy {
    /// Money spent; levels go down as soon as it does.
    Transactions {
        /// Delivery costs do not count.
        without_delivery: bool,
    },
    /// Points.
    Points(Downgrade),
}

/// How levels that are reached by points go down (behaviour 3.10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Downgrade {
    Never,
    Automatic,
    /// At a recalculation, so many days after the last.
    AfterDays {
        days: u32,
        base: Base,
        resets_points: bool,
    },
}

/// Which points count (behaviour 3.10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    None,
    ActivePoints,
    /// Earned since the last recalculation.
    EarnedPoints,
    /// The same; and every move of level counts as a recalculation.
    EarnedSinceLevelChange,
}

/// Why a level is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A purchase was assigned, or the available points changed.
    Change,
    /// A recalculation run came by.
    Recalculation,
}

/// What is known about a customer's points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointFacts {
    pub available: Amount,
    /// Earned since the last recalculation, or else since joining.
    pub earned_since: Amount,
}

impl TierPolicy {
    /// The amount that assigns a level (behaviour 3.9.7); `None`: this trigger changes nothing
    /// (behaviour 3.10.4).
    pub fn amount(self, trigger: Trigger, totals: &Totals, points: PointFacts) -> Option<Amount> {
        let base = match self {
            Self::Transactions { .. } => return Some(self.purchases(totals)),
            Self::Points(Downgrade::AfterDays { base, .. }) => base,
            Self::Points(Downgrade::Never | Downgrade::Automatic) => Base::ActivePoints,
        };
        match base {
            Base::None if trigger == Trigger::Recalculation => None,
            Base::None | Base::ActivePoints => Some(points.available),
            Base::EarnedPoints | Base::EarnedSinceLevelChange => Some(points.earned_since),
        }
    }

    /// The amount from which the next level is counted (behaviour 3.9.7, last column).
    pub fn amount_towards_next(self, totals: &Totals, points: PointFacts) -> Amount {
        match self {
            Self::Transactions { .. } => self.purchases(totals),
            Self::Points(_) => points.available,
        }
    }

    /// The level an automatic move leads to; `None`: the customer stays (behaviour 3.9.8, 3.9.9).
    pub fn judge(
        self,
        trigger: Trigger,
        levels: &[Level],
        placement: Option<Placement>,
        amount: Amount,
    ) -> Option<&Level> {
        let earned = level_for(levels, amount)?;
        let Some(current) = placement.and_then(|it| find(levels, it)) else {
            return Some(earned);
        };
        if current.reward.value < earned.reward.value {
            return Some(earned);
        }
        let by_hand = matches!(placement, Some(Placement::Manual(_)));
        let stays = match self {
            Self::Transactions { .. } => by_hand,
            Self::Points(Downgrade::Never) => true,
            Self::Points(Downgrade::AfterDays { .. }) if trigger == Trigger::Change => true,
            Self::Points(Downgrade::Automatic | Downgrade::AfterDays { .. }) => {
                by_hand && current.reward.value > earned.reward.value
            }
        };
        (!stays && earned.id != current.id).then_some(earned)
    }

    /// Whether the points earned since the last recalculation count for anything
    /// (behaviour 3.10.3).
    pub fn counts_earned(self) -> bool {
        matches!(
            self,
            Self::Points(Downgrade::AfterDays {
                base: Base::EarnedPoints | Base::EarnedSinceLevelChange,
                ..
            })
        )
    }

    /// Whether a move of level also starts the counting of points anew (behaviour 3.10.3).
    pub fn restarts_at_moves(self) -> bool {
        let Self::Points(Downgrade::AfterDays { base, .. }) = self else { return false };
        base == Base::EarnedSinceLevelChange
    }

    /// After how many days levels are recalculated; `None`: never (behaviour 3.10.5).
    pub fn recalculation_days(self) -> Option<u32> {
        match self {
            Self::Points(Downgrade::AfterDays { days, .. }) => Some(days),
            Self::Transactions { .. } | Self::Points(_) => None,
        }
    }

    /// Whether a recalculation takes all points away (behaviour 3.10.5).
    pub fn resets_points(self) -> bool {
        let Self::Points(Downgrade::AfterDays { base, resets_points, .. }) = self else {
            return false;
        };
        base == Base::ActivePoints && resets_points
    }

    fn purchases(self, totals: &Totals) -> Amount {
        let counted = match self {
            Self::Transactions { without_delivery: true } => totals.amount_without_delivery,
            Self::Transactions { .. } | Self::Points(_) => totals.amount,
        };
        counted.minus(totals.excluded_for_level)
    }
}

/// Whether moving from one level to the other is an upgrade: rewards decide (behaviour 3.9.6).
pub fn is_upgrade(from: Option<&Level>, to: &Level) -> bool {
    from.is_none_or(|it| it.reward.value < to.reward.value)
}

fn find(levels: &[Level], placement: Placement) -> Option<&Level> {
    levels.iter().find(|it| it.id == placement.level())
}

#[cfg(test)]
mod tests;
