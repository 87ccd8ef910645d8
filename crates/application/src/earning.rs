//! What rules give, put into accounts (behaviour 3.14).

mod enrolment;
mod newsletter;
mod referral;
mod signed_in;

use domain::amount::Amount;
use domain::customer::Placement;
use domain::earning::{
    ACCOUNT_CREATED, Earner, Grant, Rule, RuleKind, RuleType, points_for_event, points_for_purchase,
};
use domain::ids::{PosId, SegmentId, TransactionId, TransferId};
use domain::points::{Issuer, Note};
use domain::transaction::Transaction;

pub(crate) use self::enrolment::{Enrolment, enrol, reward_newcomer};
pub(crate) use self::newsletter::keep_subscribed;
pub(crate) use self::referral::{reward_referral, reward_referrer};
pub(crate) use self::signed_in::{signed_in, signing_in};
use crate::campaigns::present;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{RuleUse, UnitOfWork};

/// What a customer got; nothing at all by default.
#[derive(Default)]
pub(crate) struct Reward {
    pub transfer: Option<TransferId>,
    pub points: Amount,
    /// Of rules with a limit: to be noted after the points they gave were saved.
    pub uses: Vec<RuleUse>,
}

/// The rules of some types that may still give this customer something: those whose limit is used
/// up are left out (behaviour 3.14.5). The customer is locked, so that nobody uses one meanwhile.
pub(crate) async fn rules(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &Member,
    types: &[RuleType],
) -> Result<Vec<Rule>, Error> {
    let mut rules = uow.rules().active(types).await?;
    let since = |rule: &Rule| {
        let limit = rule.usage_limit()?;
        Some((rule.id, limit.period.start(cx.now(), cx.store.time_zone)))
    };
    let limited: Vec<_> = rules.iter().filter_map(since).collect();
    if limited.is_empty() {
        return Ok(rules);
    }
    let uses = uow.rules().uses(member.id(), &limited).await?;
    let times = |rule: &Rule| uses.iter().find(|it| it.0 == rule.id).map_or(0, |it| it.1);
    let is_open =
        |it: &Rule| it.usage_limit().is_none_or(|limit| times(it) < u64::from(limit.times));
    rules.retain(is_open);
    Ok(rules)
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
) -> Result<Reward, Error> {
    let state = member.customer.state();
    if event != ACCOUNT_CREATED && !cx.store.settings.lets_earn(state.status) {
        return Ok(Reward::default());
    }
    let pos = transaction.map_or(state.pos, |it| it.pos.or(state.pos));
    let segments = segments(uow, member, rules).await?;
    let earner = earner(member, &segments, pos);
    let grant = points_for_event(rules, event, earner, cx.now());
    Ok(give(cx, member, rules, grant, transaction.map(|it| it.id)))
}

/// Points for a sale (behaviour 3.14.4).
pub(crate) async fn reward_purchase(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    sale: &Transaction,
) -> Result<Reward, Error> {
    if !cx.store.settings.lets_earn(member.customer.state().status) {
        return Ok(Reward::default());
    }
    let segments = segments(uow, member, rules).await?;
    let earner = earner(member, &segments, sale.pos);
    let purchase = domain::earning::Purchase {
        items: &sale.items,
        delivery_skus: &sale.exclusions.delivery_skus,
        gross: sale.sums.gross,
    };
    let grant = points_for_purchase(rules, purchase, earner, cx.now());
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

/// Points for anything else that a customer did: `of` says what rules give for it.
pub(crate) async fn reward(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    rules: &[Rule],
    of: impl FnOnce(&[Rule], Earner<'_>) -> Option<Grant>,
) -> Result<Reward, Error> {
    let state = member.customer.state();
    if !cx.store.settings.lets_earn(state.status) {
        return Ok(Reward::default());
    }
    let pos = state.pos;
    let segments = segments(uow, member, rules).await?;
    let grant = of(rules, earner(member, &segments, pos));
    Ok(give(cx, member, rules, grant, None))
}

/// Adds what a rule gave. Tells which rules with a limit were used.
fn give(
    cx: &Cx,
    member: &mut Member,
    rules: &[Rule],
    grant: Option<Grant>,
    transaction: Option<TransactionId>,
) -> Reward {
    let Some(Grant { points, comment, rules: givers }) = grant else { return Reward::default() };
    let note = Note { transaction, ..Note::new(Issuer::System, Some(comment)) };
    let transfer = member.add(cx, points, None, note);
    let limited = |id: &_| rules.iter().any(|it| it.id == *id && it.usage_limit().is_some());
    let customer = member.id();
    let at = cx.now();
    let uses = givers.into_iter().filter(limited);
    let uses = uses.map(|rule| RuleUse { rule, customer, transfer, at }).collect();
    Reward { transfer: Some(transfer), points, uses }
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
