//! Bringing the events of a time once more to an endpoint.

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, Task};

/// Events for each job.
const PAGE: u32 = 100;

/// Makes a delivery for each of the next events, and replaces this job by one that goes on behind
/// the last of them, all at once.
pub(super) async fn replay(cx: &Cx, permit: Permit, job: &Job) -> Result<Outcome, Error> {
    let Task::Replay { endpoint: id, from, until, after } = job.task else {
        return Ok(Outcome::Done);
    };
    let uow = cx.begin(permit).await?;
    let Some(endpoint) = uow.endpoints().find(id).await? else { return Ok(Outcome::Done) };
    if !endpoint.active {
        return Ok(Outcome::dead("the endpoint is switched off"));
    }
    if !uow.jobs().delete(job.id).await? {
        return Ok(Outcome::Done);
    }
    let events = uow.outbox().between(from, until, after, PAGE).await?;
    for event in events.iter().filter(|it| endpoint.wants(it.topic)) {
        uow.jobs().add(&cx.job(Task::Deliver { event: event.id, endpoint: id })).await?;
    }
    let is_full = u32::try_from(events.len()).is_ok_and(|it| it >= PAGE);
    if let Some(last) = events.last().filter(|_| is_full) {
        let after = Some(last.id);
        uow.jobs().add(&cx.job(Task::Replay { endpoint: id, from, until, after })).await?;
    }
    uow.commit().await?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::ids::EventId;
    use domain::webhook::{Endpoint, Topic};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, endpoint, now, store};
    use crate::ports::StoredEvent;

    fn event(number: u128) -> StoredEvent {
        let id = EventId(Uuid::from_u128(number));
        StoredEvent { id, at: now(), topic: Topic::CustomerUpdated, data: "{}".to_owned() }
    }

    async fn replayed(stage: Stage) -> (Outcome, Vec<Task>) {
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        let (from, until) = (now(), now());
        let task = Task::Replay { endpoint: endpoint(1).id, from, until, after: None };
        let outcome = replay(&cx, permit, &cx.job(task)).await.unwrap();
        (outcome, record.take().tasks())
    }

    async fn replayed_to(found: Option<Endpoint>, events: u128) -> (Outcome, Vec<Task>) {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(move |_| Ok(found.clone()));
        let found = move |_, _, _, _| Ok((1..=events).map(event).collect());
        stage.repos.outbox.expect_between().returning(found);
        replayed(stage).await
    }

    #[tokio::test]
    async fn a_full_page_goes_on_behind_its_last_event() {
        let (_, tasks) = replayed_to(Some(endpoint(1)), 100).await;
        assert_eq!(tasks.len(), 101);
        let after = Some(event(100).id);
        assert!(matches!(tasks[100], Task::Replay { after: it, .. } if it == after));
        let (_, tasks) = replayed_to(Some(endpoint(1)), 99).await;
        assert_eq!(tasks.len(), 99);
    }

    #[tokio::test]
    async fn an_endpoint_that_is_off_or_gone_gets_nothing() {
        let off = Endpoint { active: false, ..endpoint(1) };
        let (outcome, tasks) = replayed_to(Some(off), 3).await;
        assert!(matches!(outcome, Outcome::Dead { .. }) && tasks.is_empty());
        assert_eq!(replayed_to(None, 3).await, (Outcome::Done, vec![]));
    }
}
