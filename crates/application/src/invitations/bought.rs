//! What becomes of an invitation when whoever came of it buys something (behaviour B10.5).

use domain::earning::{Party, ReferralEvent, RuleType};
use domain::ids::CustomerId;

use super::rewards;
use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{RuleUse, UnitOfWork};

/// Somebody who buys, locked, and whoever brought it, where that may be rewarded.
pub(crate) struct Buyer {
    pub member: Member,
    pub referrer: Option<Member>,
    /// Somebody brought it, and a rule rewards purchases for that.
    pub is_referred: bool,
}

impl Buyer {
    /// Who is locked first depends on the ids alone, as where customers give to each other.
    pub(crate) async fn find(
        cx: &Cx,
        uow: &dyn UnitOfWork,
        id: CustomerId,
    ) -> Result<Option<Self>, Error> {
        let purchases = [ReferralEvent::FirstPurchase, ReferralEvent::EveryPurchase];
        let referrer = if rewards(uow, &purchases).await? {
            uow.invitations().referrer_of(id).await?.filter(|it| *it != id)
        } else {
            None
        };
        let earlier = referrer.filter(|it| *it < id);
        let later = referrer.filter(|it| *it > id);
        let before = find(cx, uow, earlier).await?;
        let Some(member) = Member::find(cx, uow, id).await? else { return Ok(None) };
        let after = find(cx, uow, later).await?;
        let is_referred = referrer.is_some();
        Ok(Some(Self { member, referrer: before.or(after), is_referred }))
    }
}

async fn find(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    id: Option<CustomerId>,
) -> Result<Option<Member>, Error> {
    match id {
        Some(id) => Member::find(cx, uow, id).await,
        None => Ok(None),
    }
}

/// What a sale was for the invitation that its buyer came of; nothing where there is none.
pub(crate) async fn bought(
    uow: &dyn UnitOfWork,
    buyer: CustomerId,
    is_first: bool,
    is_referred: bool,
) -> Result<Vec<ReferralEvent>, Error> {
    if !is_first && !is_referred {
        return Ok(vec![]);
    }
    let Some(mut invitation) = uow.invitations().find_by_recipient(buyer).await? else {
        return Ok(vec![]);
    };
    let mut events = vec![ReferralEvent::EveryPurchase];
    if is_first && invitation.bought() {
        uow.invitations().save(&invitation).await?;
        events.insert(0, ReferralEvent::FirstPurchase);
    }
    Ok(events)
}

/// Points for the buyer, whom somebody else saves.
pub(crate) async fn reward_buyer(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    buyer: &mut Member,
    events: &[ReferralEvent],
) -> Result<Vec<RuleUse>, Error> {
    if events.is_empty() {
        return Ok(vec![]);
    }
    let rules = earning::rules(cx, uow, buyer, &[RuleType::Referral]).await?;
    let mut uses = vec![];
    for event in events {
        let party = Party::Referred;
        let reward = earning::reward_referral(cx, uow, buyer, &rules, *event, party);
        uses.extend(reward.await?.uses);
    }
    Ok(uses)
}
