//! Checking, all the time and without haste, that balances and totals are what they follow from.

use chrono::TimeDelta;

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Checked, Reconciliation, StorageError};

/// After a whole run, nothing is checked for so long.
const REST: TimeDelta = TimeDelta::hours(1);

/// After this the job lets others work, and comes back.
const PATIENCE: TimeDelta = TimeDelta::seconds(20);

/// Goes on where it stopped. What it finds is logged, counted and never repaired: somebody has to
/// understand it first.
pub(super) async fn reconcile(cx: &Cx, permit: Permit) -> Result<Outcome, Error> {
    let storage = cx.storage(permit);
    let until = cx.real_now() + PATIENCE;
    let mut run = storage.reconciliation().await?.unwrap_or_default();
    let rests = run.finished_at.is_some_and(|it| cx.real_now() < it + REST);
    if run.checkpoint.is_none() && rests {
        return Ok(Outcome::Done);
    }
    let mut from = run.checkpoint.take().unwrap_or_default();
    while cx.real_now() < until {
        let Checked { differences, next } = storage.check(&from).await?;
        run.found += u64::try_from(differences.len()).unwrap_or(u64::MAX);
        let Some(next) = next else {
            let finished_at = Some(cx.real_now());
            let (differences, version) = (run.found, run.version);
            let done =
                Reconciliation { checkpoint: None, found: 0, finished_at, differences, version };
            return kept(storage.save_reconciliation(&done).await);
        };
        from = next;
    }
    kept(storage.save_reconciliation(&Reconciliation { checkpoint: Some(from), ..run }).await)
}

/// Whoever was faster checked the same.
fn kept(saved: Result<(), StorageError>) -> Result<Outcome, Error> {
    match saved {
        Ok(()) | Err(StorageError::Stale) => Ok(Outcome::Done),
        Err(error) => Err(error.into()),
    }
}
