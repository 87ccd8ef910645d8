//! What rules give, put into accounts (behaviour 3.14).

use domain::customer::{Customer, Placement};
use domain::earning::{
    ACCOUNT_CREATED, Earner, Grant, Rule, RuleKind, points_for_event, points_for_purchase,
};
use domain::ids::{PosId, SegmentId, TransactionId};
use domain::points::{Issuer, Note};
use domain::transaction::Transaction;

use crate::campaigns::present;
use crate::customers::Submitted;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{RuleUse, UnitOfWork};

/// The event of a customer's first purchase (behaviour 3.14.6).
pub(crate) const FIRST_PURCHASE: &str = "oloy.transaction.customer_first_transaction";

/// The event of a subscription to the newsletter (behaviour 3.2.6).
pub(crate) const NEWSLETTER: &str = "oloy.customer.newsletter_subscription";

/// Every rule that may still give this customer something: those whose limit is used up are left
/// out (behaviour 3.14.5).
pub(crate) async fn rules(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &Member,
) -> Result<Vec<Rule>, Error> {
    let mut open = vec![];
    for rule in uow.rules().active().await? {
        if let Some(limit) = rule.limit {
            let since = limit.period.start(cx.now(), cx.store.time_zone);
            let uses = uow.rules().uses(rule.id, member.id(), since).await?;
            if uses >= u64::from(limit.times) {
                continue;
            }
        }
        open.push(rule);
    }
    Ok(open)
}

/// Saves a new customer, with the points that the creation of its account gives (behaviour
/// 3.2.4, 3.14.6).
pub(crate) async fn enrol(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: Customer,
    submitted: Submitted,
) -> Result<(), Error> {
    let mut member = Member::new(customer);
    let rules = rules(cx, uow, &member).await?;
    let used = reward_event(cx, uow, &mut member, &rules, ACCOUNT_CREATED, None).await?;
    member.keep_with(cx, uow, submitted).await?;
    note(uow, &used).await
}

/// Writes down which rules with a limit were used: after the points they gave.
pub(crate) async fn note(uow: &dyn UnitOfWork, used: &[RuleUse]) -> Result<(), Error> {
    if used.is_empty() { Ok(()) } else { Ok(uow.rules().used(used).await?) }
}

/// Points for something that happened in the programme. Who may earn is the programme's to say,
/// but for the creation of an account (behaviour 3.14.3).
pub(crate) async fn reward_event(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    event: &str,
    transaction: Option<&Transaction>,
) -> Result<Vec<RuleUse>, Error> {
    let state = member.customer.state();
    if event != ACCOUNT_CREATED && !cx.store.settings.lets_earn(state.status) {
        return Ok(vec![]);
    }
    let pos = transaction.map_or(state.pos, |it| it.pos.or(state.pos));
    let segments = segments(uow, member, rules).await?;
    let earner = earner(member, &segments, pos);
    let Some(grant) = points_for_event(rules, event, earner, cx.now()) else { return Ok(vec![]) };
    Ok(give(cx, member, rules, grant, transaction.map(|it| it.id)))
}

/// Points for a sale (behaviour 3.14.4).
pub(crate) async fn reward_purchase(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    sale: &Transaction,
) -> Result<Vec<RuleUse>, Error> {
    if !cx.store.settings.lets_earn(member.customer.state().status) {
        return Ok(vec![]);
    }
    let segments = segments(uow, member, rules).await?;
    let earner = earner(member, &segments, sale.pos);
    let purchase = domain::earning::Purchase {
        items: &sale.items,
        delivery_skus: &sale.exclusions.delivery_skus,
        gross: sale.sums.gross,
    };
    let grant = points_for_purchase(rules, purchase, earner, cx.now());
    let Some(grant) = grant else { return Ok(vec![]) };
    Ok(give(cx, member, rules, grant, Some(sale.id)))
}

/// Rewards that a sale gives at once; of what is sold out nothing (behaviour 3.14.1).
pub(crate) async fn present_rewards(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    sale: &Transaction,
) -> Result<(), Error> {
    if !cx.store.settings.lets_earn(member.customer.state().status) {
        return Ok(());
    }
    let segments = segments(uow, member, rules).await?;
    let earner = earner(member, &segments, sale.pos);
    for rule in rules.iter().filter(|it| it.applies(earner, cx.now())) {
        if let RuleKind::InstantReward { campaign: Some(campaign) } = &rule.kind {
            present(cx, uow, member, *campaign).await?;
        }
    }
    Ok(())
}

/// Adds what a rule gave. Tells which rules with a limit were used.
fn give(
    cx: &Cx,
    member: &mut Member,
    rules: &[Rule],
    grant: Grant,
    transaction: Option<TransactionId>,
) -> Vec<RuleUse> {
    let Grant { points, comment, rules: used } = grant;
    let note = Note { transaction, ..Note::new(Issuer::System, Some(comment)) };
    let transfer = member.add(cx, points, None, note);
    let limited = |id: &_| rules.iter().any(|it| it.id == *id && it.limit.is_some());
    let customer = member.id();
    let at = cx.now();
    used.into_iter().filter(limited).map(|rule| RuleUse { rule, customer, transfer, at }).collect()
}

fn earner<'a>(member: &Member, segments: &'a [SegmentId], pos: Option<PosId>) -> Earner<'a> {
    let level = member.customer.state().placement.map(Placement::level);
    Earner { level, segments, pos }
}

/// The segments that the customer is in; only looked up where a rule names one.
async fn segments(
    uow: &dyn UnitOfWork,
    member: &Member,
    rules: &[Rule],
) -> Result<Vec<SegmentId>, Error> {
    let is_new = member.customer.read_version() == 0;
    if is_new || rules.iter().all(|it| it.segments.is_empty()) {
        return Ok(vec![]);
    }
    Ok(uow.segments().of(member.id()).await?)
}
