//! Why a customer stands where it does: what its status follows from (behaviour 3.9 to 3.11).

use std::collections::HashSet;

use domain::Timestamp;
use domain::amount::Amount;
use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::ledger::{Lot, LotState};
use domain::level::Level;
use domain::points::TransferKind;
use domain::policy::Action;
use domain::status::{Explanation, Measure, Reason};
use domain::transaction::Transaction;

use super::status::{facts_of, settled};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{
    CustomerRef, Direction, Listing, Page, Standing, TransactionQuery, TransactionSort,
    TransferQuery,
};

/// More movements are not told; how many there are is.
const MOST: u64 = 100;

/// A customer's standing, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub customer: CustomerId,
    pub reason: Reason,
    pub measure: Measure,
    pub standing: Standing,
    pub amount: Amount,
    pub level: Option<Level>,
    pub level_for_amount: Option<Level>,
    pub next: Option<Level>,
    pub after_change: Option<Level>,
    pub recalculation: Option<Recalculated>,
    /// What the amount is made of, the newest first.
    pub movements: Listing<Movement>,
    /// Active points, the first to expire first; those that never do last.
    pub active: Vec<Lot>,
    /// Points that wait to be unlocked.
    pub locked: Vec<Lot>,
}

/// The next time the level is looked at anew, and where that leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalculated {
    pub at: Timestamp,
    pub leads_to: Option<Level>,
    pub resets_points: bool,
}

/// A part of the amount that decides the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Movement {
    /// `counted`: below zero for a return.
    Purchase {
        id: TransactionId,
        number: String,
        at: Timestamp,
        counted: Amount,
    },
    Points {
        id: TransferId,
        at: Timestamp,
        counted: Amount,
    },
}

/// Looks up why, without leaving a trace.
pub async fn explain(cx: &Cx, who: &CustomerRef) -> Result<Explained, Error> {
    let permit = cx.authorize_customer(Action::CustomerStatus, who).await?;
    let standing = settled(cx, permit, who).await?;
    let of_state = |state| {
        let lots = standing.account.lots().iter().filter(move |it: &&Lot| it.state == state);
        lots.cloned().collect::<Vec<_>>()
    };
    let (mut active, locked) = (of_state(LotState::Active), of_state(LotState::Pending));
    active.sort_by_key(|it| (it.expires_at.is_none(), it.expires_at, it.created_at, it.id));
    let Explanation {
        level,
        reason,
        measure,
        amount,
        level_for_amount,
        next,
        after_change,
        recalculation,
    } = Explanation::of(&facts_of(cx, &standing, &[]));
    let movements = match measure {
        Measure::Purchases { without_delivery } => {
            purchases(cx, permit, standing.id, without_delivery).await?
        }
        Measure::AvailablePoints => available(&active),
        Measure::EarnedPoints { since } => earned(cx, permit, standing.id, since).await?,
    };
    let recalculation = recalculation.map(|it| Recalculated {
        at: it.at,
        leads_to: it.leads_to.cloned(),
        resets_points: it.resets_points,
    });
    Ok(Explained {
        customer: standing.id,
        reason,
        measure,
        amount,
        level: level.cloned(),
        level_for_amount: level_for_amount.cloned(),
        next: next.cloned(),
        after_change: after_change.cloned(),
        recalculation,
        movements,
        active,
        locked,
        standing,
    })
}

async fn purchases(
    cx: &Cx,
    permit: Permit,
    customer: CustomerId,
    without_delivery: bool,
) -> Result<Listing<Movement>, Error> {
    let query = TransactionQuery {
        customer: Some(customer),
        sort: TransactionSort::PurchaseDate,
        direction: Direction::Desc,
        page: Page { offset: 0, limit: MOST },
        ..TransactionQuery::default()
    };
    let Listing { items, total } = cx.read(permit).transactions(&query).await?;
    let documents: Vec<Transaction> = items.into_iter().map(|it| it.document).collect();
    let is_whole = total <= MOST;
    let own: HashSet<_> =
        documents.iter().filter(|it| !it.is_return()).map(|it| it.number.clone()).collect();
    // A return counts against the customer's own sales only (behaviour 3.16.7).
    let counts = |it: &Transaction| {
        !it.is_return() || it.revised_number().is_some_and(|of| !is_whole || own.contains(of))
    };
    let items = documents.into_iter().map(|it| {
        let gross = if without_delivery { it.sums.without_delivery } else { it.sums.gross };
        let counted = gross.minus(it.sums.excluded_for_level);
        let counted = match (counts(&it), it.is_return()) {
            (false, _) => Amount::ZERO,
            (true, true) => Amount::ZERO.minus(counted),
            (true, false) => counted,
        };
        Movement::Purchase { id: it.id, at: it.purchased_at, counted, number: it.number }
    });
    Ok(Listing { items: items.collect(), total })
}

fn available(active: &[Lot]) -> Listing<Movement> {
    let mut lots: Vec<_> = active.iter().filter(|it| it.remaining > Amount::ZERO).collect();
    lots.sort_by_key(|it| std::cmp::Reverse((it.created_at, it.id)));
    let total = u64::try_from(lots.len()).unwrap_or(u64::MAX);
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let part = |it: &Lot| Movement::Points { id: it.id, at: it.created_at, counted: it.remaining };
    Listing { items: lots.into_iter().take(most).map(part).collect(), total }
}

async fn earned(
    cx: &Cx,
    permit: Permit,
    customer: CustomerId,
    since: Timestamp,
) -> Result<Listing<Movement>, Error> {
    let query = TransferQuery {
        customer: Some(customer),
        kind: Some(TransferKind::Adding),
        states: vec![LotState::Active, LotState::Pending, LotState::Expired],
        created_after: Some(since),
        page: Page { offset: 0, limit: MOST },
        ..TransferQuery::default()
    };
    let Listing { items, total } = cx.read(permit).transfers(&query).await?;
    let part = |it: domain::points::Transfer| Movement::Points {
        id: it.id,
        at: it.created_at,
        counted: it.value,
    };
    Ok(Listing { items: items.into_iter().map(|it| part(it.transfer)).collect(), total })
}
