//! What time brings, in every store.

use chrono::TimeDelta;

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::passing::pass;
use crate::ports::Page;

/// How many stores are looked up at once.
const SOME: u64 = 100;

/// After this the job lets others work, and comes back.
const PATIENCE: TimeDelta = TimeDelta::seconds(20);

/// Goes through every store. What is left when time is over is done at the next minute.
pub(super) async fn tend(cx: &Cx, permit: Permit) -> Result<Outcome, Error> {
    let until = cx.real_now() + PATIENCE;
    let (mut offset, mut failed) = (0, None);
    loop {
        let page = Page { offset, limit: SOME };
        let stores = cx.directory(permit).stores(page).await?.items;
        offset += SOME;
        let last = stores.len() < usize::try_from(SOME).unwrap_or(usize::MAX);
        for store in stores {
            // What fails in one store holds up no other.
            let passed = pass(&cx.in_store(store), permit, until).await;
            failed = failed.or(passed.err());
        }
        if last || cx.real_now() >= until {
            return failed.map_or(Ok(Outcome::Done), Err);
        }
    }
}
