//! Wire shapes of campaigns and of what was bought.

use application::campaigns::Bought;
use application::cx::Cx;
use application::ports::{CampaignView, RewardView};
use domain::campaign::{Campaign, Coupon, Reward};
use domain::text::Text;
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// A reward that points buy.
#[expect(clippy::struct_excessive_bools, reason = "the contract's flags")]
#[derive(Object)]
#[oai(rename = "Campaign", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct CampaignDto {
    campaign_id: String,
    name: String,
    description: Option<String>,
    instructions: Option<String>,
    active: bool,
    cost_in_points: Decimal,
    levels: Vec<String>,
    segments: Vec<String>,
    all_time_active: bool,
    active_from: Option<String>,
    active_to: Option<String>,
    unlimited: bool,
    limit: Option<u32>,
    limit_per_user: Option<u32>,
    single_coupon: bool,
    days_inactive: u32,
    /// Zero: for ever.
    days_valid: u32,
    created_at: String,
    /// How many were sold or given.
    usage_count: u64,
    coupons_left: u64,
}

#[derive(Object)]
#[oai(rename = "CampaignList")]
pub(super) struct CampaignListDto {
    pub(super) campaigns: Vec<CampaignDto>,
    pub(super) total: u64,
}

/// A campaign that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedCampaign", rename_all = "camelCase")]
pub(super) struct SavedDto {
    pub(super) campaign_id: String,
}

/// A campaign as its buyers see it.
#[derive(Object)]
#[oai(rename = "Offer", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct OfferDto {
    campaign_id: String,
    name: String,
    description: Option<String>,
    cost_in_points: Decimal,
    active_to: Option<String>,
    days_inactive: u32,
    /// Zero: for ever.
    days_valid: u32,
}

#[derive(Object)]
#[oai(rename = "OfferList")]
pub(super) struct OfferListDto {
    pub(super) campaigns: Vec<OfferDto>,
    pub(super) total: u64,
}

/// What a buyer shows.
#[derive(Object)]
#[oai(rename = "Coupon")]
pub(crate) struct CouponDto {
    id: String,
    code: String,
}

/// What was bought.
#[derive(Object)]
#[oai(rename = "Bought", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct BoughtDto {
    coupon: CouponDto,
    /// The spend; what costs nothing takes no points.
    points_transfer_id: Option<String>,
}

/// A reward that somebody has.
#[derive(Object)]
#[oai(rename = "BoughtReward", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct RewardDto {
    customer_id: String,
    can_be_used: bool,
    purchase_at: String,
    cost_in_points: Decimal,
    campaign_id: String,
    campaign_name: Option<String>,
    used: bool,
    coupon: CouponDto,
    /// `inactive`, `active` or `expired`.
    status: String,
    active_since: Option<String>,
    active_to: Option<String>,
    usage_date: Option<String>,
    points_transfer_id: Option<String>,
}

#[derive(Object)]
#[oai(rename = "BoughtRewardList")]
pub(super) struct RewardListDto {
    pub(super) purchases: Vec<RewardDto>,
    pub(super) total: u64,
}

impl CampaignDto {
    pub(super) fn of(CampaignView { campaign, sold, coupons_left }: CampaignView, cx: &Cx) -> Self {
        let Campaign {
            id,
            name,
            description,
            instructions,
            active,
            cost,
            levels,
            segments,
            period,
            limit,
            limit_per_customer,
            single_coupon,
            days_inactive,
            days_valid,
            created_at,
            version: _,
        } = campaign;
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            campaign_id: id.to_string(),
            name: name.as_str().to_owned(),
            description: shown(description.as_ref()),
            instructions: shown(instructions.as_ref()),
            active,
            cost_in_points: Decimal::from(cost),
            levels: levels.iter().map(ToString::to_string).collect(),
            segments: segments.iter().map(ToString::to_string).collect(),
            all_time_active: period.is_none(),
            active_from: period.map(|it| time(it.0)),
            active_to: period.map(|it| time(it.1)),
            unlimited: limit.is_none() && limit_per_customer.is_none(),
            limit,
            limit_per_user: limit_per_customer,
            single_coupon,
            days_inactive,
            days_valid,
            created_at: time(created_at),
            usage_count: sold,
            coupons_left,
        }
    }
}

impl OfferDto {
    pub(super) fn of(view: CampaignView, cx: &Cx) -> Self {
        let CampaignView { campaign, sold: _, coupons_left: _ } = view;
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            campaign_id: campaign.id.to_string(),
            name: campaign.name.as_str().to_owned(),
            description: shown(campaign.description.as_ref()),
            cost_in_points: Decimal::from(campaign.cost),
            active_to: campaign.period.map(|it| time(it.1)),
            days_inactive: campaign.days_inactive,
            days_valid: campaign.days_valid,
        }
    }
}

impl RewardDto {
    pub(super) fn listed(RewardView { reward, campaign_name }: RewardView, cx: &Cx) -> Self {
        Self { campaign_name: Some(campaign_name), ..Self::of(&reward, cx) }
    }

    pub(super) fn of(reward: &Reward, cx: &Cx) -> Self {
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            customer_id: reward.customer.to_string(),
            can_be_used: reward.can_be_used(cx.now()),
            purchase_at: time(reward.bought_at),
            cost_in_points: Decimal::from(reward.cost),
            campaign_id: reward.campaign.to_string(),
            campaign_name: None,
            used: reward.used_at.is_some(),
            coupon: CouponDto::from(reward.coupon.clone()),
            status: reward.status(cx.now()).as_str().to_owned(),
            active_since: reward.active_since.map(time),
            active_to: reward.active_to.map(time),
            usage_date: reward.used_at.map(time),
            points_transfer_id: reward.transfer.map(|it| it.to_string()),
        }
    }
}

impl From<Coupon> for CouponDto {
    fn from(Coupon { id, code }: Coupon) -> Self {
        Self { id: id.to_string(), code }
    }
}

impl From<Bought> for BoughtDto {
    fn from(Bought { coupon, transfer }: Bought) -> Self {
        let points_transfer_id = transfer.map(|it| it.to_string());
        Self { coupon: CouponDto::from(coupon), points_transfer_id }
    }
}

fn shown(text: Option<&Text>) -> Option<String> {
    text.map(|it| it.as_str().to_owned())
}
