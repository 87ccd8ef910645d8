//! Tables of behaviour 3.15.

use chrono_tz::Europe::Warsaw;
use uuid::Uuid;

use super::*;
use crate::form::{Given, GivenGroup, message};

const ID: SegmentId = SegmentId(Uuid::nil());

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn draft(criterion: CriterionDraft) -> SegmentDraft {
    SegmentDraft {
        name: Given::text("test"),
        active: Given::text("1"),
        parts: Some(vec![PartDraft { criteria: vec![criterion] }]),
        ..SegmentDraft::default()
    }
}

/// A criterion of a kind with one of each member.
fn full(kind: &str) -> CriterionDraft {
    let id = Given::text("00000000-0000-0000-0000-000000000001");
    let one = |it: &Given| GivenGroup::Members(vec![it.clone()]);
    CriterionDraft {
        kind: Given::text(kind),
        min: Given::text("10"),
        max: Given::text("20"),
        from: Given::text("1"),
        to: Given::text("10000"),
        percent: Given::text("10"),
        pos_id: id.clone(),
        pos_ids: one(&id),
        sku_ids: one(&Given::text("SKU1")),
        makers: one(&Given::text("company")),
        labels: vec![(Given::text("a"), Given::text("b"))],
        anniversary_type: Given::text("birthday"),
        days: Given::text("10"),
        from_date: Given::text("2014-12-01"),
        to_date: Given::text("2015-01-01"),
        customers: one(&id),
    }
}

fn marks(draft: &SegmentDraft) -> Vec<(String, String)> {
    let errors = draft.check(ID, None, at("2022-01-01T00:00:00Z")).unwrap_err();
    errors.fields.iter().map(|it| (it.path.to_string(), it.message.to_string())).collect()
}

#[test]
fn every_kind_is_read_and_keeps_only_its_own_members() {
    for kind in Criterion::KINDS {
        let segment = draft(full(kind)).check(ID, None, at("2022-01-01T00:00:00Z")).unwrap();
        let (name, terms) = segment.parts[0][0].terms();
        assert_eq!(name, *kind);
        assert_ne!(terms, Terms::default(), "{kind}");
        assert_eq!(Criterion::of(name, terms).as_ref(), Ok(&segment.parts[0][0]), "{kind}");
    }
}

#[test]
fn what_a_kind_lacks_is_asked_for() {
    for (kind, missing) in [
        ("bought_in_pos", &["posIds"][..]),
        ("transaction_count", &["min"]),
        ("average_transaction_amount", &["from"]),
        ("transaction_amount", &["from"]),
        ("transaction_percent_in_pos", &["percent", "posId"]),
        ("bought_skus", &["skuIds"]),
        ("bought_makers", &["makers"]),
        ("bought_labels", &["labels"]),
        ("anniversary", &["anniversaryType", "days"]),
        ("last_purchase_n_days_before", &["days"]),
        ("purchase_period", &["fromDate", "toDate"]),
        ("customer_list", &["customers"]),
        ("customer_with_labels_key", &["labels"]),
        ("customer_with_labels_value", &["labels"]),
        ("customer_has_label", &["labels"]),
    ] {
        let bare = CriterionDraft { kind: Given::text(kind), ..CriterionDraft::default() };
        let expected = missing
            .iter()
            .map(|it| (format!("parts.0.criteria.0.{it}"), message::BLANK.to_owned()))
            .collect::<Vec<_>>();
        assert_eq!(marks(&draft(bare)), expected, "{kind}");
    }
}

#[test]
fn odd_values_are_marked_where_they_stand() {
    let odd = CriterionDraft {
        min: Given::text("-1"),
        percent: Given::text("101"),
        pos_ids: GivenGroup::Members(vec![Given::text("x")]),
        sku_ids: GivenGroup::Malformed,
        days: Given::text("99999"),
        from_date: Given::text("tomorrow"),
        ..full("everything")
    };
    let at: Vec<_> = marks(&draft(odd)).into_iter().map(|it| it.0).collect();
    let expected = ["type", "min", "percent", "posIds.0", "skuIds", "days", "fromDate"];
    assert_eq!(at, expected.map(|it| format!("parts.0.criteria.0.{it}")));
    let nothing = SegmentDraft::default();
    let at: Vec<_> = marks(&nothing).into_iter().map(|it| it.0).collect();
    assert_eq!(at, ["name", "parts"]);
    let hollow = SegmentDraft { parts: Some(vec![PartDraft::default()]), ..draft(full("")) };
    assert_eq!(marks(&hollow)[0].0, "parts.0.criteria");
}

#[test]
fn what_an_update_leaves_out_stays() {
    let now = at("2022-01-01T00:00:00Z");
    let stored = draft(full("customer_list")).check(ID, None, now).unwrap();
    let later = at("2023-01-01T00:00:00Z");
    let same = SegmentDraft::default().check(ID, Some(&stored), later).unwrap();
    assert_eq!(same, stored);
    let renamed = SegmentDraft { name: Given::text("new"), ..SegmentDraft::default() };
    let renamed = renamed.check(ID, Some(&stored), later).unwrap();
    assert_eq!((renamed.name.as_str(), renamed.parts), ("new", stored.parts));
}

#[test]
fn anniversaries_are_days_of_the_programmes_clocks() {
    let is_in = |windows: &[(Timestamp, Timestamp)], moment: &str| {
        windows.iter().any(|it| it.0 <= at(moment) && at(moment) < it.1)
    };
    let birthday = |days| Criterion::Anniversary { of: Anniversary::Birthday, days };
    // Warsaw: 27 December 2021, 00:30.
    let now = at("2021-12-26T23:30:00Z");
    let windows = birthday(10).windows(now, Warsaw);
    for (born, expected) in [
        ("1990-12-26T22:59:59Z", false),
        ("1990-12-26T23:00:00Z", true),
        ("1991-01-06T22:59:59Z", true),
        ("1991-01-06T23:00:00Z", false),
        ("1990-09-11T00:00:00Z", false),
        // The day itself is no anniversary.
        ("2021-12-28T00:00:00Z", false),
    ] {
        assert_eq!(is_in(&windows, born), expected, "{born}");
    }
    // Whoever was born on 29 February is a year older on the 28th.
    let leap = "1992-02-29T12:00:00Z";
    assert!(is_in(&birthday(0).windows(at("2023-02-28T12:00:00Z"), Warsaw), leap));
    assert!(!is_in(&birthday(0).windows(at("2023-03-01T12:00:00Z"), Warsaw), leap));
    assert!(is_in(&birthday(0).windows(at("2024-02-29T12:00:00Z"), Warsaw), leap));
    assert!(is_in(&birthday(999).windows(now, Warsaw), "1990-06-01T00:00:00Z"));
}

#[test]
fn purchases_are_looked_for_on_whole_days() {
    let now = at("2022-01-11T23:30:00Z");
    let last = Criterion::LastPurchase { days: 10 }.windows(now, Warsaw);
    assert_eq!(last, [(at("2022-01-01T23:00:00Z"), at("2022-01-02T23:00:00Z"))]);
    let (from, to) =
        ("2014-12-01".parse::<NaiveDate>().unwrap(), "2015-01-01".parse::<NaiveDate>().unwrap());
    let period = Criterion::PurchasePeriod { from, to }.windows(now, Warsaw);
    assert_eq!(period, [(at("2014-11-30T23:00:00Z"), at("2015-01-01T23:00:00Z"))]);
    assert!(Criterion::LabelKeys(vec![]).windows(now, Warsaw).is_empty());
}
