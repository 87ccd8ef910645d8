//! Gives an endpoint another secret. The one before signs for a day more (Standard Webhooks).

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::webhook::Endpoint;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn rotate_secret(cx: &Cx, id: EndpointId) -> Result<Endpoint, Error> {
    let permit = cx.authorize(Action::WebhookManage)?;
    let uow = cx.begin(permit).await?;
    let mut endpoint = uow.endpoints().find(id).await?.ok_or(Error::NotFound)?;
    endpoint.rotate(cx.channels().webhooks.fresh_secret(), cx.real_now());
    uow.endpoints().save(&endpoint).await?;
    let audit = cx.audit("RotateWebhookSecret", "webhook", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(endpoint)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::fixtures::{Stage, admin, endpoint, now};

    #[tokio::test]
    async fn the_secret_before_signs_for_a_day_more() {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(|_| Ok(Some(endpoint(1))));
        stage.webhooks.expect_fresh_secret().returning(|| "whsec_new".to_owned());
        let (cx, record) = stage.call(admin());
        let rotated = rotate_secret(&cx, endpoint(1).id).await.unwrap();
        let secrets = |hours| rotated.secrets(now() + TimeDelta::hours(hours));
        assert_eq!(secrets(23), ["whsec_new", "whsec_1"]);
        assert_eq!(secrets(24), ["whsec_new"]);
        let kept = record.take();
        assert_eq!((kept.audited(), kept.committed), (vec!["RotateWebhookSecret"], true));
    }
}
