//! What a customer's login gives (behaviour B2).

use domain::account::User;
use domain::earning::{LOGGED_IN, RuleKind, RuleType};

use super::{note, reward_event, rules};
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// The customer who is about to sign in, locked, where a rule rewards that; a store without one
/// pays a single look. Before the login's own row: whoever locks both takes the customer first.
pub(crate) async fn signing_in(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    user: User,
) -> Result<Option<Member>, Error> {
    let User::Customer(id) = user else { return Ok(None) };
    let is_for_logins =
        |kind: &_| matches!(kind, RuleKind::Event { event, .. } if event == LOGGED_IN);
    let active = uow.rules().active(&[RuleType::Event]).await?;
    if active.iter().any(|it| is_for_logins(&it.kind)) {
        Member::find(cx, uow, id).await
    } else {
        Ok(None)
    }
}

/// Rewards a login that succeeded.
pub(crate) async fn signed_in(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    mut member: Member,
) -> Result<(), Error> {
    let rules = rules(cx, uow, &member, &[RuleType::Event]).await?;
    let reward = reward_event(cx, uow, &mut member, &rules, LOGGED_IN, None).await?;
    member.keep(cx, uow).await?;
    note(uow, &reward.uses).await
}
