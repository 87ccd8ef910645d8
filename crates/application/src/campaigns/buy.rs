//! Buying a reward: points, coupon and history change together or not at all.

use domain::amount::Amount;
use domain::campaign::{CampaignRefusal, Coupon, Demand};
use domain::form::Given;
use domain::ids::{CampaignId, TransferId};
use domain::ledger::Shortfall;
use domain::points::{Issuer, Note};
use domain::policy::Action;

use super::hand_over::{demand, hand_over, refused, taken};
use super::{REQUIRED, whom};
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::AuditData;

/// What the buyer got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    pub coupon: Coupon,
    /// What costs nothing takes no points.
    pub transfer: Option<TransferId>,
}

/// Sells one to a customer; a customer buys for itself.
pub async fn buy(cx: &Cx, id: CampaignId, customer: &Given) -> Result<Bought, Error> {
    let Some(who) = whom(cx, customer)? else {
        // Whether the caller may, and the campaign exists, is judged first (behaviour 0.4.6).
        let permit = cx.authorize(Action::CampaignBuy)?;
        cx.read(permit).campaign(id).await?.ok_or(Error::NotFound)?;
        return Err(Error::MissingParameter("customerId", REQUIRED));
    };
    let permit = cx.authorize_customer(Action::CampaignBuy, &who.into()).await?;
    let uow = cx.begin(permit).await?;
    let mut member = Member::find(cx, &*uow, who).await?.ok_or(Error::NotFound)?;
    let campaign = uow.campaigns().find_to_sell(id).await?.ok_or(Error::NotFound)?;
    if !cx.store.settings.lets_spend(member.customer.state().status) {
        return Err(refused(CampaignRefusal::NotForYou));
    }
    let segments = match campaign.segments[..] {
        [] => vec![],
        _ => uow.segments().of(who).await?,
    };
    let demand = demand(&*uow, &member, &campaign).await?;
    let demand = Demand { segments: &segments, ..demand };
    campaign.sells(demand, cx.now()).map_err(refused)?;
    let reward = taken(cx, &*uow, &member, &campaign).await?;
    let mut reward = reward.ok_or_else(|| refused(CampaignRefusal::NoCoupons))?;
    if campaign.cost > Amount::ZERO {
        let note = Note::new(Issuer::System, Some(campaign.name.as_str().to_owned()));
        let spent = member.spend(cx, campaign.cost, Shortfall::Refused, note);
        let spent = spent.map_err(|refusal| Error::refused(refusal.to_string()))?;
        (reward.cost, reward.transfer) = (campaign.cost, Some(spent));
    }
    hand_over(cx, &*uow, &mut member, &campaign, &reward).await?;
    member.keep(cx, &*uow).await?;
    uow.campaigns().add_reward(&reward).await?;
    let bought = AuditData::List(vec![id.to_string()]);
    uow.audit().record(cx.audit_customer("BuyCampaign", who, bought)).await?;
    uow.commit().await?;
    Ok(Bought { coupon: reward.coupon, transfer: reward.transfer })
}

#[cfg(test)]
mod tests;
