//! Bringing an event to every endpoint that wants it.

use domain::ids::EventId;

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, Task};

/// Makes a delivery for each endpoint, and removes this job, all at once: neither is a delivery
/// lost nor made twice.
pub(super) async fn relay(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    event: EventId,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    if !uow.jobs().delete(job.id).await? {
        return Ok(Outcome::Done);
    }
    if let Some(told) = uow.outbox().find(event).await? {
        let endpoints = uow.endpoints().all().await?;
        for endpoint in endpoints.iter().filter(|it| it.wants(told.topic)) {
            uow.jobs().add(&cx.job(Task::Deliver { event, endpoint: endpoint.id })).await?;
        }
    }
    uow.commit().await?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::ids::EndpointId;
    use domain::webhook::{Endpoint, Topic};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, endpoint, now, store};
    use crate::ports::StoredEvent;

    fn told(topic: Topic) -> StoredEvent {
        StoredEvent { id: EventId(Uuid::nil()), at: now(), topic, data: "{}".to_owned() }
    }

    async fn relayed(mut stage: Stage) -> Vec<Task> {
        stage.repos.endpoints.expect_all().returning(|| {
            let only = vec![Topic::CustomerDeleted];
            Ok(vec![
                endpoint(1),
                Endpoint { topics: only, ..endpoint(2) },
                Endpoint { active: false, ..endpoint(3) },
            ])
        });
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        let event = EventId(Uuid::nil());
        let done = relay(&cx, permit, &cx.job(Task::Relay(event)), event).await;
        assert_eq!(done.unwrap(), Outcome::Done);
        record.take().tasks()
    }

    fn deliver(number: u128) -> Task {
        let endpoint = EndpointId(Uuid::from_u128(number));
        Task::Deliver { event: EventId(Uuid::nil()), endpoint }
    }

    #[tokio::test]
    async fn every_endpoint_that_wants_the_topic_gets_a_delivery() {
        for (topic, expected) in [
            (Topic::CustomerUpdated, vec![deliver(1)]),
            (Topic::CustomerDeleted, vec![deliver(1), deliver(2)]),
        ] {
            let mut stage = Stage::new();
            stage.repos.outbox.expect_find().returning(move |_| Ok(Some(told(topic))));
            assert_eq!(relayed(stage).await, expected);
        }
    }

    #[tokio::test]
    async fn a_relay_that_somebody_else_finished_makes_no_delivery() {
        let mut stage = Stage::new();
        stage.repos.jobs.expect_delete().returning(|_| Ok(false));
        assert_eq!(relayed(stage).await, []);
    }
}
