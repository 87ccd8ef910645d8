//! Tables of behaviour 3.9.4 and C3.

use uuid::Uuid;

use super::*;

fn level(number: u128, condition: i64, percent: &str, active: bool) -> Level {
    Level {
        id: LevelId(Uuid::from_u128(number)),
        active,
        condition: Amount::from_units(condition),
        min_order: None,
        reward: Reward {
            name: Text::parse("reward").unwrap(),
            value: Fraction::parse_percentage(percent).unwrap(),
            code: Text::parse("abc").unwrap(),
        },
        special_rewards: vec![],
        translations: Translations::default(),
        version: 1,
    }
}

#[test]
fn an_amount_earns_the_highest_condition_it_meets() {
    let ladder = [
        level(0, 0, "0", true),
        level(1, 20, "5", true),
        level(2, 200, "10", true),
        level(3, 999, "15", true),
        level(4, 500, "12", false),
        level(5, 200, "11", true),
    ];
    for (amount, expected) in [
        ("0", 0),
        ("19.9999", 0),
        ("20", 1),
        ("199", 1),
        ("200", 5),
        ("600", 5),
        ("999", 3),
        ("5000", 3),
    ] {
        let found = level_for(&ladder, Amount::parse(amount).unwrap()).unwrap();
        assert_eq!(found.id.0.as_u128(), expected, "{amount}");
    }
    assert_eq!(level_for(&ladder, Amount::from_units(-1)), None);
    assert_eq!(level_for(&[], Amount::ZERO), None);
}

fn draft() -> LevelDraft {
    let english = TranslationDraft { name: Given::text("gold"), description: Given::Absent };
    LevelDraft {
        shape: Shape::Sound,
        translations: BTreeMap::from([("en".to_owned(), english)]),
        active: Given::text("1"),
        condition_value: Given::text("20.5"),
        min_order: Given::Absent,
        reward: GivenGroup::Members(RewardDraft {
            name: Given::text("r"),
            value: Given::text("5"),
            code: Given::text("abc"),
        }),
        special_rewards: None,
    }
}

fn check(draft: &LevelDraft, stored: Option<&Level>) -> Result<Level, FormErrors> {
    let rules = LevelRules { default_locale: &Locale::english(), now: Timestamp::UNIX_EPOCH };
    let id = LevelId(Uuid::from_u128(7));
    draft.check(id, stored, &rules, || SpecialRewardId(Uuid::from_u128(9)))
}

#[test]
fn a_complete_draft_becomes_a_level() {
    let level = check(&draft(), None).unwrap();
    assert_eq!(level.reward.value.percent_text(), "5.00%");
    assert_eq!(level.condition.to_string(), "20.5");
    assert_eq!(level.name(&Locale::english(), &Locale::english()), "gold");
}

#[test]
fn every_missing_part_is_named() {
    let errors = check(&LevelDraft::default(), None).unwrap_err();
    let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
    assert_eq!(
        paths,
        ["translations.en.name", "conditionValue", "reward.name", "reward.value", "reward.code"]
    );
}

#[test]
fn special_rewards_keep_their_ids_by_position_and_stay_when_left_out() {
    let special = SpecialRewardDraft {
        reward: RewardDraft {
            name: Given::text("s"),
            value: Given::text("22"),
            code: Given::text("c"),
        },
        active: Given::text("1"),
        start_at: Given::text("2016-10-10"),
        end_at: Given::text("2016-11-10"),
    };
    let with = LevelDraft { special_rewards: Some(vec![special]), ..draft() };
    let mut first = check(&with, None).unwrap();
    assert_eq!(first.special_rewards[0].id.0.as_u128(), 9);
    first.special_rewards[0].id = SpecialRewardId(Uuid::from_u128(1));
    assert_eq!(check(&with, Some(&first)).unwrap().special_rewards[0].id.0.as_u128(), 1);
    assert_eq!(check(&draft(), Some(&first)).unwrap().special_rewards.len(), 1);
    let none = LevelDraft { special_rewards: Some(vec![]), ..draft() };
    assert_eq!(check(&none, Some(&first)).unwrap().special_rewards, []);
}

#[test]
fn what_an_update_leaves_out_stays() {
    let polish = TranslationDraft { name: Given::text("złoty"), description: Given::text("opis") };
    let mut full = LevelDraft { min_order: Given::text("7.5"), ..draft() };
    full.translations.insert("pl".to_owned(), polish);
    let stored = check(&full, None).unwrap();
    let nothing = LevelDraft { shape: Shape::NotSubmitted, ..LevelDraft::default() };
    assert_eq!(check(&nothing.completed_by(&stored), Some(&stored)), Ok(stored.clone()));
    let cheaper = LevelDraft { condition_value: Given::text("10"), ..LevelDraft::default() };
    let expected = Level { condition: Amount::from_units(10), ..stored.clone() };
    assert_eq!(check(&cheaper.completed_by(&stored), Some(&stored)), Ok(expected));
}

#[test]
fn bad_numbers_locales_and_dates_are_marked() {
    let bad = LevelDraft {
        translations: BTreeMap::from([("EN".to_owned(), TranslationDraft::default())]),
        condition_value: Given::text("-1"),
        min_order: Given::text("x"),
        reward: GivenGroup::Malformed,
        special_rewards: Some(vec![SpecialRewardDraft {
            start_at: Given::text("1.1.2016"),
            ..Default::default()
        }]),
        ..draft()
    };
    let errors = check(&bad, None).unwrap_err();
    for path in [
        "translations.EN",
        "translations.en.name",
        "conditionValue",
        "minOrder",
        "reward",
        "specialRewards.0.startAt",
        "specialRewards.0.endAt",
        "specialRewards.0.name",
    ] {
        assert!(errors.has(path), "{path}: {errors:?}");
    }
}
