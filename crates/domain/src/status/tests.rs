//! Tables of behaviour 3.11, 9.3 and 9.4.

use uuid::Uuid;

use super::*;
use crate::amount::Fraction;
use crate::ids::LevelId;
use crate::level::Reward;
use crate::locale::Translations;
use crate::text::Text;
use crate::tier::{Base, Downgrade};

pub(super) fn amount(raw: &str) -> Amount {
    Amount::parse(raw).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn id(number: u8) -> LevelId {
    LevelId(Uuid::from_u128(number.into()))
}

pub(super) fn levels() -> Vec<Level> {
    let level = |(number, condition): (u8, i64)| {
        let text = || Text::parse("x").unwrap();
        Level {
            id: id(number),
            active: true,
            condition: Amount::from_units(condition),
            min_order: None,
            reward: Reward {
                name: text(),
                value: Fraction::from_ten_thousandths(500 * i64::from(number)),
                code: text(),
            },
            special_rewards: vec![],
            translations: Translations::default(),
            version: 1,
        }
    };
    [(0, 0), (1, 20), (2, 200), (3, 999)].map(level).into()
}

pub(super) const BY_PURCHASES: TierPolicy = TierPolicy::Transactions { without_delivery: false };

pub(super) fn facts<'a>(totals: &'a Totals, levels: &'a [Level], policy: TierPolicy) -> Facts<'a> {
    Facts {
        totals,
        points: PointFacts::default(),
        expiring: &[],
        levels,
        placement: Some(Placement::Earned(id(0))),
        created_at: at("2022-01-01T00:00:00Z"),
        last_recalculation: None,
        policy,
        zone: chrono_tz::UTC,
        now: at("2022-01-01T00:00:00Z"),
    }
}

#[test]
fn the_way_to_the_next_level_is_told_as_the_worked_examples_say() {
    let levels = levels();
    let totals = |gross: &str, net: &str, excluded: &str| Totals {
        count: 1,
        amount: amount(gross),
        amount_without_delivery: amount(net),
        excluded_for_level: amount(excluded),
        last_transaction: None,
    };
    let net = TierPolicy::Transactions { without_delivery: true };
    let on = |number| Some(Placement::Manual(id(number)));
    for (totals, policy, placement, expected) in [
        (totals("3", "3", "0"), BY_PURCHASES, on(0), Some(ToNext::Money(amount("17")))),
        (totals("300", "300", "300"), BY_PURCHASES, on(0), Some(ToNext::Money(amount("20")))),
        (totals("25", "15", "0"), net, on(0), Some(ToNext::MoneyWithoutDelivery(amount("5")))),
        (totals("1120", "1120", "0"), BY_PURCHASES, on(3), None),
        (totals("3", "3", "0"), BY_PURCHASES, on(2), Some(ToNext::Money(amount("996")))),
        (totals("3", "3", "0"), BY_PURCHASES, None, None),
    ] {
        let status = Facts { placement, ..facts(&totals, &levels, policy) };
        let status = Status::of(&status);
        assert_eq!(status.to_next, expected, "{totals:?} {placement:?}");
        assert!(status.retention.is_none());
    }
    let none = Totals::default();
    let points = TierPolicy::Points(Downgrade::Never);
    let available = PointFacts { available: amount("16.9"), earned_since: Amount::ZERO };
    let status = Facts { points: available, ..facts(&none, &levels, points) };
    assert_eq!(Status::of(&status).to_next, Some(ToNext::Points(amount("4"))));
}

#[test]
fn a_level_that_is_recalculated_says_what_keeps_it_and_until_when() {
    let levels = levels();
    let totals = Totals::default();
    let downgrade =
        Downgrade::AfterDays { days: 365, base: Base::EarnedPoints, resets_points: false };
    let policy = TierPolicy::Points(downgrade);
    let told = |number, now: &str, since: &str, last: Option<&str>| {
        let facts = Facts {
            placement: Some(Placement::Earned(id(number))),
            points: PointFacts { available: amount("7.9"), earned_since: amount(since) },
            last_recalculation: last.map(at),
            now: at(now),
            ..facts(&totals, &levels, policy)
        };
        let Retention { expires_in_days, points_since, points_required, .. } =
            Status::of(&facts).retention.unwrap();
        (expires_in_days, points_since, points_required)
    };
    for (now, last, days) in [
        ("2022-01-01T00:00:00Z", None, 365),
        ("2022-12-31T12:00:00Z", None, 1),
        ("2023-01-02T00:00:00Z", None, 0),
        ("2023-01-02T00:00:00Z", Some("2022-06-01T00:00:00Z"), 150),
    ] {
        let expected = (days, amount("150"), Some(amount("50")));
        assert_eq!(told(2, now, "150", last), expected, "{now}");
    }
    let start = "2022-01-01T00:00:00Z";
    assert_eq!(told(2, start, "250", None).2, Some(Amount::ZERO));
    // Above the highest level there is nothing to be told.
    assert_eq!(told(3, start, "150", None).2, None);
}

#[test]
fn points_that_expire_are_told_by_day_and_for_the_next_month() {
    let levels = levels();
    let totals = Totals::default();
    let expiring = [
        ("2019-03-30T22:59:59Z", "1"),
        ("2019-04-10T21:59:59Z", "33"),
        ("2019-04-21T21:59:59Z", "100"),
        ("2019-04-21T21:59:59Z", "16.9"),
        ("2019-04-30T21:59:59Z", "12"),
        ("2019-04-30T22:00:00Z", "5"),
    ]
    .map(|(time, points)| (at(time), amount(points)));
    let facts = Facts {
        expiring: &expiring,
        zone: chrono_tz::Europe::Warsaw,
        now: at("2019-03-15T12:00:00Z"),
        ..facts(&totals, &levels, BY_PURCHASES)
    };
    let status = Status::of(&facts);
    assert_eq!(status.expiring_next_month, amount("161.9"));
    let days: Vec<_> =
        status.expiring.iter().map(|(day, points)| (day.to_string(), points.to_string())).collect();
    let expected = [
        ("2019-03-30", "1"),
        ("2019-04-10", "33"),
        ("2019-04-21", "116.9"),
        ("2019-04-30", "12"),
        ("2019-05-01", "5"),
    ];
    assert_eq!(days, expected.map(|(day, points)| (day.to_owned(), points.to_owned())));
}
