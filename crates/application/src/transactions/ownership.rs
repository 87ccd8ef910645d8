//! Making a purchase a customer's own: counters, then level, then points (behaviour 3.16.5).

use domain::amount::Amount;
use domain::earning::{FIRST_PURCHASE, RuleType};
use domain::form::FormErrors;
use domain::ids::EventId;
use domain::ledger::Shortfall;
use domain::points::{Issuer, Note};
use domain::tier::{PointFacts, TierPolicy, Trigger};
use domain::transaction::{Revised, points_to_revoke};
use domain::webhook::Topic;

use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::invitations::{self, Buyer};
use crate::points::Member;
use crate::ports::{Event, EventData, Purchase, StorageError, UnitOfWork};

pub(super) const NUMBER: &str = "transactionData.documentNumber";
pub(super) const NUMBER_TAKEN: &str = "Document number should be unique";

/// The rules that can give something for a purchase.
const OF_PURCHASES: [RuleType; 6] = [
    RuleType::Event,
    RuleType::Spending,
    RuleType::Product,
    RuleType::MultiplyProduct,
    RuleType::MultiplyLabels,
    RuleType::InstantReward,
];

/// Gives `purchase` to its buyer and saves both, and whoever brought the buyer. `sale`: what a return takes back, locked.
pub(super) async fn take(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    Buyer { mut member, referrer, is_referred }: Buyer,
    purchase: &mut Purchase,
    sale: Option<Purchase>,
) -> Result<(), Error> {
    let customer = member.id();
    purchase.document.customer = Some(customer);
    // A return of somebody else's sale, or of none that we know, counts for nothing.
    let sale = sale.filter(|it| it.document.customer == Some(customer));
    let revised =
        sale.as_ref().map(|it| Revised { gross: it.document.sums.gross, returned: it.returned });
    let bought_before = member.customer.state().totals.last_transaction.is_some();
    member.customer.take_purchase(&purchase.document, revised, cx.now());
    purchase.assigned_seq = Some(member.customer.state().version);
    if matches!(cx.store.settings.tier_policy(), TierPolicy::Transactions { .. }) {
        let levels = uow.levels().all().await?;
        member.judge(cx, Trigger::Change, &levels, PointFacts::default());
    }
    let (mut used, mut referral) = (vec![], vec![]);
    match &sale {
        Some(sale) => revoke(cx, uow, &mut member, purchase, sale).await?,
        None if purchase.document.is_return() => {}
        None => {
            let rules = earning::rules(cx, uow, &member, &OF_PURCHASES).await?;
            let document = &purchase.document;
            // Whoever came from elsewhere may have bought there.
            let is_first =
                !bought_before && !uow.purchases().any_other_sale(customer, document.id).await?;
            if is_first {
                let event = FIRST_PURCHASE;
                let first = Some(document);
                let reward = earning::reward_event(cx, uow, &mut member, &rules, event, first);
                used.extend(reward.await?.uses);
            }
            let reward = earning::reward_purchase(cx, uow, &mut member, &rules, document);
            used.extend(reward.await?.uses);
            earning::present_rewards(cx, uow, &mut member, &rules, document).await?;
            referral = invitations::bought(uow, customer, is_first, is_referred).await?;
            used.extend(invitations::reward_buyer(cx, uow, &mut member, &referral).await?);
        }
    }
    save(uow, purchase, sale).await?;
    member.keep(cx, uow).await?;
    earning::note(uow, &used).await?;
    if let Some(referrer) = referrer {
        earning::reward_referrer(cx, uow, referrer, &referral).await?;
    }
    tell(cx, uow, Topic::TransactionAssigned, purchase).await
}

/// Saves a purchase, and on the sale that it takes back how much that was.
pub(super) async fn save(
    uow: &dyn UnitOfWork,
    purchase: &Purchase,
    sale: Option<Purchase>,
) -> Result<(), Error> {
    let saved = uow.purchases().save(purchase).await;
    saved.map_err(|error| match error {
        StorageError::Taken("number") => {
            let mut errors = FormErrors::default();
            errors.field(NUMBER, NUMBER_TAKEN);
            errors.into()
        }
        other => Error::from(other),
    })?;
    if let Some(mut sale) = sale {
        sale.returned = sale.returned.plus(purchase.document.sums.gross);
        uow.purchases().save(&sale).await?;
    }
    Ok(())
}

/// Tells webhooks of a purchase.
pub(super) async fn tell(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    topic: Topic,
    purchase: &Purchase,
) -> Result<(), Error> {
    if !cx.store.settings.webhooks() {
        return Ok(());
    }
    let event = Event {
        id: EventId(cx.next_id()),
        at: cx.real_now(),
        topic,
        customer: purchase.document.customer,
        data: EventData::Transaction(Box::new(purchase.document.clone())),
    };
    Ok(uow.outbox().add(event).await?)
}

/// Takes back the return's share of what the sale earned; of what is not there any more nothing
/// is owed (behaviour 3.14.7, 9.6).
async fn revoke(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    member: &mut Member,
    purchase: &Purchase,
    sale: &Purchase,
) -> Result<(), Error> {
    let (back, sold) = (&purchase.document, &sale.document);
    let granted = uow.accounts().granted(sold.id).await?;
    let before = uow.accounts().revoked(sold.id).await?;
    let points = points_to_revoke(granted, sold.sums.gross, back.sums.gross, before);
    if points <= Amount::ZERO {
        return Ok(());
    }
    let note = Note {
        transaction: Some(back.id),
        revised: Some(sold.id),
        ..Note::new(Issuer::System, None)
    };
    let spent = member.spend(cx, points, Shortfall::Forgiven, note);
    spent.map(drop).map_err(|refusal| Error::refused(refusal.to_string()))
}
