//! Rewards: the last coupon, and presents for purchases.

use application::cx::Cx;
use application::error::Error;
use application::patience::patiently;
use application::ports::{Page, RewardQuery, RewardView, Storage};
use application::{campaigns, points, transactions};
use domain::amount::Amount;
use domain::campaign::CampaignDraft;
use domain::earning::{Rule, RuleKind};
use domain::form::{Given, GivenGroup};
use domain::ids::{CampaignId, CustomerId, RuleId};
use domain::settings::SettingValue;
use laurel_tests::databases::every_database;
use uuid::Uuid;

use super::papers::{document, transfer};
use super::programme::{Programme, Setting};
use crate::laws::fixtures::level_of;

fn settings() -> [Setting; 3] {
    let active = || SettingValue::Texts(vec!["active".to_owned()]);
    [
        ("allTimeNotLocked", true.into()),
        ("customerStatusesSpending", active()),
        ("customerStatusesEarning", active()),
    ]
}

async fn a_campaign(cx: &Cx, cost: &str, codes: &[&str], limit: Given) -> CampaignId {
    let texts = |it: &[&str]| GivenGroup::Members(it.iter().map(|it| Given::text(it)).collect());
    let draft = CampaignDraft {
        name: Given::text("Mug"),
        active: Given::text("1"),
        cost: Given::text(cost),
        levels: texts(&[&level_of(0, 0).id.to_string()]),
        coupons: texts(codes),
        limit,
        ..CampaignDraft::default()
    };
    campaigns::create(cx, &draft).await.unwrap()
}

async fn rewards(cx: &Cx) -> Vec<RewardView> {
    let page = Page { offset: 0, limit: 100 };
    let query = RewardQuery { page, ..RewardQuery::default() };
    campaigns::rewards(cx, &query).await.unwrap().items
}

/// How many got one when all came at once, and what the others were told.
async fn rush(cx: &Cx, id: CampaignId, buyers: &[CustomerId]) -> (usize, Vec<String>) {
    let sales: Vec<_> = buyers
        .iter()
        .map(|buyer| {
            let (cx, buyer) = (cx.clone(), Given::text(&buyer.to_string()));
            tokio::spawn(async move { patiently(|| campaigns::buy(&cx, id, &buyer)).await })
        })
        .collect();
    let (mut won, mut told) = (0, vec![]);
    for sale in sales {
        match sale.await.unwrap() {
            Ok(_) => won += 1,
            Err(Error::Refused(said)) => told.push(said.into_owned()),
            Err(other) => panic!("{other:?}"),
        }
    }
    told.dedup();
    (won, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_buyers_of_the_last_coupon_one_gets_it() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&settings()).await;
        let mut buyers = vec![];
        for _ in 0..20 {
            let buyer = programme.a_customer(&cx).await;
            points::add(&cx, &transfer(buyer, 1_000, None)).await.unwrap();
            buyers.push(buyer);
        }
        let last = a_campaign(&cx, "7", &["LAST"], Given::Absent).await;
        let sold_out = vec!["no coupons left".to_owned()];
        assert_eq!(rush(&cx, last, &buyers).await, (1, sold_out), "{}", it.engine);
        let winner = rewards(&cx).await[0].reward.customer;
        let limited = a_campaign(&cx, "0", &["A", "B", "C", "D"], Given::text("3")).await;
        let reached = vec!["campaign limit is reached".to_owned()];
        assert_eq!(rush(&cx, limited, &buyers).await, (3, reached), "{}", it.engine);
        // Whoever has ten points does not spend seven twice.
        let many = a_campaign(&cx, "7", &["E", "F", "G"], Given::Absent).await;
        let other = buyers.into_iter().find(|it| *it != winner).unwrap();
        let too_dear = vec!["not enough points".to_owned()];
        assert_eq!(rush(&cx, many, &[other; 3]).await, (1, too_dear), "{}", it.engine);
        let mut coupons: Vec<_> =
            rewards(&cx).await.into_iter().map(|it| it.reward.coupon.id).collect();
        coupons.sort_unstable();
        coupons.dedup();
        assert_eq!(coupons.len(), 5, "{}", it.engine);
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_gives_a_reward_while_there_is_one() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&settings()).await;
        let ada = programme.a_customer(&cx).await;
        let campaign = a_campaign(&cx, "500", &["ONLY"], Given::Absent).await;
        let rule = Rule {
            id: RuleId(Uuid::from_u128(1)),
            name: "Present".to_owned(),
            description: String::new(),
            active: true,
            period: None,
            levels: vec![level_of(0, 0).id],
            segments: vec![],
            pos: vec![],
            limit: None,
            is_last: false,
            kind: RuleKind::InstantReward { campaign: Some(campaign) },
            version: 0,
        };
        let uow = it.database.begin(&cx.store.code).await.unwrap();
        uow.rules().save(&rule, programme.now()).await.unwrap();
        uow.commit().await.unwrap();
        for number in ["one", "two"] {
            let sale = document(&programme, ada, number, None, 100);
            transactions::register(&cx, &sale).await.unwrap();
        }
        let given = rewards(&cx).await;
        let [RewardView { reward, .. }] = &given[..] else { panic!("{given:?}") };
        assert_eq!((reward.customer, reward.cost, reward.transfer), (ada, Amount::ZERO, None));
        assert_eq!(reward.coupon.code, "ONLY");
        assert_eq!(programme.customer(ada).await.unwrap().state().totals.count, 2);
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}
