//! Earning rules, and when those with a limit were used.

use application::ports::{Direction, Page, RuleQuery, RuleSort, RuleUse, Storage, StorageError};
use domain::amount::Amount;
use domain::earning::{
    LimitPeriod, ReferralEvent, Rewarded, Rule, RuleKind, RuleType, Spending, UsageLimit,
};
use domain::ids::{CampaignId, LevelId, PosId, RuleId, SegmentId, TransferId};
use domain::ledger::Terms;
use domain::points::{Account, Issuer, Note};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{
    abroad, at, begin, home, kept, label, pos, save_customer, somebody, with_abroad,
};

laws![
    rules_of_every_kind_round_trip,
    a_rule_of_another_store_or_another_version_is_not_touched,
    uses_are_counted_by_rule_customer_and_time,
    rules_are_listed_by_name_and_by_age,
    points_of_sale_that_there_are_are_known,
];

pub fn rule(number: u128, name: &str, kind: RuleKind) -> Rule {
    Rule {
        id: RuleId(Uuid::from_u128(number)),
        name: name.to_owned(),
        description: "What for".to_owned(),
        active: number % 2 == 1,
        period: (number == 1).then(|| (at(0), at(9))),
        levels: vec![LevelId(Uuid::from_u128(3)), LevelId(Uuid::from_u128(1))],
        segments: vec![SegmentId(Uuid::from_u128(4))],
        pos: vec![PosId(Uuid::from_u128(5))],
        limit: (number == 2)
            .then_some(UsageLimit { times: u32::MAX, period: LimitPeriod::ThreeMonths }),
        is_last: number == 3,
        kind,
        version: 0,
    }
}

fn kinds() -> Vec<RuleKind> {
    let points = Amount::from_ten_thousandths(1_234_500);
    let owned = |raw: &str| raw.to_owned();
    vec![
        RuleKind::Event { event: owned("oloy.account.created"), points },
        RuleKind::Custom { event: owned("ŻÓŁĆ \"like\""), points },
        RuleKind::Referral {
            when: ReferralEvent::EveryPurchase,
            rewards: Rewarded::Referred,
            points,
        },
        RuleKind::Spending(Spending {
            per_unit: points,
            excluded_skus: vec![owned("a"), owned("b")],
            included_labels: vec![label("in", "")],
            excluded_labels: vec![label("out", "1")],
            min_order: points,
            without_delivery: true,
        }),
        RuleKind::Product { skus: vec![owned("a")], points },
        RuleKind::MultiplyProduct { skus: vec![owned("a")], multiplier: points },
        RuleKind::MultiplyLabels { labels: vec![(label("by", "1"), points)] },
        RuleKind::Geolocation {
            latitude: owned("50"),
            longitude: owned("-15.50"),
            radius: owned("4"),
            points,
        },
        RuleKind::QrCode { code: owned("abcd"), points },
        RuleKind::InstantReward { campaign: Some(CampaignId(Uuid::from_u128(9))) },
        RuleKind::InstantReward { campaign: None },
    ]
}

async fn rules_of_every_kind_round_trip(it: &TestDatabase) {
    for (number, kind) in (1..).zip(kinds()) {
        let saved = rule(number, "Rule", kind);
        kept(it, async |uow| uow.rules().save(&saved, at(0)).await).await;
        let expected = Rule { version: 1, ..saved };
        let found = begin(it).await.rules().find(expected.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&expected));
        let shown = it.database.read(&home()).rule(expected.id).await.unwrap();
        assert_eq!(shown, Some(expected));
    }
    let active = begin(it).await.rules().active(RuleType::ALL).await.unwrap();
    let numbers: Vec<_> = active.iter().map(|it| it.id.0.as_u128()).collect();
    assert_eq!(numbers, [1, 3, 5, 7, 9, 11]);
    let some = [RuleType::QrCode, RuleType::Event, RuleType::Spending];
    let some = begin(it).await.rules().active(&some).await.unwrap();
    let numbers: Vec<_> = some.iter().map(|it| it.id.0.as_u128()).collect();
    assert_eq!(numbers, [1, 9]);
}

async fn a_rule_of_another_store_or_another_version_is_not_touched(it: &TestDatabase) {
    with_abroad(it).await;
    let saved = rule(1, "Rule", RuleKind::InstantReward { campaign: None });
    kept(it, async |uow| uow.rules().save(&saved, at(0)).await).await;
    let elsewhere = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(elsewhere.rules().find(saved.id).await.unwrap(), None);
    assert_eq!(elsewhere.rules().active(RuleType::ALL).await.unwrap(), []);
    assert!(!elsewhere.rules().delete(saved.id).await.unwrap());
    drop(elsewhere);
    let foreign = it.database.read(&abroad());
    assert_eq!(foreign.rule(saved.id).await.unwrap(), None);
    assert_eq!(foreign.rules(&RuleQuery::default()).await.unwrap().total, 0);
    let stale = Rule { version: 2, ..saved.clone() };
    let refused = begin(it).await.rules().save(&stale, at(1)).await;
    assert!(matches!(refused, Err(StorageError::Stale)), "{refused:?}");
    kept(it, async |uow| {
        assert!(uow.rules().delete(saved.id).await?);
        assert!(!uow.rules().delete(saved.id).await?);
        Ok(())
    })
    .await;
    assert_eq!(it.database.read(&home()).rule(saved.id).await.unwrap(), None);
}

async fn uses_are_counted_by_rule_customer_and_time(it: &TestDatabase) {
    let (one, other) = (RuleId(Uuid::from_u128(1)), RuleId(Uuid::from_u128(2)));
    for (number, uses) in [(1, &[(one, 1_i64), (one, 2), (other, 3)][..]), (2, &[(one, 3)])] {
        save_customer(it, somebody(number)).await;
        let customer = somebody(number).id();
        let mut account = Account::open(customer);
        let mut used = vec![];
        for (rule, second) in uses {
            let transfer =
                TransferId(Uuid::from_u128(number * 100 + u128::from(second.unsigned_abs())));
            let times = Terms::of_peer(at(*second), None);
            account.add(transfer, Amount::from_units(1), times, Note::new(Issuer::System, None));
            used.push(RuleUse { rule: *rule, customer, transfer, at: at(*second) });
        }
        let changes = account.into_changes().unwrap();
        kept(it, async |uow| {
            uow.accounts().save(changes, vec![]).await?;
            uow.rules().used(&used).await
        })
        .await;
    }
    let uow = begin(it).await;
    for (number, of, expected) in [
        (1, &[(one, None), (other, None)][..], &[(one, 2), (other, 1)][..]),
        (1, &[(one, Some(at(2))), (other, Some(at(4)))], &[(one, 1)]),
        (1, &[(one, Some(at(3)))], &[]),
        (2, &[(other, None), (one, Some(at(3)))], &[(one, 1)]),
    ] {
        let mut counted = uow.rules().uses(somebody(number).id(), of).await.unwrap();
        counted.sort();
        assert_eq!(counted, expected, "{number} {of:?}");
    }
}

async fn rules_are_listed_by_name_and_by_age(it: &TestDatabase) {
    let points = Amount::from_units(1);
    let qr = RuleKind::QrCode { code: "a".to_owned(), points };
    let instant = RuleKind::InstantReward { campaign: None };
    kept(it, async |uow| {
        for (number, name, kind, created) in [
            (1, "beta", qr.clone(), 3),
            (2, "Alpha", qr.clone(), 2),
            (3, "ŻETA", instant.clone(), 1),
            (4, "żeta", qr.clone(), 1),
        ] {
            uow.rules().save(&rule(number, name, kind), at(created)).await?;
        }
        Ok(())
    })
    .await;
    let reads = it.database.read(&home());
    let page = Page { offset: 0, limit: 10 };
    let all = RuleQuery { direction: Direction::Asc, page, ..RuleQuery::default() };
    for (query, expected, total) in [
        (all, vec![2, 1, 3, 4], 4),
        (RuleQuery { direction: Direction::Desc, ..all }, vec![4, 3, 1, 2], 4),
        (RuleQuery { sort: RuleSort::CreatedAt, ..all }, vec![3, 4, 2, 1], 4),
        (RuleQuery { page: Page { offset: 1, limit: 2 }, ..all }, vec![1, 3], 4),
        (RuleQuery { rule_type: Some(RuleType::QrCode), ..all }, vec![2, 1, 4], 3),
        (RuleQuery { active: Some(false), ..all }, vec![2, 4], 2),
        (RuleQuery { active: Some(true), rule_type: Some(RuleType::QrCode), ..all }, vec![1], 1),
        (RuleQuery { rule_type: Some(RuleType::Event), ..all }, vec![], 0),
    ] {
        let found = reads.rules(&query).await.unwrap();
        let numbers: Vec<_> = found.items.iter().map(|it| it.id.0.as_u128()).collect();
        assert_eq!((numbers, found.total), (expected, total), "{query:?}");
    }
}

async fn points_of_sale_that_there_are_are_known(it: &TestDatabase) {
    with_abroad(it).await;
    kept(it, async |uow| {
        uow.pos().save(&pos(1)).await?;
        uow.pos().save(&pos(2)).await
    })
    .await;
    let asked = [pos(2).id, pos(3).id, pos(1).id];
    let mut known = begin(it).await.pos().known(&asked).await.unwrap();
    known.sort();
    assert_eq!(known, [pos(1).id, pos(2).id]);
    let elsewhere = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(elsewhere.pos().known(&asked).await.unwrap(), []);
}
