//! Tables of behaviour 3.14.

use chrono::TimeDelta;
use uuid::Uuid;

use super::*;
use crate::transaction::Item;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn amount(raw: &str) -> Amount {
    Amount::parse(raw).unwrap()
}

fn level(number: u128) -> LevelId {
    LevelId(Uuid::from_u128(number))
}

fn pos(number: u128) -> PosId {
    PosId(Uuid::from_u128(number))
}

/// A rule for level 0, everywhere, for all time.
fn rule(name: &str, kind: RuleKind) -> Rule {
    let id = name.bytes().fold(7_u128, |id, byte| id * 31 + u128::from(byte));
    Rule {
        id: RuleId(Uuid::from_u128(id)),
        name: name.to_owned(),
        description: String::new(),
        active: true,
        period: None,
        levels: vec![level(0)],
        segments: vec![],
        pos: vec![],
        limit: None,
        is_last: false,
        kind,
        version: 1,
    }
}

fn spending(name: &str, per_unit: &str) -> Rule {
    rule(name, RuleKind::Spending(Spending { per_unit: amount(per_unit), ..Spending::default() }))
}

fn event(name: &str, of: &str, points: i64) -> Rule {
    rule(name, RuleKind::Event { event: of.to_owned(), points: Amount::from_units(points) })
}

fn somebody() -> Earner<'static> {
    Earner { level: Some(level(0)), segments: &[], pos: None }
}

fn label(key: &str) -> Label {
    Label { key: key.to_owned(), value: "1".to_owned() }
}

fn item(sku: &str, gross: &str) -> Item {
    Item {
        sku: sku.to_owned(),
        name: sku.to_owned(),
        quantity: 1,
        gross: amount(gross),
        category: "aaa".to_owned(),
        maker: None,
        labels: vec![label(sku)],
    }
}

fn earned(rules: &[Rule], earner: Earner<'_>) -> Option<(Amount, String)> {
    let items = [item("SKU1", "1"), item("SKU2", "2"), item("DEL", "10")];
    let delivery = ["DEL".to_owned()];
    let gross = amount("13");
    let purchase = Purchase { items: &items, delivery_skus: &delivery, gross };
    points_for_purchase(rules, purchase, earner, NOW).map(|it| (it.points, it.comment))
}

#[track_caller]
fn check(rules: &[Rule], expected: Option<(&str, &str)>) {
    let expected = expected.map(|(points, comment)| (amount(points), comment.to_owned()));
    assert_eq!(earned(rules, somebody()), expected);
}

#[test]
fn money_becomes_points_but_for_what_is_excluded() {
    check(&[spending("a", "2.3")], Some(("29.9", "a")));
    let limited = |change: fn(&mut Spending)| {
        let mut limits = Spending { per_unit: amount("2.3"), ..Spending::default() };
        change(&mut limits);
        rule("a", RuleKind::Spending(limits))
    };
    check(&[limited(|it| it.without_delivery = true)], Some(("6.9", "a")));
    check(&[limited(|it| it.excluded_skus = vec!["SKU2".to_owned()])], Some(("25.3", "a")));
    check(&[limited(|it| it.excluded_labels = vec![label("DEL")])], Some(("6.9", "a")));
    check(&[limited(|it| it.included_labels = vec![label("SKU1")])], Some(("2.3", "a")));
    check(&[limited(|it| it.min_order = amount("13"))], Some(("29.9", "a")));
    check(&[limited(|it| it.min_order = amount("13.01"))], None);
}

#[test]
fn multipliers_come_after_spending_and_products_last() {
    let double =
        RuleKind::MultiplyProduct { skus: vec!["SKU2".to_owned()], multiplier: amount("2") };
    let product = RuleKind::Product { skus: vec!["SKU2".to_owned()], points: amount("120") };
    let by_label = RuleKind::MultiplyLabels { labels: vec![(label("SKU1"), amount("3"))] };
    let rules = [
        rule("product", product.clone()),
        rule("double", double),
        rule("label", by_label),
        spending("spend", "1"),
    ];
    // 1 * 3 + 2 * 2 + 10, and 120 for the product.
    let (points, comment) = earned(&rules, somebody()).unwrap();
    assert_eq!(points, amount("137"));
    assert!(comment.starts_with("spend, ") && comment.ends_with(", product"), "{comment}");
    let last = Rule { is_last: true, ..spending("spend", "1") };
    check(&[last, rule("product", product)], Some(("13", "spend")));
}

#[test]
fn points_are_rounded_once() {
    let items: Vec<_> = (0..3).map(|_| item("SKU1", "0.33")).collect();
    let purchase = Purchase { items: &items, delivery_skus: &[], gross: amount("0.99") };
    let rules = [spending("a", "0.3333")];
    let grant = points_for_purchase(&rules, purchase, somebody(), NOW).unwrap();
    assert_eq!(grant.points, amount("0.33"));
    let tiny = [spending("a", "0.001")];
    assert_eq!(points_for_purchase(&tiny, purchase, somebody(), NOW), None);
}

#[test]
fn a_rule_is_for_those_it_names_where_and_when_it_says() {
    let day = TimeDelta::days(1);
    let here = Earner { pos: Some(pos(1)), ..somebody() };
    let segment = SegmentId(Uuid::from_u128(1));
    let rule = || spending("a", "1");
    for (rule, earner, applies) in [
        (rule(), somebody(), true),
        (Rule { active: false, ..rule() }, somebody(), false),
        (Rule { levels: vec![], ..rule() }, somebody(), false),
        (rule(), Earner { level: Some(level(1)), ..somebody() }, false),
        (rule(), Earner { level: None, ..somebody() }, false),
        (Rule { levels: vec![], segments: vec![segment], ..rule() }, somebody(), false),
        (
            Rule { levels: vec![], segments: vec![segment], ..rule() },
            Earner { segments: &[segment], ..somebody() },
            true,
        ),
        (Rule { pos: vec![pos(1)], ..rule() }, somebody(), false),
        (Rule { pos: vec![pos(1)], ..rule() }, here, true),
        (Rule { pos: vec![pos(2)], ..rule() }, here, false),
        (Rule { period: Some((NOW, NOW)), ..rule() }, somebody(), true),
        (Rule { period: Some((NOW - day, NOW - day)), ..rule() }, somebody(), false),
        (Rule { period: Some((NOW + day, NOW + day)), ..rule() }, somebody(), false),
    ] {
        assert_eq!(rule.applies(earner, NOW), applies, "{rule:?} {earner:?}");
    }
}

#[test]
fn of_several_rules_for_an_event_the_best_one_gives() {
    let first = "oloy.transaction.customer_first_transaction";
    let rules = [
        event("ten", first, 10),
        Rule { pos: vec![pos(3)], ..event("twelve", first, 12) },
        event("other", "oloy.customer.logged_in", 99),
    ];
    let points = |earner| points_for_event(&rules, first, earner, NOW).map(|it| it.comment);
    assert_eq!(points(somebody()).as_deref(), Some("ten"));
    assert_eq!(points(Earner { pos: Some(pos(3)), ..somebody() }).as_deref(), Some("twelve"));
    assert_eq!(points(Earner { level: None, ..somebody() }), None);
    // The account's creation is for everybody, also where a rule names nobody.
    let created = [Rule { levels: vec![], ..event("hello", ACCOUNT_CREATED, 100) }];
    let grant = points_for_event(&created, ACCOUNT_CREATED, Earner::default(), NOW).unwrap();
    assert_eq!((grant.points, &*grant.comment), (amount("100"), "hello"));
}

#[test]
fn custom_events_have_rules_of_their_own() {
    let kind = RuleKind::Custom { event: "facebook_like".to_owned(), points: amount("100") };
    let rules = [rule("like", kind), event("not this", "facebook_like", 200)];
    let grant = points_for_custom_event(&rules, "facebook_like", somebody(), NOW).unwrap();
    assert_eq!((grant.points, &*grant.comment), (amount("100"), "like"));
    assert_eq!(points_for_custom_event(&rules, "other", somebody(), NOW), None);
}

#[test]
fn limits_count_from_the_begin_of_their_period() {
    let now: Timestamp = "2024-02-29T12:00:00Z".parse().unwrap();
    for (period, start) in [
        (LimitPeriod::Day, Some("2024-02-28T23:00:00Z")),
        (LimitPeriod::Week, Some("2024-02-25T23:00:00Z")),
        (LimitPeriod::Month, Some("2024-01-31T23:00:00Z")),
        (LimitPeriod::Year, Some("2023-12-31T23:00:00Z")),
        (LimitPeriod::Forever, None),
    ] {
        let expected = start.map(|it| it.parse::<Timestamp>().unwrap());
        assert_eq!(period.start(now, chrono_tz::Europe::Warsaw), expected, "{period:?}");
    }
}

#[test]
fn the_best_code_and_the_best_place_win() {
    let code = |name, code: &str, points| {
        rule(name, RuleKind::QrCode { code: code.to_owned(), points: amount(points) })
    };
    let place = |name, radius: &str, points| {
        let (latitude, longitude) = ("50".to_owned(), "15".to_owned());
        let points = amount(points);
        let kind = RuleKind::Geolocation { latitude, longitude, radius: radius.to_owned(), points };
        rule(name, kind)
    };
    let rules = [
        code("low", "a", "1"),
        code("high", "a", "2"),
        Rule { levels: vec![], ..code("nobody", "a", "9") },
        code("other", "b", "9"),
        place("wide", "400", "1"),
        place("near", "4", "2"),
    ];
    let scanned = |given: &str| {
        points_for_code(&rules, |it| it == given, somebody(), NOW).map(|it| it.comment)
    };
    assert_eq!(scanned("a").as_deref(), Some("high"));
    assert_eq!(scanned("c"), None);
    let at = |lat: &str| {
        let place = crate::pos::GeoPoint { lat: lat.to_owned(), long: "15".to_owned() };
        points_for_place(&rules, &place, somebody(), NOW).map(|it| it.comment)
    };
    assert_eq!(at("50.01").as_deref(), Some("near"));
    assert_eq!(at("51").as_deref(), Some("wide"));
    assert_eq!(at("55"), None);
}

#[test]
fn codes_and_places_give_once_a_day_where_their_rule_sets_no_limit() {
    let qr = rule("a", RuleKind::QrCode { code: "a".to_owned(), points: amount("1") });
    assert_eq!(qr.usage_limit(), Some(UsageLimit { times: 1, period: LimitPeriod::Day }));
    let often = Some(UsageLimit { times: 5, period: LimitPeriod::Forever });
    assert_eq!(Rule { limit: often, ..qr }.usage_limit(), often);
    assert_eq!(event("a", "b", 1).usage_limit(), None);
}

#[test]
fn a_referral_rewards_whom_its_rule_names() {
    let referral = |name, when, rewards, points| {
        rule(name, RuleKind::Referral { when, rewards, points: amount(points) })
    };
    let rules = [
        referral("host", ReferralEvent::Register, Rewarded::Referrer, "3"),
        referral("guest", ReferralEvent::Register, Rewarded::Referred, "2"),
        referral("all", ReferralEvent::Register, Rewarded::Both, "1"),
        referral("first", ReferralEvent::FirstPurchase, Rewarded::Both, "5"),
        Rule {
            levels: vec![],
            ..referral("nobody", ReferralEvent::FirstPurchase, Rewarded::Both, "9")
        },
    ];
    for (event, party, expected) in [
        (ReferralEvent::Register, Party::Referrer, Some("host")),
        (ReferralEvent::Register, Party::Referred, Some("guest")),
        (ReferralEvent::FirstPurchase, Party::Referrer, Some("first")),
        (ReferralEvent::FirstPurchase, Party::Referred, Some("first")),
        (ReferralEvent::EveryPurchase, Party::Referrer, None),
    ] {
        let grant = points_for_referral(&rules, event, party, somebody(), NOW);
        assert_eq!(grant.map(|it| it.comment).as_deref(), expected, "{event:?} {party:?}");
    }
    let no_level = Earner::default();
    assert_eq!(
        points_for_referral(&rules, ReferralEvent::Register, Party::Referrer, no_level, NOW),
        None
    );
}
