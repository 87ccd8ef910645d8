//! What somebody new gets (behaviour 3.2.4, B10.5).

use domain::customer::{Customer, Status};
use domain::earning::{
    ACCOUNT_CREATED, NEWSLETTER, Party, ReferralEvent, Rule, RuleType, points_for_event,
};

use super::{earner, give, note, reward_event, reward_referral, rules};
use crate::customers::Submitted;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{RuleUse, UnitOfWork};

/// How somebody became a customer.
#[derive(Default)]
pub(crate) struct Enrolment {
    pub submitted: Submitted,
    /// By somebody else, so that the newsletter counts at once (behaviour 3.2.6, case a).
    pub by_staff: bool,
    /// By an invitation.
    pub invited: bool,
}

/// Saves a new customer, with the points that the creation of its account, its subscription to the
/// newsletter and an invitation give, each by a transfer of its own.
pub(crate) async fn enrol(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: Customer,
    Enrolment { submitted, by_staff, invited }: Enrolment,
) -> Result<(), Error> {
    let mut member = Member::new(customer);
    let types: &[_] =
        if invited { &[RuleType::Event, RuleType::Referral] } else { &[RuleType::Event] };
    let rules = rules(cx, uow, &member, types).await?;
    let mut uses = reward_event(cx, uow, &mut member, &rules, ACCOUNT_CREATED, None).await?.uses;
    if by_staff && member.customer.subscribe() {
        uses.extend(reward_event(cx, uow, &mut member, &rules, NEWSLETTER, None).await?.uses);
    }
    if invited {
        let (event, party) = (ReferralEvent::Register, Party::Referred);
        uses.extend(reward_referral(cx, uow, &mut member, &rules, event, party).await?.uses);
    }
    member.keep_with(cx, uow, submitted).await?;
    note(uow, &uses).await
}

/// The same for somebody who is written together with many others, and in no segment yet: `rules`
/// are those of events. Tells which rules with a limit were used.
pub(crate) fn reward_newcomer(cx: &Cx, member: &mut Member, rules: &[Rule]) -> Vec<RuleUse> {
    let state = member.customer.state();
    let (status, pos) = (state.status, state.pos);
    let mut events = vec![ACCOUNT_CREATED];
    // Whoever waits to be activated subscribes then (behaviour 3.20.8).
    if status == Status::Active
        && member.customer.subscribe()
        && cx.store.settings.lets_earn(status)
    {
        events.push(NEWSLETTER);
    }
    let mut uses = vec![];
    for event in events {
        let grant = points_for_event(rules, event, earner(member, &[], pos), cx.now());
        uses.extend(give(cx, member, rules, grant, None).uses);
    }
    uses
}
