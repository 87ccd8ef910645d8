//! A reward that somebody has: when it can be used.

use super::Campaign;
use crate::amount::Amount;
use crate::calendar::days_later;
use crate::ids::{CampaignId, CouponId, CustomerId, RewardId, TransferId};
use crate::{TimeZone, Timestamp};

/// What a buyer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    pub id: CouponId,
    pub code: String,
}

/// One purchase of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reward {
    pub id: RewardId,
    pub customer: CustomerId,
    pub campaign: CampaignId,
    pub coupon: Coupon,
    pub cost: Amount,
    pub bought_at: Timestamp,
    /// `None`: from the start.
    pub active_since: Option<Timestamp>,
    /// `None`: for ever.
    pub active_to: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
    /// The spend that paid for it; a present has none.
    pub transfer: Option<TransferId>,
}

/// What time makes of a reward. Being used changes none of it (behaviour 2.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewardStatus {
    Inactive,
    Active,
    Expired,
}

impl RewardStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Active => "active",
            Self::Expired => "expired",
        }
    }
}

/// Why a reward is not used. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RewardRefusal {
    #[error("coupon is already used")]
    Used,
    #[error("coupon is not used")]
    NotUsed,
    #[error("coupon can not be used now")]
    NotNow,
}

impl Campaign {
    /// A reward of this campaign, not paid for yet. Times of day stay, whatever the clocks do.
    pub fn reward(
        &self,
        id: RewardId,
        customer: CustomerId,
        coupon: Coupon,
        now: Timestamp,
        zone: TimeZone,
    ) -> Reward {
        let later = |at, days| (days > 0).then(|| days_later(at, days, zone));
        let active_since = later(now, self.days_inactive);
        Reward {
            id,
            customer,
            campaign: self.id,
            coupon,
            cost: Amount::ZERO,
            bought_at: now,
            active_since,
            active_to: later(active_since.unwrap_or(now), self.days_valid),
            used_at: None,
            transfer: None,
        }
    }
}

impl Reward {
    pub fn status(&self, now: Timestamp) -> RewardStatus {
        if self.active_since.is_some_and(|it| now < it) {
            RewardStatus::Inactive
        } else if self.active_to.is_some_and(|it| now > it) {
            RewardStatus::Expired
        } else {
            RewardStatus::Active
        }
    }

    pub fn can_be_used(&self, now: Timestamp) -> bool {
        self.status(now) == RewardStatus::Active && self.used_at.is_none()
    }

    /// Uses it, or takes that back.
    pub fn mark(&mut self, used: bool, now: Timestamp) -> Result<(), RewardRefusal> {
        match (used, self.used_at) {
            (true, Some(_)) => Err(RewardRefusal::Used),
            (false, None) => Err(RewardRefusal::NotUsed),
            (true, None) if !self.can_be_used(now) => Err(RewardRefusal::NotNow),
            (used, _) => {
                self.used_at = used.then_some(now);
                Ok(())
            }
        }
    }
}
