//! Earning rules, and how often they were used (behaviour 3.14).

use application::ports::{RuleUse, Storage, StorageError, Told};
use domain::amount::Amount;
use domain::earning::{LimitPeriod, ReferralEvent, Rewarded, Rule, RuleKind, Spending, UsageLimit};
use domain::ids::{CampaignId, CustomerId, LevelId, PosId, RuleId, SegmentId, TransferId};
use domain::ledger::Times;
use domain::points::{Account, Issuer, Note};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, kept, label, save_customer, somebody, with_abroad};

laws![
    rules_of_every_kind_are_found_as_they_were_saved,
    a_rule_that_moved_on_is_refused,
    rules_that_are_switched_on_come_by_id,
    a_rule_goes_once,
    uses_are_counted_by_rule_customer_and_time,
    rules_belong_to_their_store,
];

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn rule(number: u128, kind: RuleKind) -> Rule {
    Rule {
        id: RuleId(id(number)),
        name: "Points for Łódź".to_owned(),
        description: "’".to_owned(),
        active: true,
        period: None,
        levels: vec![],
        segments: vec![],
        pos: vec![],
        limit: None,
        is_last: false,
        kind,
        version: 0,
    }
}

fn plain(number: u128) -> Rule {
    rule(number, RuleKind::Product { skus: vec!["SKU".to_owned()], points: Amount::ZERO })
}

fn kinds() -> Vec<RuleKind> {
    let points = Amount::parse("2.3456").unwrap();
    let event = "oloy.account.created".to_owned();
    let skus = vec!["a".to_owned(), "\"b\"".to_owned()];
    let mut kinds = vec![
        RuleKind::Event { event: event.clone(), points },
        RuleKind::Custom { event, points },
        RuleKind::Spending(Spending {
            per_unit: points,
            excluded_skus: skus.clone(),
            included_labels: vec![label("k", "v")],
            excluded_labels: vec![label("l", "")],
            min_order: Amount::from_units(20),
            without_delivery: true,
        }),
        RuleKind::Spending(Spending::default()),
        RuleKind::Product { skus: skus.clone(), points },
        RuleKind::MultiplyProduct { skus, multiplier: points },
        RuleKind::MultiplyLabels { labels: vec![(label("k", "v"), points)] },
        RuleKind::Geolocation {
            latitude: "51.11".to_owned(),
            longitude: "-17.03".to_owned(),
            radius: "4".to_owned(),
            points,
        },
        RuleKind::QrCode { code: "abcd".to_owned(), points },
        RuleKind::InstantReward { campaign: None },
        RuleKind::InstantReward { campaign: Some(CampaignId(id(7))) },
    ];
    let referrals = [
        (ReferralEvent::Register, Rewarded::Referrer),
        (ReferralEvent::FirstPurchase, Rewarded::Referred),
        (ReferralEvent::EveryPurchase, Rewarded::Both),
    ];
    kinds.extend(referrals.map(|(when, rewards)| RuleKind::Referral { when, rewards, points }));
    kinds
}

async fn save(it: &TestDatabase, rule: &Rule) {
    kept(it, async |uow| uow.rules().save(rule, at(0)).await).await;
}

async fn find(it: &TestDatabase, number: u128) -> Option<Rule> {
    begin(it).await.rules().find(RuleId(id(number))).await.unwrap()
}

async fn rules_of_every_kind_are_found_as_they_were_saved(it: &TestDatabase) {
    for (number, kind) in (1..).zip(kinds()) {
        let rule = Rule {
            period: Some((at(-1), at(1))),
            levels: vec![LevelId(id(1)), LevelId(id(2))],
            segments: vec![SegmentId(id(3))],
            pos: vec![PosId(id(4))],
            limit: Some(UsageLimit { times: u32::MAX, period: LimitPeriod::ThreeMonths }),
            is_last: true,
            ..rule(number, kind)
        };
        save(it, &rule).await;
        assert_eq!(find(it, number).await, Some(Rule { version: 1, ..rule }));
    }
    assert_eq!(find(it, 1_000).await, None);
    for (number, period) in (100..).zip([
        LimitPeriod::Day,
        LimitPeriod::Week,
        LimitPeriod::Month,
        LimitPeriod::ThreeMonths,
        LimitPeriod::HalfYear,
        LimitPeriod::Year,
        LimitPeriod::Forever,
    ]) {
        let limit = Some(UsageLimit { times: 1, period });
        save(it, &Rule { limit, ..plain(number) }).await;
        assert_eq!(find(it, number).await.unwrap().limit, limit);
    }
}

async fn a_rule_that_moved_on_is_refused(it: &TestDatabase) {
    save(it, &plain(1)).await;
    let found = find(it, 1).await.unwrap();
    save(it, &Rule { name: "Second".to_owned(), ..found.clone() }).await;
    let uow = begin(it).await;
    let late = Rule { name: "Third".to_owned(), ..found };
    let refused = uow.rules().save(&late, at(1)).await;
    assert!(matches!(refused, Err(StorageError::Stale)), "{refused:?}");
    drop(uow);
    let found = find(it, 1).await.unwrap();
    assert_eq!((&*found.name, found.version), ("Second", 2));
    // When it was made stays.
    assert_eq!(it.number("SELECT count(DISTINCT created_at) FROM earning_rule").await, 1);
}

async fn rules_that_are_switched_on_come_by_id(it: &TestDatabase) {
    for number in [3, 1, 2] {
        save(it, &Rule { active: number != 2, ..plain(number) }).await;
    }
    let active = begin(it).await.rules().active().await.unwrap();
    assert_eq!(active.iter().map(|it| it.id.0).collect::<Vec<_>>(), [id(1), id(3)]);
}

async fn a_rule_goes_once(it: &TestDatabase) {
    save(it, &plain(1)).await;
    save(it, &plain(2)).await;
    let uow = begin(it).await;
    assert!(uow.rules().delete(RuleId(id(1))).await.unwrap());
    assert!(!uow.rules().delete(RuleId(id(1))).await.unwrap());
    uow.commit().await.unwrap();
    assert_eq!((find(it, 1).await, find(it, 2).await.is_some()), (None, true));
}

async fn uses_are_counted_by_rule_customer_and_time(it: &TestDatabase) {
    let mut uses = vec![];
    for who in [1, 2] {
        let customer = CustomerId(id(who));
        save_customer(it, somebody(who)).await;
        let mut account = Account::open(customer);
        for (rule, seconds) in [(1, 10), (1, 20), (2, 20)] {
            let transfer = TransferId(id(uses.len() as u128 + 1));
            let times = Times { created_at: at(1), locked_until: None, expires_at: None };
            account.add(transfer, Amount::from_units(1), times, Note::new(Issuer::System, None));
            let rule = RuleId(id(rule));
            uses.push(RuleUse { rule, customer, transfer, at: at(seconds) });
        }
        let told =
            account.take_entries().into_iter().map(|entry| Told { after: 1, entry }).collect();
        let changes = account.into_changes().unwrap();
        kept(it, async |uow| uow.accounts().save(changes, told).await).await;
    }
    kept(it, async |uow| {
        uow.rules().used(&uses).await?;
        uow.rules().used(&[]).await
    })
    .await;
    let uow = begin(it).await;
    let count = async |rule, customer, since: Option<i64>| {
        let (rule, customer) = (RuleId(id(rule)), CustomerId(id(customer)));
        uow.rules().uses(rule, customer, since.map(at)).await.unwrap()
    };
    assert_eq!(count(1, 1, None).await, 2);
    assert_eq!(count(1, 1, Some(10)).await, 2);
    assert_eq!(count(1, 1, Some(11)).await, 1);
    assert_eq!(count(1, 1, Some(21)).await, 0);
    assert_eq!((count(2, 2, None).await, count(3, 1, None).await), (1, 0));
}

async fn rules_belong_to_their_store(it: &TestDatabase) {
    with_abroad(it).await;
    save(it, &plain(1)).await;
    let uow = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(uow.rules().find(RuleId(id(1))).await.unwrap(), None);
    assert_eq!(uow.rules().active().await.unwrap(), []);
    assert!(!uow.rules().delete(RuleId(id(1))).await.unwrap());
    assert_eq!(uow.rules().uses(RuleId(id(1)), CustomerId(id(1)), None).await.unwrap(), 0);
    // The same id is free abroad.
    uow.rules().save(&Rule { name: "Abroad".to_owned(), ..plain(1) }, at(0)).await.unwrap();
    uow.commit().await.unwrap();
    assert_eq!(find(it, 1).await.unwrap().name, plain(1).name);
}
