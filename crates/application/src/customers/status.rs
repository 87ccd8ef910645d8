//! Where a customer stands (behaviour A3, 3.11).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::Timestamp;
use domain::amount::Amount;
use domain::ledger::LotState;
use domain::level::Level;
use domain::policy::Action;
use domain::status::{Facts, Retention, Status, ToNext};
use domain::tier::PointFacts;

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{CustomerRef, Standing};

/// A customer's figures, as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerStatus {
    /// Its account is settled.
    pub standing: Standing,
    pub level: Option<Level>,
    pub next: Option<Level>,
    pub to_next: Option<ToNext>,
    pub retention: Option<Retention>,
    pub expiring_next_month: Amount,
    pub expiring: BTreeMap<NaiveDate, Amount>,
}

/// Looks a customer's figures up, without leaving a trace.
pub async fn status(cx: &Cx, who: &CustomerRef) -> Result<CustomerStatus, Error> {
    let permit = cx.authorize_customer(Action::CustomerStatus, who).await?;
    let standing = settled(cx, permit, who).await?;
    let active = standing.account.lots().iter().filter(|it| it.state == LotState::Active);
    let expiring: Vec<_> = active.filter_map(|it| Some((it.expires_at?, it.remaining))).collect();
    let Status { level, next, to_next, retention, expiring_next_month, expiring } =
        Status::of(&facts_of(cx, &standing, &expiring));
    let (level, next) = (level.cloned(), next.cloned());
    Ok(CustomerStatus { standing, level, next, to_next, retention, expiring_next_month, expiring })
}

/// What is known of a customer, its account settled. One statement.
pub(super) async fn settled(cx: &Cx, permit: Permit, who: &CustomerRef) -> Result<Standing, Error> {
    let counts = cx.store.settings.tier_policy().recalculation_days().is_some();
    let mut standing = cx.read(permit).standing(who, counts).await?.ok_or(Error::NotFound)?;
    standing.account.settle(cx.now());
    Ok(standing)
}

/// What figures and explanations are made from.
pub(super) fn facts_of<'a>(
    cx: &Cx,
    standing: &'a Standing,
    expiring: &'a [(Timestamp, Amount)],
) -> Facts<'a> {
    Facts {
        totals: &standing.totals,
        points: PointFacts {
            available: standing.account.balance().available,
            earned_since: standing.earned_since,
        },
        expiring,
        levels: &standing.levels,
        placement: standing.placement,
        created_at: standing.created_at,
        last_recalculation: standing.last_recalculation,
        policy: cx.store.settings.tier_policy(),
        zone: cx.store.time_zone,
        now: cx.now(),
    }
}
