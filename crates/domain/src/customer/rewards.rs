//! What a member has of campaigns, as far as its history is concerned.

use super::{Customer, CustomerEvent};
use crate::Timestamp;
use crate::campaign::{Campaign, Reward};

impl Customer {
    /// A reward became this member's (behaviour 7.6.3).
    pub fn rewarded(&mut self, campaign: &Campaign, reward: &Reward, now: Timestamp) {
        let event = CustomerEvent::CampaignBought {
            campaign: campaign.id,
            name: campaign.name.as_str().to_owned(),
            cost: reward.cost,
            coupon: reward.coupon.code.clone(),
        };
        self.record(now, event);
    }

    /// A reward was used, or that was taken back.
    pub fn used_reward(&mut self, reward: &Reward, now: Timestamp) {
        let event = CustomerEvent::CampaignUsed {
            campaign: reward.campaign,
            coupon: reward.coupon.code.clone(),
            used: reward.used_at.is_some(),
        };
        self.record(now, event);
    }
}
