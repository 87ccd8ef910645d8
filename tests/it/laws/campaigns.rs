//! Campaigns: kept as they were saved, and no coupon sold twice.

use application::ports::{Page, RewardQuery, Storage};
use domain::amount::Amount;
use domain::campaign::{Campaign, Coupon, Reward};
use domain::ids::{CampaignId, CouponId, CustomerId, LevelId, RewardId, SegmentId};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{at, begin, home, kept, save_customer, somebody, text};

laws![
    campaigns_round_trip_and_are_listed_by_name,
    each_coupon_is_taken_once,
    coupons_are_replaced_but_for_those_somebody_has,
    rewards_are_kept_used_and_shown_with_their_customer,
    open_campaigns_are_offered,
];

const CODES: [&str; 2] = ["a", "żółw \"1\""];

fn campaign(number: u128) -> Campaign {
    Campaign {
        id: CampaignId(Uuid::from_u128(number)),
        name: text(&format!("campaign{number}")),
        description: None,
        instructions: None,
        active: true,
        cost: Amount::ZERO,
        levels: vec![],
        segments: vec![],
        period: None,
        limit: None,
        limit_per_customer: None,
        single_coupon: false,
        days_inactive: 0,
        days_valid: 0,
        created_at: at(3),
        version: 0,
    }
}

/// With ids that count from `first`.
fn coupons(first: u128, codes: &[&str]) -> Vec<Coupon> {
    let coupon = |(number, code): (u128, &&str)| Coupon {
        id: CouponId(Uuid::from_u128(number)),
        code: (*code).to_owned(),
    };
    (first..).zip(codes).map(coupon).collect()
}

async fn sold(it: &TestDatabase, campaign: &Campaign, first: u128, codes: &[&str]) {
    kept(it, async |uow| {
        uow.campaigns().save(campaign).await?;
        uow.campaigns().set_coupons(campaign.id, &coupons(first, codes)).await
    })
    .await;
}

fn who(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

fn reward(number: u32, campaign: &Campaign, coupon: Coupon) -> Reward {
    let id = RewardId(Uuid::from_u128(number.into()));
    campaign.reward(id, who(1), coupon, at(number.into()), chrono_tz::UTC)
}

async fn campaigns_round_trip_and_are_listed_by_name(it: &TestDatabase) {
    let rich = Campaign {
        description: Some(text("kubek \"ładny\"")),
        instructions: Some(text("pokaż")),
        active: false,
        cost: Amount::from_ten_thousandths(15_000),
        levels: vec![LevelId(Uuid::from_u128(1)), LevelId(Uuid::from_u128(2))],
        segments: vec![SegmentId(Uuid::from_u128(3))],
        period: Some((at(1), at(2))),
        limit: Some(5),
        limit_per_customer: Some(1),
        single_coupon: true,
        days_inactive: 2,
        days_valid: 90,
        ..campaign(2)
    };
    for campaign in [&rich, &campaign(1)] {
        kept(it, async |uow| uow.campaigns().save(campaign).await).await;
        let uow = begin(it).await;
        let expected = Some(Campaign { version: 1, ..campaign.clone() });
        assert_eq!(uow.campaigns().find(campaign.id).await.unwrap(), expected);
        assert_eq!(uow.campaigns().find_to_sell(campaign.id).await.unwrap(), expected);
    }
    let read = it.database.read(&home());
    let listed = read.campaigns(Page { offset: 0, limit: 1 }).await.unwrap();
    assert_eq!((listed.items[0].campaign.id, listed.total), (campaign(1).id, 2));
}

async fn each_coupon_is_taken_once(it: &TestDatabase) {
    sold(it, &campaign(1), 100, &["a", "b"]).await;
    let uow = begin(it).await;
    for code in [Some("a"), Some("b"), None] {
        let taken = uow.campaigns().take_coupon(&campaign(1)).await.unwrap();
        assert_eq!(taken.as_ref().map(|it| it.code.as_str()), code);
    }
    let single = Campaign { single_coupon: true, ..campaign(1) };
    assert_eq!(uow.campaigns().take_coupon(&single).await.unwrap(), None);
    drop(uow);
    // What was not kept was not taken.
    let uow = begin(it).await;
    for _ in 0..3 {
        let taken = uow.campaigns().take_coupon(&single).await.unwrap().unwrap();
        assert_eq!(taken, coupons(100, &["a"])[0]);
        assert_eq!(uow.campaigns().coupon(taken.id).await.unwrap(), Some(taken));
    }
}

async fn coupons_are_replaced_but_for_those_somebody_has(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    let single = Campaign { single_coupon: true, ..campaign(1) };
    sold(it, &single, 100, &["a", "b", "c"]).await;
    kept(it, async |uow| {
        let shared = uow.campaigns().take_coupon(&single).await?.unwrap();
        assert_eq!(shared.code, "a");
        uow.campaigns().add_reward(&reward(1, &single, shared)).await?;
        uow.campaigns().set_coupons(single.id, &coupons(200, &["c", "d"])).await?;
        // Nobody else gets what somebody has.
        for code in [Some("c"), Some("d"), None] {
            let taken = uow.campaigns().take_coupon(&campaign(1)).await?;
            assert_eq!(taken.map(|it| it.code).as_deref(), code);
        }
        Ok(())
    })
    .await;
}

async fn rewards_are_kept_used_and_shown_with_their_customer(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    save_customer(it, somebody(2)).await;
    let lasting = Campaign { days_inactive: 1, days_valid: 90, ..campaign(1) };
    sold(it, &lasting, 100, &CODES).await;
    let coupons = coupons(100, &CODES);
    let one = reward(1, &lasting, coupons[0].clone());
    let other = reward(2, &lasting, coupons[1].clone());
    let used = Reward { used_at: Some(at(90_000)), ..other.clone() };
    kept(it, async |uow| {
        uow.campaigns().add_reward(&other).await?;
        uow.campaigns().add_reward(&one).await?;
        let found = uow.campaigns().rewards(who(1), one.coupon.id).await?;
        assert_eq!(found, std::slice::from_ref(&one));
        assert!(uow.campaigns().rewards(who(2), one.coupon.id).await?.is_empty());
        assert_eq!(uow.campaigns().sold(lasting.id, None).await?, 2);
        assert_eq!(uow.campaigns().sold(lasting.id, Some(who(2))).await?, 0);
        uow.campaigns().save_used(&used).await
    })
    .await;
    let read = it.database.read(&home());
    let shown = read.customer(&who(1).into()).await.unwrap().unwrap();
    assert_eq!(shown.rewards, [one.clone(), used.clone()]);
    assert!(read.customer(&who(2).into()).await.unwrap().unwrap().rewards.is_empty());
    let page = Page { offset: 0, limit: 10 };
    let all = RewardQuery { page, ..RewardQuery::default() };
    for (query, expected) in [
        (all, vec![used.clone(), one.clone()]),
        (RewardQuery { used: Some(true), ..all }, vec![used.clone()]),
        (RewardQuery { used: Some(false), customer: Some(who(1)), ..all }, vec![one.clone()]),
        (RewardQuery { customer: Some(who(2)), ..all }, vec![]),
        (RewardQuery { campaign: Some(campaign(2).id), ..all }, vec![]),
    ] {
        let listed = read.rewards(&query).await.unwrap();
        assert_eq!(listed.total, expected.len() as u64);
        assert!(listed.items.iter().all(|it| it.campaign_name == "campaign1"));
        let found: Vec<_> = listed.items.into_iter().map(|it| it.reward).collect();
        assert_eq!(found, expected, "{query:?}");
    }
    assert_eq!(it.database.differences(10).await.unwrap(), []);
    it.change("UPDATE campaign_purchase SET cost = 1 WHERE used_at IS NOT NULL").await;
    let found = it.database.differences(10).await.unwrap();
    assert_eq!((found.len(), found[0].id), (1, used.id.0));
}

async fn open_campaigns_are_offered(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    sold(it, &campaign(1), 100, &["a"]).await;
    for closed in [
        Campaign { active: false, ..campaign(2) },
        Campaign { period: Some((at(11), at(12))), ..campaign(3) },
        Campaign { period: Some((at(8), at(9))), ..campaign(4) },
    ] {
        kept(it, async |uow| uow.campaigns().save(&closed).await).await;
    }
    let open = Campaign { period: Some((at(10), at(10))), ..campaign(5) };
    sold(it, &open, 200, &[]).await;
    kept(it, async |uow| {
        let coupon = uow.campaigns().take_coupon(&campaign(1)).await?.unwrap();
        uow.campaigns().add_reward(&reward(1, &campaign(1), coupon)).await
    })
    .await;
    let read = it.database.read(&home());
    let figures = async |customer| {
        let offers = read.offers(customer, at(10)).await.unwrap();
        let figures = offers
            .into_iter()
            .map(|it| (it.view.campaign.id, it.view.sold, it.view.coupons_left, it.bought));
        figures.collect::<Vec<_>>()
    };
    let (one, other) = (campaign(1).id, open.id);
    assert_eq!(figures(Some(who(1))).await, [(one, 1, 0, 1), (other, 0, 0, 0)]);
    assert_eq!(figures(None).await, [(one, 1, 0, 0), (other, 0, 0, 0)]);
}
