//! Tables of what is sold to whom, and when it can be used.

use chrono::TimeDelta;
use chrono_tz::Europe::Warsaw;
use uuid::Uuid;

use super::*;
use crate::form::{Given, GivenGroup};
use crate::ids::{CouponId, CustomerId, RewardId};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2019-03-18T12:45:39Z")
}

fn list(texts: &[&str]) -> GivenGroup<Vec<Given>> {
    GivenGroup::Members(texts.iter().map(|it| Given::text(it)).collect())
}

const LEVEL: &str = "00000000-0000-0000-0000-000000000001";
const SEGMENT: &str = "00000000-0000-0000-0000-000000000002";

fn draft() -> CampaignDraft {
    CampaignDraft {
        name: Given::text("Mug"),
        active: Given::text("1"),
        cost: Given::text("10"),
        levels: list(&[LEVEL]),
        segments: list(&[SEGMENT]),
        coupons: list(&["a", "b", "a"]),
        ..CampaignDraft::default()
    }
}

fn campaign() -> Campaign {
    draft().check(CampaignId(Uuid::nil()), None, now(), Warsaw).unwrap().campaign
}

#[test]
fn a_campaign_is_sold_to_those_it_names_while_it_is_open_and_some_are_left() {
    let level = LevelId::parse(LEVEL);
    let segment = [SegmentId::parse(SEGMENT).unwrap()];
    let on_level = Demand { level, ..Demand::default() };
    let day = TimeDelta::days(1);
    let limited = || Campaign { limit: Some(2), limit_per_customer: Some(1), ..campaign() };
    for (campaign, demand, expected) in [
        (campaign(), on_level, Ok(())),
        (campaign(), Demand { segments: &segment, ..Demand::default() }, Ok(())),
        (campaign(), Demand::default(), Err(CampaignRefusal::NotForYou)),
        (Campaign { levels: vec![], ..campaign() }, on_level, Err(CampaignRefusal::NotForYou)),
        (Campaign { active: false, ..campaign() }, on_level, Err(CampaignRefusal::Inactive)),
        (Campaign { period: Some((now(), now())), ..campaign() }, on_level, Ok(())),
        (
            Campaign { period: Some((now() - day, now() - day)), ..campaign() },
            on_level,
            Err(CampaignRefusal::Inactive),
        ),
        (limited(), Demand { sold: 1, ..on_level }, Ok(())),
        (limited(), Demand { sold: 2, ..on_level }, Err(CampaignRefusal::LimitReached)),
        (limited(), Demand { bought: 1, ..on_level }, Err(CampaignRefusal::LimitReached)),
    ] {
        assert_eq!(campaign.sells(demand, now()), expected, "{campaign:?} {demand:?}");
    }
    assert_eq!(campaign().gives(Demand::default(), now()), Ok(()));
}

#[test]
fn a_reward_is_usable_once_between_its_times() {
    let campaign = Campaign { days_inactive: 2, days_valid: 90, ..campaign() };
    let coupon = Coupon { id: CouponId(Uuid::nil()), code: "a".to_owned() };
    let (id, customer) = (RewardId(Uuid::nil()), CustomerId(Uuid::nil()));
    let reward = campaign.reward(id, customer, coupon.clone(), now(), Warsaw);
    let (since, until) = (at("2019-03-20T12:45:39Z"), at("2019-06-18T11:45:39Z"));
    assert_eq!((reward.active_since, reward.active_to), (Some(since), Some(until)));
    let second = TimeDelta::seconds(1);
    for (at, status) in [
        (since - second, RewardStatus::Inactive),
        (since, RewardStatus::Active),
        (until, RewardStatus::Active),
        (until + second, RewardStatus::Expired),
    ] {
        assert_eq!(reward.status(at), status);
        assert_eq!(reward.can_be_used(at), status == RewardStatus::Active);
    }
    let mut reward = reward;
    assert_eq!(reward.mark(false, since), Err(RewardRefusal::NotUsed));
    assert_eq!(reward.mark(true, now()), Err(RewardRefusal::NotNow));
    assert_eq!(reward.mark(true, since), Ok(()));
    assert_eq!(reward.mark(true, since), Err(RewardRefusal::Used));
    assert!(!reward.can_be_used(since) && reward.status(since) == RewardStatus::Active);
    assert_eq!(reward.mark(false, until + second), Ok(()));
    let plain = self::campaign().reward(id, customer, coupon, now(), Warsaw);
    assert_eq!((plain.active_since, plain.active_to), (None, None));
}

#[test]
fn a_draft_is_checked_and_completed_by_what_is_stored() {
    let terms = draft().check(CampaignId(Uuid::nil()), None, now(), Warsaw).unwrap();
    assert_eq!(terms.codes, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!((terms.campaign.period, terms.campaign.limit), (None, None));
    let stored = Campaign {
        period: Some((now(), now())),
        limit: Some(5),
        days_valid: 90,
        single_coupon: true,
        ..terms.campaign
    };
    let check = |draft: &CampaignDraft| draft.check(stored.id, Some(&stored), now(), Warsaw);
    let same = check(&CampaignDraft::default()).unwrap();
    assert_eq!((same.campaign, same.codes), (stored.clone(), None));
    let changed = CampaignDraft {
        all_time: Given::text("1"),
        unlimited: Given::text("1"),
        days_valid: Given::Empty,
        single_coupon: Given::text("0"),
        levels: GivenGroup::Empty,
        ..CampaignDraft::default()
    };
    let changed = check(&changed).unwrap().campaign;
    assert_eq!((changed.period, changed.limit, changed.days_valid), (None, None, 0));
    assert!(!changed.single_coupon && changed.levels.is_empty());
}

#[test]
fn what_is_wrong_is_marked() {
    let odd = CampaignDraft {
        cost: Given::text("-1"),
        levels: list(&["x"]),
        segments: GivenGroup::Malformed,
        active_from: Given::text("2019-01-01"),
        limit: Given::text("0"),
        coupons: GivenGroup::Empty,
        days_valid: Given::text("1.5"),
        ..CampaignDraft::default()
    };
    let errors = odd.check(CampaignId(Uuid::nil()), None, now(), Warsaw).unwrap_err();
    let marks: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
    let expected =
        ["name", "costInPoints", "levels.0", "segments", "activeTo", "limit", "daysValid"];
    assert_eq!(marks, expected);
}
