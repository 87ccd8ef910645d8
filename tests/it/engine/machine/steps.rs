//! What can happen in a programme, and the settings it can happen under.

use proptest::prelude::*;

use crate::engine::programme::Setting;

#[derive(Clone, Debug)]
pub enum Step {
    Add {
        who: usize,
        cents: i64,
        days: Option<u32>,
    },
    Spend {
        who: usize,
        cents: i64,
    },
    Give {
        from: usize,
        to: usize,
        cents: i64,
    },
    Cancel {
        which: usize,
    },
    Buy {
        who: usize,
        cents: i64,
    },
    Return {
        which: usize,
        percent: i64,
    },
    /// A sale of which nobody knows whose it is.
    Leave {
        cents: i64,
    },
    Claim {
        which: usize,
        who: usize,
    },
    Lift {
        who: usize,
        level: u8,
    },
    Lower {
        who: usize,
    },
    Erase {
        who: usize,
    },
    Pass {
        hours: i64,
    },
    /// The last second of the day, in which points expire.
    Dusk,
    Tend,
}

/// Any of them.
pub fn step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    let cents = 100..50_000_i64;
    prop_oneof![
        4 => (who.clone(), cents.clone(), proptest::option::of(1..60_u32))
            .prop_map(|(who, cents, days)| Step::Add { who, cents, days }),
        4 => (who.clone(), cents.clone()).prop_map(|(who, cents)| Step::Spend { who, cents }),
        3 => (who.clone(), who.clone(), cents.clone())
            .prop_map(|(from, to, cents)| Step::Give { from, to, cents }),
        2 => (0..50_usize).prop_map(|which| Step::Cancel { which }),
        4 => (who.clone(), cents.clone()).prop_map(|(who, cents)| Step::Buy { who, cents }),
        2 => cents.prop_map(|cents| Step::Leave { cents }),
        3 => (0..50_usize, who.clone()).prop_map(|(which, who)| Step::Claim { which, who }),
        2 => (0..50_usize, 1..120_i64).prop_map(|(which, percent)| Step::Return { which, percent }),
        1 => (who.clone(), 0..4_u8).prop_map(|(who, level)| Step::Lift { who, level }),
        1 => who.clone().prop_map(|who| Step::Lower { who }),
        1 => who.prop_map(|who| Step::Erase { who }),
        3 => (1..24 * 20_i64).prop_map(|hours| Step::Pass { hours }),
        1 => Just(Step::Dusk),
        2 => Just(Step::Tend),
    ]
}

/// What moves levels, when points expire, and how long they are locked.
pub fn settings() -> impl Strategy<Value = Vec<Setting>> {
    let tiers = prop_oneof![
        Just(("transactions", "none", "none")),
        Just(("points", "none", "none")),
        Just(("points", "automatic", "none")),
        Just(("points", "after_x_days", "active_points")),
        Just(("points", "after_x_days", "earned_points")),
        Just(("points", "after_x_days", "earned_points_since_last_level_change")),
    ];
    let expiry = prop_oneof![
        Just("all_time_active"),
        Just("after_x_days"),
        Just("at_the_end_of_the_month"),
        Just("at_the_end_of_the_year"),
    ];
    (tiers, expiry, any::<bool>(), 0..10_i64, any::<bool>()).prop_map(
        |((assign, mode, base), expiry, locks, days, resets)| {
            vec![
                ("tierAssignType", assign.into()),
                ("levelDowngradeMode", mode.into()),
                ("levelDowngradeBase", base.into()),
                ("levelDowngradeDays", 30.into()),
                ("levelResetPointsOnDowngrade", resets.into()),
                ("pointsDaysExpiryAfter", expiry.into()),
                ("pointsDaysActiveCount", 30.into()),
                ("allTimeNotLocked", (!locks).into()),
                ("pointsDaysLocked", days.into()),
                ("returns", true.into()),
                ("webhooks", true.into()),
            ]
        },
    )
}
