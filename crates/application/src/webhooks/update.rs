//! Changes an endpoint; what is left out stays.

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::webhook::EndpointDraft;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: EndpointId, draft: &EndpointDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::WebhookManage)?;
    let uow = cx.begin(permit).await?;
    let mut endpoint = uow.endpoints().find(id).await?.ok_or(Error::NotFound)?;
    let channel = &cx.channels().webhooks;
    let terms = draft.change(&endpoint, |url| channel.accepts(url))?;
    endpoint.apply(terms);
    uow.endpoints().save(&endpoint).await?;
    let audit = cx.audit("UpdateWebhook", "webhook", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;
    use domain::webhook::Endpoint;

    use super::*;
    use crate::fixtures::{Stage, admin, endpoint};

    #[tokio::test]
    async fn an_endpoint_that_was_switched_off_can_be_switched_on_again() {
        let mut stage = Stage::new();
        let reason = Some("it answered 410 Gone".to_owned());
        let off = Endpoint { active: false, disabled_reason: reason, ..endpoint(1) };
        stage.repos.endpoints.expect_find().returning(move |_| Ok(Some(off.clone())));
        let (cx, record) = stage.call(admin());
        let draft = EndpointDraft { active: Given::text("1"), ..EndpointDraft::default() };
        update(&cx, endpoint(1).id, &draft).await.unwrap();
        let kept = record.take();
        assert_eq!(kept.endpoints, [endpoint(1)]);
        assert_eq!((kept.audited(), kept.committed), (vec!["UpdateWebhook"], true));
    }

    #[tokio::test]
    async fn an_unknown_endpoint_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let answer = update(&cx, endpoint(1).id, &EndpointDraft::default()).await;
        assert!(matches!(answer, Err(Error::NotFound)) && !record.take().committed);
    }
}
