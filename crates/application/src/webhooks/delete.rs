//! Takes an endpoint away. What waits to be delivered there is dropped.

use domain::ids::EndpointId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: EndpointId) -> Result<(), Error> {
    let permit = cx.authorize(Action::WebhookManage)?;
    let uow = cx.begin(permit).await?;
    let endpoint = uow.endpoints().find(id).await?.ok_or(Error::NotFound)?;
    if endpoint.from_settings {
        return Err(Error::refused("The endpoint is kept by the settings"));
    }
    uow.endpoints().delete(id).await?;
    let audit = cx.audit("DeleteWebhook", "webhook", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::webhook::Endpoint;

    use super::*;
    use crate::fixtures::{Stage, admin, endpoint};

    async fn deleted(found: Option<Endpoint>) -> (Result<(), Error>, Vec<EndpointId>) {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(move |_| Ok(found.clone()));
        let (cx, record) = stage.call(admin());
        let answer = delete(&cx, endpoint(1).id).await;
        let kept = record.take();
        assert_eq!(answer.is_ok(), kept.committed);
        (answer, kept.deleted_endpoints)
    }

    #[tokio::test]
    async fn an_endpoint_goes_unless_the_settings_keep_it() {
        let (answer, gone) = deleted(Some(endpoint(1))).await;
        assert!(answer.is_ok() && gone == [endpoint(1).id]);
        let kept = Endpoint { from_settings: true, ..endpoint(1) };
        assert!(
            matches!(deleted(Some(kept)).await, (Err(Error::Refused(_)), gone) if gone.is_empty())
        );
        assert!(matches!(deleted(None).await, (Err(Error::NotFound), _)));
    }
}
