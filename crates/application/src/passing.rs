//! What time brings to one store: points that unlock or expire, levels that are recalculated,
//! notices of both (behaviour 3.10.5, 3.10.7, 3.13.4, 3.13.6).
//!
//! Nobody waits for this to be right: whoever asks for a balance or changes one settles it first.
//! It is for lists, the history, webhooks and levels.

use domain::Timestamp;
use domain::calendar::{days_earlier, days_later};

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::notices;
use crate::patience::patiently;
use crate::points::{recalculate, settle};

/// How many customers are looked up at once.
const SOME: u64 = 100;

/// Does everything that is due in the caller's store, or as much as can be begun until `until`.
pub(crate) async fn pass(cx: &Cx, permit: Permit, until: Timestamp) -> Result<(), Error> {
    while cx.real_now() < until {
        let due = cx.agenda(permit).due_accounts(cx.now(), SOME).await?;
        for id in &due {
            patiently(|| settle(cx, permit, *id)).await?;
        }
        if due.is_empty() {
            break;
        }
    }
    if let Some(days) = cx.store.settings.tier_policy().recalculation_days() {
        while cx.real_now() < until {
            let since = days_earlier(cx.now(), days, cx.store.time_zone);
            let due = cx.agenda(permit).due_recalculations(since, SOME).await?;
            for id in &due {
                patiently(|| recalculate(cx, permit, *id)).await?;
            }
            if due.is_empty() {
                break;
            }
        }
    }
    notices::tell(cx, permit, until).await
}

/// When something will be due next, after all that is due now was done. `None`: never, as far as
/// is known.
pub(crate) async fn next_due(cx: &Cx, permit: Permit) -> Result<Option<Timestamp>, Error> {
    let zone = cx.store.time_zone;
    let agenda = cx.agenda(permit);
    let points = agenda.next_account_due().await?;
    let Some(days) = cx.store.settings.tier_policy().recalculation_days() else {
        return Ok(points);
    };
    let counted_since = agenda.next_counted(days_earlier(cx.now(), days, zone)).await?;
    let level = counted_since.map(|it| days_later(it, days, zone));
    Ok(points.into_iter().chain(level).min())
}
