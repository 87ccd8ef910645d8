//! What becomes of the form `earningRule`.

use chrono_tz::Europe::Warsaw;
use uuid::Uuid;

use super::super::{KindMembers, MultiplierDraft, ReferralEvent, Rewarded, RuleKind, Spending};
use super::*;
use crate::amount::Amount;
use crate::ids::CampaignId;
use crate::label::Label;
use crate::transaction::LabelDraft;

const LEVEL: LevelId = LevelId(Uuid::from_u128(1));
const POS: PosId = PosId(Uuid::from_u128(2));
const SEGMENT: SegmentId = SegmentId(Uuid::from_u128(3));

fn text(raw: &str) -> Given {
    Given::text(raw)
}

fn texts(raw: &[&str]) -> GivenGroup<Vec<Given>> {
    GivenGroup::Members(raw.iter().map(|it| text(it)).collect())
}

fn label(key: &str) -> LabelDraft {
    LabelDraft { key: text(key), value: text("1") }
}

/// Everything that a rule of any kind takes.
fn kind() -> KindDraft {
    KindDraft {
        event_name: text("oloy.customer.logged_in"),
        reward_type: text("both"),
        points_amount: text("12.5"),
        point_value: text("2.3456"),
        excluded_skus: texts(&["a", "", "b"]),
        labels_included: Some(vec![label("in")]),
        labels_excluded: Some(vec![label("out")]),
        min_order_value: text("0"),
        exclude_delivery_cost: text("1"),
        sku_ids: texts(&["c"]),
        multiplier: text("2"),
        label_multipliers: Some(vec![MultiplierDraft {
            label: label("by"),
            multiplier: text("1.5"),
        }]),
        latitude: text("50"),
        longitude: text("-15.5"),
        radius: text("4"),
        code: text("secret"),
        reward_campaign_id: text(&Uuid::from_u128(9).to_string()),
    }
}

fn draft(rule_type: &str) -> RuleDraft {
    RuleDraft {
        shape: Shape::Sound,
        name: text("Rule"),
        description: text("What for"),
        rule_type: text(rule_type),
        active: text("1"),
        all_time_active: Given::Absent,
        start_at: text("2022-03-01"),
        end_at: text("2022-03-31"),
        levels: texts(&[&LEVEL.to_string()]),
        segments: texts(&[&SEGMENT.to_string()]),
        pos: texts(&[&POS.to_string()]),
        limit: GivenGroup::Members(LimitDraft {
            active: text("1"),
            period: text("1 week"),
            times: text("3"),
        }),
        is_last: text("1"),
        kind: kind(),
    }
}

fn check(draft: &RuleDraft, stored: Option<&Rule>) -> Result<Rule, Vec<String>> {
    let rules = RuleRules { zone: Warsaw, levels: &[LEVEL], pos: &[POS] };
    let checked = draft.check(RuleId(Uuid::from_u128(7)), stored, rules);
    checked.map_err(|it| it.fields.into_iter().map(|it| it.path.into_owned()).collect())
}

#[test]
fn a_rule_of_each_kind_takes_what_is_its_own() {
    let amount = |raw| Amount::parse(raw).unwrap();
    let points = amount("12.5");
    let one = |key: &str| Label { key: key.to_owned(), value: "1".to_owned() };
    let owned = |raw: &str| raw.to_owned();
    for kind in [
        RuleKind::Event { event: owned("oloy.customer.logged_in"), points },
        RuleKind::Custom { event: owned("oloy.customer.logged_in"), points },
        RuleKind::Spending(Spending {
            per_unit: amount("2.3456"),
            excluded_skus: vec![owned("a"), owned("b")],
            included_labels: vec![one("in")],
            excluded_labels: vec![one("out")],
            min_order: Amount::ZERO,
            without_delivery: true,
        }),
        RuleKind::Product { skus: vec![owned("c")], points },
        RuleKind::MultiplyProduct { skus: vec![owned("c")], multiplier: amount("2") },
        RuleKind::MultiplyLabels { labels: vec![(one("by"), amount("1.5"))] },
        RuleKind::Geolocation {
            latitude: owned("50"),
            longitude: owned("-15.5"),
            radius: owned("4"),
            points,
        },
        RuleKind::QrCode { code: owned("secret"), points },
        RuleKind::InstantReward { campaign: Some(CampaignId(Uuid::from_u128(9))) },
    ] {
        let mut draft = draft(kind.rule_type().as_str());
        if kind.rule_type() == RuleType::InstantReward {
            // Its campaign has limits of its own.
            assert_eq!(check(&draft, None), Err(vec![owned("limit")]));
            draft.limit = GivenGroup::Absent;
        }
        let made = check(&draft, None).unwrap();
        assert_eq!(made.kind, kind);
        // What an update leaves out stays.
        let nothing = RuleDraft { shape: Shape::NotSubmitted, ..RuleDraft::default() };
        assert_eq!(check(&nothing, Some(&made)).as_ref(), Ok(&made));
        let odd = RuleDraft { rule_type: Given::text("point"), ..draft };
        assert_eq!(check(&odd, None), Err(vec![owned("type")]));
    }
    let mut referral = draft("referral");
    referral.kind.event_name = text("first_transaction");
    let (when, rewards) = (ReferralEvent::FirstPurchase, Rewarded::Both);
    let made = check(&referral, None).unwrap();
    assert_eq!(made.kind, RuleKind::Referral { when, rewards, points });
    assert_eq!(KindMembers::from(made.kind).event.as_deref(), Some("first_transaction"));
}

#[test]
fn a_period_ends_with_its_last_day_and_a_limit_is_kept() {
    let rule = check(&draft("points"), None).unwrap();
    let (from, until) = rule.period.unwrap();
    assert_eq!(from.to_rfc3339(), "2022-02-28T23:00:00+00:00");
    assert_eq!(until.with_timezone(&Warsaw).format("%F %T").to_string(), "2022-03-31 23:59:59");
    assert_eq!(rule.limit, Some(UsageLimit { times: 3, period: LimitPeriod::Week }));
    let always = RuleDraft { all_time_active: text("1"), ..RuleDraft::default() };
    assert_eq!(check(&always, Some(&rule)).unwrap().period, None);
    let off = LimitDraft { active: text("0"), ..LimitDraft::default() };
    let unlimited = RuleDraft { limit: GivenGroup::Members(off), ..RuleDraft::default() };
    assert_eq!(check(&unlimited, Some(&rule)).unwrap().limit, None);
    let backwards = RuleDraft { end_at: text("2022-02-01"), ..RuleDraft::default() };
    assert_eq!(check(&backwards, Some(&rule)), Err(vec!["endAt".to_owned()]));
}

#[test]
fn everything_that_is_missing_or_wrong_is_named() {
    let empty = RuleDraft::default();
    assert_eq!(check(&empty, None).unwrap_err(), ["name", "type", "startAt", "endAt"]);
    for (rule_type, missing) in [
        ("event", &["eventName", "pointsAmount"][..]),
        ("custom_event", &["eventName", "pointsAmount"]),
        ("referral", &["eventName", "rewardType", "pointsAmount"]),
        ("points", &["pointValue"]),
        ("product_purchase", &["skuIds", "pointsAmount"]),
        ("multiply_for_product", &["skuIds", "multiplier"]),
        ("multiply_by_product_labels", &["labelMultipliers"]),
        ("geolocation", &["latitude", "longitude", "radius", "pointsAmount"]),
        ("qrcode", &["code", "pointsAmount"]),
    ] {
        let bare = RuleDraft { kind: KindDraft::default(), ..draft(rule_type) };
        assert_eq!(check(&bare, None).unwrap_err(), missing, "{rule_type}");
    }
    let odd = RuleDraft {
        all_time_active: Given::Malformed,
        start_at: text("soon"),
        levels: texts(&[&Uuid::from_u128(8).to_string()]),
        segments: texts(&["x"]),
        pos: GivenGroup::Malformed,
        limit: GivenGroup::Members(LimitDraft {
            active: text("1"),
            period: text("1 hour"),
            times: text("0"),
        }),
        kind: KindDraft {
            event_name: text("oloy.unknown"),
            points_amount: text("-1"),
            radius: text("1e3"),
            latitude: text("91"),
            multiplier: text("0"),
            label_multipliers: Some(vec![MultiplierDraft::default()]),
            excluded_skus: GivenGroup::Members(vec![Given::Malformed]),
            ..kind()
        },
        ..draft("event")
    };
    let mut found = check(&odd, None).unwrap_err();
    found.sort();
    assert_eq!(
        found,
        [
            "allTimeActive",
            "eventName",
            "excludedSKUs.0",
            "labelMultipliers.0.key",
            "labelMultipliers.0.multiplier",
            "labelMultipliers.0.value",
            "latitude",
            "levels.0",
            "limit.limit",
            "limit.period",
            "multiplier",
            "pointsAmount",
            "pos",
            "radius",
            "segments.0",
            "startAt",
        ]
    );
}

#[test]
fn the_type_of_a_rule_stays() {
    let rule = check(&draft("points"), None).unwrap();
    assert!(
        check(&RuleDraft { rule_type: text("points"), ..RuleDraft::default() }, Some(&rule))
            .is_ok()
    );
    let other = RuleDraft { rule_type: text("qrcode"), ..RuleDraft::default() };
    assert_eq!(check(&other, Some(&rule)), Err(vec!["type".to_owned()]));
}
