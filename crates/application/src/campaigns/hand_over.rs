//! What follows when a reward becomes somebody's, bought or given.

use domain::campaign::{Campaign, CampaignRefusal, Demand, Reward};
use domain::customer::Placement;
use domain::ids::{CampaignId, RewardId};

use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{Message, UnitOfWork};

/// Tells the history and, by e-mail, the customer.
pub(super) async fn hand_over(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    campaign: &Campaign,
    reward: &Reward,
) -> Result<(), Error> {
    member.customer.rewarded(campaign, reward, cx.now());
    let (customer, campaign, coupon) = (member.id(), campaign.id, reward.coupon.id);
    let message = Message::NewReward { customer, campaign, coupon };
    Ok(uow.jobs().add(&cx.message(message)).await?)
}

/// A coupon of a campaign as a present, where there is one. The member is kept by the caller.
pub(crate) async fn present(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    id: CampaignId,
) -> Result<(), Error> {
    let Some(campaign) = uow.campaigns().find_to_sell(id).await? else { return Ok(()) };
    let demand = demand(uow, member, &campaign).await?;
    if campaign.gives(demand, cx.now()).is_err() {
        return Ok(());
    }
    let Some(reward) = taken(cx, uow, member, &campaign).await? else { return Ok(()) };
    uow.campaigns().add_reward(&reward).await?;
    hand_over(cx, uow, member, &campaign, &reward).await
}

/// A reward with a coupon that nobody else gets; not paid for.
pub(super) async fn taken(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &Member,
    campaign: &Campaign,
) -> Result<Option<Reward>, Error> {
    let Some(coupon) = uow.campaigns().take_coupon(campaign).await? else { return Ok(None) };
    let id = RewardId(cx.next_id());
    Ok(Some(campaign.reward(id, member.id(), coupon, cx.now(), cx.store.time_zone)))
}

/// What was sold so far; only counted where it counts.
pub(super) async fn demand(
    uow: &dyn UnitOfWork,
    member: &Member,
    campaign: &Campaign,
) -> Result<Demand<'static>, Error> {
    let level = member.customer.state().placement.map(Placement::level);
    let sold = match campaign.limit {
        Some(_) => uow.campaigns().sold(campaign.id, None).await?,
        None => 0,
    };
    let bought = match campaign.limit_per_customer {
        Some(_) => uow.campaigns().sold(campaign.id, Some(member.id())).await?,
        None => 0,
    };
    Ok(Demand { level, segments: &[], sold, bought })
}

pub(super) fn refused(refusal: CampaignRefusal) -> Error {
    Error::refused(refusal.to_string())
}
