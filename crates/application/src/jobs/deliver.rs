//! Bringing one event to one endpoint, as Standard Webhooks has it.

use domain::ids::{EndpointId, EventId};

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{AuditData, Delivery, SendError};

/// Why an endpoint is off that nobody switched off.
const GONE: &str = "it answered 410 Gone";

/// Delivers, and switches an endpoint off that says it is there no more.
pub(super) async fn deliver(
    cx: &Cx,
    permit: Permit,
    event: EventId,
    endpoint: EndpointId,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let Some(place) = uow.endpoints().find(endpoint).await? else { return Ok(Outcome::Done) };
    let told = uow.outbox().find(event).await?;
    drop(uow);
    if !place.active {
        return Ok(Outcome::dead("the endpoint is switched off"));
    }
    let Some(told) = told else { return Ok(Outcome::dead("the event is no longer kept")) };
    let webhooks = &cx.channels().webhooks;
    let now = cx.real_now();
    let delivery = Delivery {
        body: webhooks.body(told.topic.as_str(), told.at, &told.data),
        secrets: place.secrets(now).into_iter().map(str::to_owned).collect(),
        url: place.url,
        id: event.to_string(),
        at: now,
        header: place.header,
    };
    match webhooks.deliver(&delivery).await {
        Ok(()) => Ok(Outcome::Done),
        Err(SendError::Gone(reason)) => {
            switch_off(cx, permit, endpoint).await?;
            Ok(Outcome::Dead { reason })
        }
        Err(error) => Ok(error.into()),
    }
}

async fn switch_off(cx: &Cx, permit: Permit, id: EndpointId) -> Result<(), Error> {
    let uow = cx.begin(permit).await?;
    let found = uow.endpoints().find(id).await?;
    let Some(mut endpoint) = found.filter(|it| it.active) else { return Ok(()) };
    endpoint.active = false;
    endpoint.disabled_reason = Some(GONE.to_owned());
    uow.endpoints().save(&endpoint).await?;
    let audit = cx.audit("DisableWebhook", "webhook", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;
    use domain::webhook::{Endpoint, Topic};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Kept, Repos, Stage, endpoint, now, store};
    use crate::ports::StoredEvent;

    const EVENT: EventId = EventId(Uuid::from_u128(0xe));

    fn repos(found: Option<Endpoint>) -> Repos {
        let mut repos = Repos::default();
        repos.endpoints.expect_find().returning(move |_| Ok(found.clone()));
        let topic = Topic::CustomerUpdated;
        let told = StoredEvent { id: EVENT, at: now(), topic, data: "{}".to_owned() };
        repos.outbox.expect_find().returning(move |_| Ok(Some(told.clone())));
        repos
    }

    fn stage(found: Option<Endpoint>) -> Stage {
        let mut stage = Stage { repos: repos(found), ..Stage::new() };
        stage.webhooks.expect_body().returning(|topic, _, data| format!("{topic} {data}"));
        stage
    }

    async fn done(stage: Stage) -> (Outcome, Kept) {
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        (deliver(&cx, permit, EVENT, endpoint(1).id).await.unwrap(), record.take())
    }

    #[tokio::test]
    async fn a_delivery_bears_the_events_id_and_every_secret_that_is_good() {
        let until = now() + TimeDelta::seconds(1);
        let place = Endpoint { previous: Some(("old".to_owned(), until)), ..endpoint(1) };
        let mut stage = stage(Some(place));
        let right = |it: &Delivery| {
            it.id == EVENT.to_string()
                && it.secrets == ["whsec_1", "old"]
                && it.body == "customer.updated {}"
                && it.at == now()
        };
        stage.webhooks.expect_deliver().once().withf(right).returning(|_| Ok(()));
        assert_eq!(done(stage).await.0, Outcome::Done);
    }

    #[tokio::test]
    async fn an_endpoint_that_is_gone_is_switched_off() {
        let mut stage = stage(Some(endpoint(1)));
        stage.later.push_back(repos(Some(endpoint(1))));
        let gone = |_: &Delivery| Err(SendError::Gone("410 Gone".to_owned()));
        stage.webhooks.expect_deliver().returning(gone);
        let (outcome, kept) = done(stage).await;
        assert_eq!(outcome, Outcome::dead("410 Gone"));
        assert!(!kept.endpoints[0].active && kept.committed);
        assert_eq!(kept.endpoints[0].disabled_reason.as_deref(), Some(GONE));
        assert_eq!(kept.audited(), ["DisableWebhook"]);
    }

    #[tokio::test]
    async fn deliveries_to_an_endpoint_that_is_off_are_laid_aside_and_to_a_deleted_one_dropped() {
        let off = Endpoint { active: false, ..endpoint(1) };
        assert_eq!(done(stage(Some(off))).await.0, Outcome::dead("the endpoint is switched off"));
        assert_eq!(done(stage(None)).await.0, Outcome::Done);
    }

    #[tokio::test]
    async fn a_failure_is_tried_again() {
        let mut stage = stage(Some(endpoint(1)));
        stage.webhooks.expect_deliver().returning(|_| Err(SendError::later("500")));
        assert_eq!(done(stage).await.0, Outcome::again("500"));
    }
}
