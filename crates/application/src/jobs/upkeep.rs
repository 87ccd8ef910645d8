//! What the program does for itself: it takes away what nobody needs any more.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::ids::{CustomerId, JobId};
use domain::store::StoreCode;
use uuid::Uuid;

use super::Outcome;
use crate::cx::{Cx, Permit, Ports};
use crate::error::Error;
use crate::ports::{Expired, Job, Task};

/// The jobs that come back: added at every start, each is there once.
const HOUSEKEEPING: JobId = JobId(Uuid::from_u128(0x6c61_7572_656c_4000_8000_0000_0000_0001));
const TENDING: JobId = JobId(Uuid::from_u128(0x6c61_7572_656c_4000_8000_0000_0000_0002));
const SEGMENTING: JobId = JobId(Uuid::from_u128(0x6c61_7572_656c_4000_8000_0000_0000_0003));

const RECONCILING: JobId = JobId(Uuid::from_u128(0x6c61_7572_656c_4000_8000_0000_0000_0004));

/// How long a code is kept after it ended, so that whoever comes late can be told so.
const CODES_KEPT: TimeDelta = TimeDelta::days(1);

/// How long events can be replayed.
const EVENTS_KEPT: TimeDelta = TimeDelta::days(30);

/// Deletes a stored file, unless a customer shows it.
pub(super) async fn sweep_blob(cx: &Cx, permit: Permit, path: &str) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let is_shown = uow.customers().shows_avatar(path).await?;
    drop(uow);
    if is_shown {
        return Ok(Outcome::Done);
    }
    let deleted = cx.blobs(permit).delete(path).await;
    Ok(deleted.map_or_else(|error| Outcome::again(error.to_string()), |()| Outcome::Done))
}

/// Deletes the readable copies of what was sent to a customer.
pub(super) async fn forget_messages(cx: &Cx, customer: CustomerId) -> Outcome {
    let forgotten = cx.channels().sent.forget(&cx.store.code, customer).await;
    forgotten.map_or_else(Outcome::from, |()| Outcome::Done)
}

/// Deletes what is kept for a while only, in every store.
pub(super) async fn keep_house(cx: &Cx, permit: Permit) -> Result<Outcome, Error> {
    let now = cx.real_now();
    let expired = Expired { codes: now - CODES_KEPT, events: now - EVENTS_KEPT, sessions: now };
    cx.queue(permit).forget_expired(&expired).await?;
    Ok(Outcome::Done)
}

/// Makes sure that somebody keeps house. To be called at every start.
pub async fn ensure_housekeeping(ports: &Arc<Ports>) -> Result<(), Error> {
    let store = StoreCode::default_store();
    let uow = ports.storage.begin(&store).await?;
    let returning = [
        (HOUSEKEEPING, Task::Housekeeping),
        (TENDING, Task::Tend),
        (SEGMENTING, Task::Segments),
        (RECONCILING, Task::Reconcile),
    ];
    for (id, task) in returning {
        uow.jobs().add(&Job::new(id, store.clone(), task, ports.clock.now())).await?;
    }
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, now, store};
    use crate::ports::{BlobError, SendError};

    fn system(stage: Stage) -> (Cx, Permit) {
        Cx::system(stage.ports().0, Arc::new(store()))
    }

    #[tokio::test]
    async fn a_picture_that_nobody_shows_is_deleted() {
        for shown in [true, false] {
            let mut stage = Stage::new();
            stage.repos.customers.expect_shows_avatar().returning(move |_| Ok(shown));
            stage.blobs.expect_delete().times(usize::from(!shown)).returning(|_| Ok(()));
            let (cx, permit) = system(stage);
            assert_eq!(sweep_blob(&cx, permit, "a.png").await.unwrap(), Outcome::Done);
        }
    }

    #[tokio::test]
    async fn files_that_cannot_be_reached_are_tried_again() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_shows_avatar().returning(|_| Ok(false));
        stage.blobs.expect_delete().returning(|_| Err(BlobError("full".into())));
        stage.sent.expect_forget().returning(|_, _| Err(SendError::later("full")));
        let (cx, permit) = system(stage);
        let outcome = sweep_blob(&cx, permit, "a.png").await.unwrap();
        assert_eq!(outcome, Outcome::again("stored files cannot be reached"));
        let customer = CustomerId(Uuid::nil());
        assert_eq!(forget_messages(&cx, customer).await, Outcome::again("full"));
    }

    #[tokio::test]
    async fn events_can_be_replayed_for_thirty_days() {
        let mut stage = Stage::new();
        let right = |it: &Expired| it.events == now() - TimeDelta::days(30) && it.sessions == now();
        stage.queue.expect_forget_expired().once().withf(right).returning(|_| Ok(()));
        let (cx, permit) = system(stage);
        assert_eq!(keep_house(&cx, permit).await.unwrap(), Outcome::Done);
    }

    #[tokio::test]
    async fn somebody_keeps_house() {
        let (ports, record) = Stage::new().ports();
        ensure_housekeeping(&ports).await.unwrap();
        let kept = record.take();
        assert_eq!((kept.jobs[0].id, kept.committed), (HOUSEKEEPING, true));
    }
}
