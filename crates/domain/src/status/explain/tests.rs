//! Reasons, and that they agree with the figures.

use proptest::prelude::*;

use super::super::Status;
use super::super::tests::{BY_PURCHASES, amount, at, facts, id, levels};
use super::*;
use crate::customer::Totals;
use crate::tier::PointFacts;

fn after_days(base: Base) -> TierPolicy {
    TierPolicy::Points(Downgrade::AfterDays { days: 30, base, resets_points: false })
}

fn points(available: &str, earned_since: &str) -> PointFacts {
    PointFacts { available: amount(available), earned_since: amount(earned_since) }
}

#[test]
fn the_reason_is_told_with_what_comes_next() {
    let (levels, totals) = (levels(), Totals::default());
    let on = |number| Some(Placement::Earned(id(number)));
    let by_hand = |number| Some(Placement::Manual(id(number)));
    let (never, automatic) =
        (TierPolicy::Points(Downgrade::Never), TierPolicy::Points(Downgrade::Automatic));
    let slowly = after_days(Base::ActivePoints);
    let earned = after_days(Base::EarnedPoints);
    for (policy, placement, facts_of_points, reason, change, recalculation) in [
        (never, on(1), points("20", "0"), Reason::Reached, None, None),
        (never, on(2), points("20", "0"), Reason::Kept, None, None),
        (automatic, on(2), points("20", "0"), Reason::Kept, Some(1), None),
        (automatic, by_hand(2), points("20", "0"), Reason::ByHand, None, None),
        (automatic, by_hand(1), points("200", "0"), Reason::Outdated, Some(2), None),
        (slowly, on(2), points("7.9", "500"), Reason::Kept, None, Some(Some(0))),
        (slowly, on(2), points("200", "0"), Reason::Reached, None, Some(None)),
        (earned, on(2), points("7.9", "250"), Reason::Reached, None, Some(None)),
        (earned, on(2), points("900", "3"), Reason::Kept, None, Some(Some(0))),
        (never, None, points("20", "0"), Reason::Outdated, Some(1), None),
        (never, None, points("-1", "0"), Reason::None, None, None),
    ] {
        let facts = Facts { placement, points: facts_of_points, ..facts(&totals, &levels, policy) };
        let it = Explanation::of(&facts);
        let number = |level: &Level| levels.iter().position(|it| it.id == level.id).unwrap();
        assert_eq!(it.reason, reason, "{policy:?} {placement:?} {facts_of_points:?}");
        assert_eq!(it.after_change.map(number), change, "{policy:?} {placement:?}");
        let leads_to = it.recalculation.map(|it| it.leads_to.map(number));
        assert_eq!(leads_to, recalculation, "{policy:?} {placement:?}");
    }
}

#[test]
fn what_is_measured_follows_from_the_policy() {
    let (levels, totals) = (levels(), Totals::default());
    let since = at("2022-01-01T00:00:00Z");
    let net = TierPolicy::Transactions { without_delivery: true };
    for (policy, expected) in [
        (BY_PURCHASES, Measure::Purchases { without_delivery: false }),
        (net, Measure::Purchases { without_delivery: true }),
        (TierPolicy::Points(Downgrade::Never), Measure::AvailablePoints),
        (after_days(Base::None), Measure::AvailablePoints),
        (after_days(Base::ActivePoints), Measure::AvailablePoints),
        (after_days(Base::EarnedPoints), Measure::EarnedPoints { since }),
        (after_days(Base::EarnedSinceLevelChange), Measure::EarnedPoints { since }),
    ] {
        assert_eq!(Explanation::of(&facts(&totals, &levels, policy)).measure, expected);
    }
}

proptest! {
    /// The same level, the same next one and the same moment as the figures tell.
    #[test]
    fn an_explanation_agrees_with_the_figures(
        place in 0_u8..4,
        manual in any::<bool>(),
        available in 0_i64..2_000,
        earned in 0_i64..2_000,
        spent in 0_i64..2_000,
        which in 0_usize..5,
    ) {
        let policies = [
            BY_PURCHASES,
            TierPolicy::Points(Downgrade::Never),
            TierPolicy::Points(Downgrade::Automatic),
            after_days(Base::ActivePoints),
            after_days(Base::EarnedPoints),
        ];
        let (levels, policy) = (levels(), policies[which]);
        let totals = Totals { amount: Amount::from_units(spent), ..Totals::default() };
        let [available, earned_since] = [available, earned].map(Amount::from_units);
        let placement =
            Some(if manual { Placement::Manual(id(place)) } else { Placement::Earned(id(place)) });
        let points = PointFacts { available, earned_since };
        let facts = Facts { points, placement, ..facts(&totals, &levels, policy) };
        let (why, figures) = (Explanation::of(&facts), Status::of(&facts));
        prop_assert_eq!(why.level, figures.level);
        prop_assert_eq!(why.next, figures.next);
        let expires = figures.retention.map(|it| it.expires_at);
        prop_assert_eq!(why.recalculation.map(|it| it.at), expires);
    }
}
