//! Campaigns, their coupons, and what was bought of them.

use async_trait::async_trait;
use domain::campaign::{Campaign, Coupon, Reward};
use domain::ids::{CampaignId, CouponId, CustomerId};

use super::query::Page;
use super::storage::StorageError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignView {
    pub campaign: Campaign,
    /// To everybody, presents included.
    pub sold: u64,
    /// Of a campaign with a single coupon: one, as long as it has one.
    pub coupons_left: u64,
}

/// A campaign that is open, and how many of it a customer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub view: CampaignView,
    pub bought: u64,
}

/// A reward as lists of rewards show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardView {
    pub reward: Reward,
    pub campaign_name: String,
}

/// Which rewards a list shows, the newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RewardQuery {
    pub customer: Option<CustomerId>,
    pub campaign: Option<CampaignId>,
    pub used: Option<bool>,
    pub page: Page,
}

/// Campaigns (behaviour 2.0). Whoever sells to a customer finds the customer first: its row is the
/// lock of what it has.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait CampaignRepo: Send + Sync {
    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, StorageError>;

    /// The same, but others may sell it at the same time, unless their number is limited.
    async fn find_to_sell(&self, id: CampaignId) -> Result<Option<Campaign>, StorageError>;

    async fn save(&self, campaign: &Campaign) -> Result<(), StorageError>;

    /// Makes these its coupons: codes it has already stay what they are, and what somebody bought
    /// stays in any case.
    async fn set_coupons(&self, id: CampaignId, coupons: &[Coupon]) -> Result<(), StorageError>;

    /// A coupon that nobody else gets, the first of those left; the single one of a campaign that
    /// has only one. `None`: there is none left.
    async fn take_coupon(&self, campaign: &Campaign) -> Result<Option<Coupon>, StorageError>;

    async fn coupon(&self, id: CouponId) -> Result<Option<Coupon>, StorageError>;

    /// How many were sold, to a customer or to everybody.
    async fn sold(&self, id: CampaignId, customer: Option<CustomerId>)
    -> Result<u64, StorageError>;

    /// After the spend that paid for it.
    async fn add_reward(&self, reward: &Reward) -> Result<(), StorageError>;

    /// What a customer has of a coupon, the oldest first.
    async fn rewards(
        &self,
        customer: CustomerId,
        coupon: CouponId,
    ) -> Result<Vec<Reward>, StorageError>;

    /// Keeps when it was used.
    async fn save_used(&self, reward: &Reward) -> Result<(), StorageError>;
}
