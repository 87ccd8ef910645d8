//! Tables of behaviour 3.9, 3.10, 9.3 and 9.4.

use uuid::Uuid;

use super::*;
use crate::amount::Fraction;
use crate::ids::LevelId;
use crate::level::{Reward, next_level};
use crate::locale::Translations;
use crate::text::Text;

/// Levels 0/20/200/999 with rewards of 0/5/10/15 per cent (behaviour 6.4).
fn levels() -> Vec<Level> {
    let level = |(number, condition): (u8, i64)| {
        let text = || Text::parse("x").unwrap();
        let value = Fraction::from_ten_thousandths(500 * i64::from(number));
        Level {
            id: id(number),
            active: true,
            condition: Amount::from_units(condition),
            min_order: None,
            reward: Reward { name: text(), value, code: text() },
            special_rewards: vec![],
            translations: Translations::default(),
            version: 1,
        }
    };
    [(0, 0), (1, 20), (2, 200), (3, 999)].map(level).into()
}

fn id(number: u8) -> LevelId {
    LevelId(Uuid::from_u128(number.into()))
}

#[expect(clippy::unnecessary_wraps, reason = "the tables hold optional placements")]
fn earned(number: u8) -> Option<Placement> {
    Some(Placement::Earned(id(number)))
}

#[expect(clippy::unnecessary_wraps, reason = "the tables hold optional placements")]
fn manual(number: u8) -> Option<Placement> {
    Some(Placement::Manual(id(number)))
}

fn amount(raw: &str) -> Amount {
    Amount::parse(raw).unwrap()
}

const BY_PURCHASES: TierPolicy = TierPolicy::Transactions { without_delivery: false };
const AUTOMATIC: TierPolicy = TierPolicy::Points(Downgrade::Automatic);
const NEVER: TierPolicy = TierPolicy::Points(Downgrade::Never);

fn after_days(base: Base) -> TierPolicy {
    TierPolicy::Points(Downgrade::AfterDays { days: 30, base, resets_points: true })
}

fn judged(
    policy: TierPolicy,
    trigger: Trigger,
    placement: Option<Placement>,
    raw: &str,
) -> Option<LevelId> {
    policy.judge(trigger, &levels(), placement, amount(raw)).map(|it| it.id)
}

#[test]
fn purchases_move_levels_as_the_worked_examples_say() {
    for (placement, now, expected) in [
        (None, "0", Some(0)),
        (earned(0), "20", Some(1)),
        (earned(0), "19.99", None),
        (earned(1), "15", Some(0)),
        (manual(2), "13", None),
        (manual(2), "1003", Some(3)),
        (earned(3), "13", Some(0)),
        (earned(2), "200", None),
        (earned(2), "-5", None),
    ] {
        let moved = judged(BY_PURCHASES, Trigger::Change, placement, now);
        assert_eq!(moved, expected.map(id), "{placement:?} at {now}");
    }
}

#[test]
fn points_move_levels_as_the_worked_examples_say() {
    use Trigger::{Change, Recalculation};
    let days = after_days(Base::ActivePoints);
    for (policy, trigger, placement, now, expected) in [
        (NEVER, Change, earned(0), "217.9", Some(2)),
        (NEVER, Change, earned(2), "7.9", None),
        (AUTOMATIC, Change, earned(2), "7.9", Some(0)),
        (AUTOMATIC, Change, manual(2), "30", None),
        (AUTOMATIC, Change, manual(2), "1000", Some(3)),
        (days, Change, earned(2), "7.9", None),
        (days, Recalculation, earned(2), "7.9", Some(0)),
        (days, Recalculation, manual(2), "7.9", None),
        (days, Recalculation, earned(2), "250", None),
        (days, Change, earned(0), "250", Some(2)),
    ] {
        let moved = judged(policy, trigger, placement, now);
        assert_eq!(moved, expected.map(id), "{policy:?} {trigger:?} {placement:?} at {now}");
    }
}

#[test]
fn a_level_that_nobody_can_earn_any_more_is_kept_until_something_better_or_worse_comes() {
    let mut levels = levels();
    levels[2].active = false;
    let judged = |policy: TierPolicy, raw| {
        policy.judge(Trigger::Change, &levels, earned(2), amount(raw)).map(|it| it.id)
    };
    assert_eq!(judged(BY_PURCHASES, "300"), Some(id(1)));
    assert_eq!(judged(NEVER, "300"), None);
    assert_eq!(judged(NEVER, "999"), Some(id(3)));
    levels.clear();
    assert_eq!(BY_PURCHASES.judge(Trigger::Change, &levels, None, amount("3")), None);
}

#[test]
fn the_amount_follows_the_settings() {
    let totals = Totals {
        count: 1,
        amount: amount("25"),
        amount_without_delivery: amount("15"),
        excluded_for_level: amount("5"),
        last_transaction: None,
    };
    let points = PointFacts { available: amount("7.9"), earned_since: amount("250") };
    let of = |policy: TierPolicy, trigger| policy.amount(trigger, &totals, points);
    let net = TierPolicy::Transactions { without_delivery: true };
    for (policy, change, recalculation, next) in [
        (BY_PURCHASES, Some("20"), Some("20"), "20"),
        (net, Some("10"), Some("10"), "10"),
        (NEVER, Some("7.9"), Some("7.9"), "7.9"),
        (AUTOMATIC, Some("7.9"), Some("7.9"), "7.9"),
        (after_days(Base::None), Some("7.9"), None, "7.9"),
        (after_days(Base::ActivePoints), Some("7.9"), Some("7.9"), "7.9"),
        (after_days(Base::EarnedPoints), Some("250"), Some("250"), "7.9"),
        (after_days(Base::EarnedSinceLevelChange), Some("250"), Some("250"), "7.9"),
    ] {
        assert_eq!(of(policy, Trigger::Change), change.map(amount), "{policy:?}");
        assert_eq!(of(policy, Trigger::Recalculation), recalculation.map(amount), "{policy:?}");
        assert_eq!(policy.amount_towards_next(&totals, points), amount(next), "{policy:?}");
    }
    assert!(after_days(Base::ActivePoints).resets_points());
    assert!(!after_days(Base::EarnedPoints).resets_points());
    assert!(after_days(Base::EarnedSinceLevelChange).restarts_at_moves());
    assert_eq!((AUTOMATIC.recalculation_days(), NEVER.restarts_at_moves()), (None, false));
}

#[test]
fn the_next_level_lies_above_both_the_amount_and_the_current_level() {
    let levels = levels();
    for (now, current, expected) in [
        ("3", Some(0), Some(1)),
        ("3", Some(2), Some(3)),
        ("20", Some(0), Some(2)),
        ("19.99", Some(0), Some(1)),
        ("1120", Some(3), None),
        ("0", None, None),
    ] {
        let current = current.map(|it: usize| &levels[it]);
        let next = next_level(&levels, amount(now), current).map(|it| it.id);
        assert_eq!(next, expected.map(id), "{now}");
    }
    assert!(is_upgrade(None, &levels[0]) && is_upgrade(Some(&levels[0]), &levels[1]));
    assert!(!is_upgrade(Some(&levels[1]), &levels[1]) && !is_upgrade(Some(&levels[2]), &levels[1]));
}
