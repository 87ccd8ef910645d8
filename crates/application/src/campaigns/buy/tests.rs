//! Who gets a coupon, and for what.

use domain::campaign::Campaign;
use domain::customer::{Customer, CustomerEvent};
use domain::ids::{CustomerId, SegmentId};
use domain::ledger::Times;
use domain::points::Account;
use domain::settings::SettingValue;
use uuid::Uuid;

use super::*;
use crate::fixtures::{
    Stage, admin, anonymous, as_customer, as_seller, campaign, coupon, customer, level, now,
    reporter, seller,
};
use crate::ports::Message;

/// A buyer with thirty points on `level0`, and a coupon.
fn stage(sold: Campaign) -> Stage {
    let mut stage = Stage::new();
    stage
        .store
        .settings
        .put("customerStatusesSpending", SettingValue::Texts(vec!["new".to_owned()]));
    stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
    stage.repos.accounts.expect_find().returning(|id| {
        let mut account = Account::open(id);
        let times = Times { created_at: now(), locked_until: None, expires_at: None };
        let note = Note::new(Issuer::Admin, None);
        account.add(TransferId(Uuid::from_u128(5)), Amount::from_units(30), times, note);
        let entries = account.take_entries();
        drop(entries);
        Ok(account)
    });
    stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0)]));
    stage.repos.campaigns.expect_find_to_sell().returning(move |_| Ok(Some(sold.clone())));
    stage
}

fn with_coupon(sold: Campaign) -> Stage {
    let mut stage = stage(sold);
    stage.repos.campaigns.expect_take_coupon().returning(|_| Ok(Some(coupon(3))));
    stage
}

fn buyer() -> Given {
    Given::text(&customer(7).id().to_string())
}

async fn refused_with(stage: Stage, said: &str) {
    let (cx, record) = stage.call(as_customer(customer(7).id()));
    let refused = buy(&cx, campaign(1).id, &Given::Absent).await;
    let Err(Error::Refused(words)) = refused else { panic!("{refused:?}") };
    assert_eq!(words, said);
    let kept = record.take();
    assert!(!kept.committed && kept.rewards.is_empty(), "{said}");
}

#[tokio::test]
async fn a_customer_pays_and_gets_a_coupon() {
    let (cx, record) = with_coupon(campaign(1)).call(as_customer(customer(7).id()));
    let bought = buy(&cx, campaign(1).id, &Given::Absent).await.unwrap();
    let kept = record.take();
    assert!(kept.committed);
    assert_eq!(bought.coupon, coupon(3));
    let reward = &kept.rewards[0];
    assert_eq!((reward.cost, reward.transfer), (campaign(1).cost, bought.transfer));
    assert!(bought.transfer.is_some() && reward.used_at.is_none());
    assert_eq!(kept.accounts[0].balance.available, Amount::from_units(20));
    let events: Vec<_> = kept.customers[0].events().map(CustomerEvent::name).collect();
    assert_eq!(events, ["CampaignWasBoughtByCustomer"]);
    let (id, coupon) = (campaign(1).id, coupon(3).id);
    let news = Message::NewReward { customer: customer(7).id(), campaign: id, coupon };
    assert!(kept.messages().contains(&news), "{:?}", kept.messages());
    assert_eq!(kept.audited(), ["BuyCampaign"]);
}

#[tokio::test]
async fn staff_buys_for_a_customer_and_says_for_whom() {
    for actor in [admin(), as_seller(seller().id)] {
        let (cx, record) = with_coupon(campaign(1)).call(actor.clone());
        buy(&cx, campaign(1).id, &buyer()).await.unwrap();
        assert_eq!(record.take().rewards[0].customer, customer(7).id());
        let stage = Stage::new().reading(|read| {
            let view =
                crate::ports::CampaignView { campaign: campaign(1), sold: 0, coupons_left: 1 };
            read.expect_campaign().return_once(move |_| Ok(Some(view)));
        });
        let (cx, _) = stage.call(actor);
        let refused = buy(&cx, campaign(1).id, &Given::Absent).await;
        assert!(matches!(refused, Err(Error::MissingParameter("customerId", _))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_present_costs_nothing() {
    let free = Campaign { cost: Amount::ZERO, ..campaign(1) };
    let (cx, record) = with_coupon(free).call(admin());
    let bought = buy(&cx, campaign(1).id, &buyer()).await.unwrap();
    let kept = record.take();
    assert_eq!(bought.transfer, None);
    assert_eq!((kept.rewards[0].cost, kept.rewards[0].transfer), (Amount::ZERO, None));
}

#[tokio::test]
async fn what_cannot_be_sold_is_said() {
    let mut none_left = stage(campaign(1));
    none_left.repos.campaigns.expect_take_coupon().returning(|_| Ok(None));
    let mut used_up = stage(Campaign { limit: Some(1), ..campaign(1) });
    used_up.repos.campaigns.expect_sold().returning(|_, _| Ok(1));
    let mut unlisted = stage(campaign(1));
    unlisted.store.settings.put("customerStatusesSpending", SettingValue::Texts(vec![]));
    let dear = Campaign { cost: Amount::from_units(31), ..campaign(1) };
    refused_with(with_coupon(dear), "not enough points").await;
    refused_with(none_left, "no coupons left").await;
    refused_with(used_up, "campaign limit is reached").await;
    let closed = Campaign { active: false, ..campaign(1) };
    refused_with(stage(closed), "campaign is not active").await;
    let elsewhere = Campaign { levels: vec![], ..campaign(1) };
    refused_with(stage(elsewhere), "campaign is not available for this customer").await;
    refused_with(unlisted, "campaign is not available for this customer").await;
}

#[tokio::test]
async fn a_segment_makes_a_buyer_too() {
    let segment = SegmentId(Uuid::from_u128(1));
    let sold = Campaign { levels: vec![], segments: vec![segment], ..campaign(1) };
    let mut stage = with_coupon(sold);
    stage.repos.segments.expect_of().returning(move |_| Ok(vec![segment]));
    let (cx, _) = stage.call(as_customer(customer(7).id()));
    buy(&cx, campaign(1).id, &Given::Absent).await.unwrap();
}

#[tokio::test]
async fn nobody_else_buys() {
    let (cx, _) = Stage::new().call(reporter());
    let stage = |found: Option<Customer>| {
        Stage::new().reading(move |read| {
            let id = found.map(|it| it.id());
            read.expect_find_customer().return_once(move |_| Ok(id));
        })
    };
    let refused = buy(&cx, campaign(1).id, &Given::Absent).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let other = as_customer(CustomerId(Uuid::from_u128(8)));
    let (cx, _) = stage(Some(customer(7))).call(other.clone());
    let refused = buy(&cx, campaign(1).id, &buyer()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let (cx, _) = stage(None).call(other);
    let refused = buy(&cx, campaign(1).id, &buyer()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let (cx, _) = Stage::new().call(anonymous());
    let refused = buy(&cx, campaign(1).id, &Given::Absent).await;
    assert!(matches!(refused, Err(Error::AuthenticationRequired)), "{refused:?}");
}
