//! What it gives that one customer brought another (behaviour B10.5).

use domain::earning::{Party, ReferralEvent, Rule, RuleType, points_for_referral};

use super::{Reward, note, reward, rules};
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// Points for one of the two, whom somebody else saves.
pub(crate) async fn reward_referral(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    event: ReferralEvent,
    party: Party,
) -> Result<Reward, Error> {
    reward(cx, uow, member, rules, |rules, earner| {
        points_for_referral(rules, event, party, earner, cx.now())
    })
    .await
}

/// Gives the referrer what each of the events gives, and saves it.
pub(crate) async fn reward_referrer(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    mut referrer: Member,
    events: &[ReferralEvent],
) -> Result<(), Error> {
    let rules = rules(cx, uow, &referrer, &[RuleType::Referral]).await?;
    let mut uses = vec![];
    for event in events {
        let party = Party::Referrer;
        uses.extend(reward_referral(cx, uow, &mut referrer, &rules, *event, party).await?.uses);
    }
    referrer.keep(cx, uow).await?;
    note(uow, &uses).await
}
