//! Campaigns: rewards that points buy (behaviour 2.0, 3.14.3).

mod draft;
mod reward;

pub use self::draft::{CampaignDraft, CampaignTerms};
pub use self::reward::{Coupon, Reward, RewardRefusal, RewardStatus};

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CampaignId, LevelId, SegmentId};
use crate::text::Text;

/// What a programme sells for points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    pub id: CampaignId,
    pub name: Text,
    pub description: Option<Text>,
    /// What its buyers are told to do with it.
    pub instructions: Option<Text>,
    pub active: bool,
    /// Never negative; nothing for a present.
    pub cost: Amount,
    /// With [`segments`](Self::segments): whom it is for. One that names neither is for nobody, as
    /// rules are (behaviour 3.14.2).
    pub levels: Vec<LevelId>,
    pub segments: Vec<SegmentId>,
    /// From and until; `None`: for all time.
    pub period: Option<(Timestamp, Timestamp)>,
    /// How many are sold in all, and to one customer; `None`: any number.
    pub limit: Option<u32>,
    pub limit_per_customer: Option<u32>,
    /// Every buyer gets the same coupon.
    pub single_coupon: bool,
    /// Days until what was bought can be used.
    pub days_inactive: u32,
    /// Days for which it can be used from then on; zero: for ever.
    pub days_valid: u32,
    pub created_at: Timestamp,
    /// Changes so far; zero for a campaign that was never saved.
    pub version: i64,
}

/// Who wants to buy, and what was sold before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demand<'a> {
    pub level: Option<LevelId>,
    pub segments: &'a [SegmentId],
    /// To everybody.
    pub sold: u64,
    /// To this customer.
    pub bought: u64,
}

/// Why a campaign is not sold. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CampaignRefusal {
    #[error("campaign is not active")]
    Inactive,
    #[error("campaign is not available for this customer")]
    NotForYou,
    #[error("campaign limit is reached")]
    LimitReached,
    #[error("no coupons left")]
    NoCoupons,
}

impl Campaign {
    /// Whether it may be sold to somebody now. Whether there is a coupon left is seen when one is
    /// taken.
    pub fn sells(&self, demand: Demand<'_>, now: Timestamp) -> Result<(), CampaignRefusal> {
        let on_level = demand.level.is_some_and(|it| self.levels.contains(&it));
        if !on_level && !demand.segments.iter().any(|it| self.segments.contains(it)) {
            return Err(CampaignRefusal::NotForYou);
        }
        self.gives(demand, now)
    }

    /// The same for a present: whom it is for is the giver's to say.
    pub fn gives(&self, demand: Demand<'_>, now: Timestamp) -> Result<(), CampaignRefusal> {
        if !self.is_open(now) {
            return Err(CampaignRefusal::Inactive);
        }
        let is_left = |limit: Option<u32>, sold| limit.is_none_or(|it| sold < u64::from(it));
        if is_left(self.limit, demand.sold) && is_left(self.limit_per_customer, demand.bought) {
            Ok(())
        } else {
            Err(CampaignRefusal::LimitReached)
        }
    }

    /// Active, and within its period.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.active && self.period.is_none_or(|(from, until)| from <= now && now <= until)
    }
}

#[cfg(test)]
mod tests;
