//! Brings the events of a time once more to an endpoint.

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::webhook::ReplayDraft;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Task};

pub async fn replay(cx: &Cx, id: EndpointId, draft: &ReplayDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::WebhookManage)?;
    let uow = cx.begin(permit).await?;
    let endpoint = uow.endpoints().find(id).await?.ok_or(Error::NotFound)?;
    let (from, until) = draft.check(cx.store.time_zone)?;
    if !endpoint.active {
        return Err(Error::refused("The endpoint is switched off"));
    }
    uow.jobs().add(&cx.job(Task::Replay { endpoint: id, from, until, after: None })).await?;
    let told = AuditData::List(vec![from.to_rfc3339(), until.to_rfc3339()]);
    uow.audit().record(cx.audit("ReplayWebhook", "webhook", id.to_string(), told)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;
    use domain::webhook::Endpoint;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, endpoint};

    async fn replayed(found: Endpoint, until: &str) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(move |_| Ok(Some(found.clone())));
        let (cx, record) = stage.call(admin());
        let (from, until) = (Given::text("2026-01-01"), Given::text(until));
        let draft = ReplayDraft { from, until, ..ReplayDraft::default() };
        (replay(&cx, endpoint(1).id, &draft).await, record.take())
    }

    #[tokio::test]
    async fn a_replay_is_queued_for_an_endpoint_that_is_on() {
        let (answer, kept) = replayed(endpoint(1), "2026-01-02").await;
        assert!(answer.is_ok() && kept.committed);
        assert!(matches!(kept.tasks()[..], [Task::Replay { after: None, .. }]));
        let off = Endpoint { active: false, ..endpoint(1) };
        let (answer, kept) = replayed(off, "2026-01-02").await;
        assert!(matches!(answer, Err(Error::Refused(_))) && !kept.committed);
        let (answer, _) = replayed(endpoint(1), "2025").await;
        assert!(matches!(answer, Err(Error::Form(errors)) if errors.has("until")));
    }
}
