//! Wire shapes of what a customer gets beside points.

use application::cx::Cx;
use application::ports::SegmentLabel;
use domain::campaign::Reward;
use domain::customer::CustomerState;
use poem_openapi::Object;

use super::erasable;
use crate::campaigns::CouponDto;
use crate::wire::{Decimal, timestamp};

/// A segment that the customer is in.
#[derive(Object)]
#[oai(rename = "CustomerSegment", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct MembershipDto {
    segment_id: String,
    customer_id: String,
    segment_name: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    email: Option<String>,
}

impl MembershipDto {
    pub(super) fn of(SegmentLabel { id, name }: &SegmentLabel, state: &CustomerState) -> Self {
        let profile = &state.profile;
        Self {
            segment_id: id.to_string(),
            customer_id: state.id.to_string(),
            segment_name: name.clone(),
            first_name: profile.first_name.as_str().to_owned(),
            last_name: profile.last_name.as_str().to_owned(),
            phone: erasable(profile.phone.clone(), |it| it.as_str().to_owned()),
            email: profile.email.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

/// A reward that the customer bought or was given.
#[derive(Object)]
#[oai(rename = "CampaignPurchase", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct PurchaseDto {
    can_be_used: bool,
    purchase_at: String,
    cost_in_points: Decimal,
    campaign_id: String,
    used: bool,
    coupon: CouponDto,
    /// `inactive`, `active` or `expired`: what time makes of it.
    status: String,
    active_since: Option<String>,
    active_to: Option<String>,
    /// Always `ordered`: nothing is delivered.
    delivery_status: String,
    usage_date: Option<String>,
}

impl PurchaseDto {
    pub(super) fn of(reward: &Reward, cx: &Cx) -> Self {
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            can_be_used: reward.can_be_used(cx.now()),
            purchase_at: time(reward.bought_at),
            cost_in_points: Decimal::from(reward.cost),
            campaign_id: reward.campaign.to_string(),
            used: reward.used_at.is_some(),
            coupon: CouponDto::from(reward.coupon.clone()),
            status: reward.status(cx.now()).as_str().to_owned(),
            active_since: reward.active_since.map(time),
            active_to: reward.active_to.map(time),
            delivery_status: "ordered".to_owned(),
            usage_date: reward.used_at.map(time),
        }
    }
}
