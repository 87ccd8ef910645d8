//! The ladder of levels: which one an amount earns, and which one comes next.

use super::Level;
use crate::amount::Amount;

/// The level that `amount` earns: the active one with the highest condition it meets; of equals,
/// the highest reward (behaviour 3.9.4).
pub fn level_for(levels: &[Level], amount: Amount) -> Option<&Level> {
    let met = levels.iter().filter(|it| it.active && it.condition <= amount);
    met.max_by_key(|it| (it.condition, it.reward.value))
}

/// The level to reach after `current`: the active one with the lowest condition above both the
/// amount, without its fraction, and the current level's; of equals, the highest reward. Whoever
/// is on no level has no next one (behaviour 3.9.5).
pub fn next_level<'a>(
    levels: &'a [Level],
    amount: Amount,
    current: Option<&Level>,
) -> Option<&'a Level> {
    let above = amount.truncated().max(current?.condition);
    let ahead = levels.iter().filter(|it| it.active && it.condition > above);
    ahead.min_by_key(|it| (it.condition, std::cmp::Reverse(it.reward.value)))
}
