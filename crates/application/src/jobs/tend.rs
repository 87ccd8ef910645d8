//! What time brings, in every store: points that unlock or expire, levels that are recalculated
//! (behaviour 3.10.5, 3.13.4).
//!
//! Nobody waits for this to be right: whoever asks for a balance or changes one settles it first.
//! It is for lists, the history, webhooks and levels.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::calendar::days_earlier;
use domain::ids::CustomerId;

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::patience::patiently;
use crate::points::{recalculate, settle};
use crate::ports::Page;

/// How many customers are looked up at once.
const SOME: u64 = 100;

/// After this the job lets others work, and comes back.
const PATIENCE: TimeDelta = TimeDelta::seconds(20);

/// Goes through every store. What is left when time is over is done at the next minute.
pub(super) async fn tend(cx: &Cx, permit: Permit) -> Result<Outcome, Error> {
    let until = cx.now() + PATIENCE;
    let mut offset = 0;
    loop {
        let page = Page { offset, limit: SOME };
        let stores = cx.directory(permit).stores(page).await?.items;
        offset += SOME;
        let last = stores.len() < usize::try_from(SOME).unwrap_or(usize::MAX);
        for store in stores {
            tend_store(&cx.in_store(store), permit, until).await?;
        }
        if last || cx.now() >= until {
            return Ok(Outcome::Done);
        }
    }
}

async fn tend_store(cx: &Cx, permit: Permit, until: Timestamp) -> Result<(), Error> {
    while cx.now() < until {
        let due = cx.read(permit).due_accounts(cx.now(), SOME).await?;
        for id in &due {
            patiently(|| settle(cx, permit, *id)).await?;
        }
        if due.is_empty() {
            break;
        }
    }
    let Some(days) = cx.store.settings.tier_policy().recalculation_days() else { return Ok(()) };
    while cx.now() < until {
        let since = days_earlier(cx.now(), days, cx.store.time_zone);
        let due: Vec<CustomerId> = cx.read(permit).due_recalculations(since, SOME).await?;
        for id in &due {
            patiently(|| recalculate(cx, permit, *id)).await?;
        }
        if due.is_empty() {
            break;
        }
    }
    Ok(())
}
