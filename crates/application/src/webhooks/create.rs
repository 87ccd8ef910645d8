//! Adds an endpoint. Its secret is told this once, and by a rotation.

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::webhook::{Endpoint, EndpointDraft, EndpointTerms};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &EndpointDraft) -> Result<Endpoint, Error> {
    let permit = cx.authorize(Action::WebhookManage)?;
    let channel = &cx.channels().webhooks;
    let terms = draft.open(|url| channel.accepts(url))?;
    let EndpointTerms { url, topics, active, header } = terms;
    let endpoint = Endpoint {
        id: EndpointId(cx.next_id()),
        url,
        topics,
        secret: channel.fresh_secret(),
        previous: None,
        header,
        active,
        disabled_reason: None,
        from_settings: false,
        created_at: cx.real_now(),
        version: 0,
    };
    let id = endpoint.id.to_string();
    let uow = cx.begin(permit).await?;
    uow.endpoints().save(&endpoint).await?;
    uow.audit().record(cx.audit("CreateWebhook", "webhook", id, AuditData::Nothing)).await?;
    uow.commit().await?;
    Ok(endpoint)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, reporter};

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.webhooks.expect_accepts().returning(|url| url.starts_with("https://"));
        stage.webhooks.expect_fresh_secret().returning(|| "whsec_new".to_owned());
        stage
    }

    fn draft(url: &str) -> EndpointDraft {
        EndpointDraft { url: Given::text(url), ..EndpointDraft::default() }
    }

    #[tokio::test]
    async fn an_endpoint_gets_a_secret_of_its_own() {
        let (cx, record) = stage().call(admin());
        let made = create(&cx, &draft("https://x.io")).await.unwrap();
        let kept = record.take();
        assert_eq!((made.secret.as_str(), made.active), ("whsec_new", true));
        assert_eq!((kept.endpoints, kept.committed), (vec![made], true));
        assert_eq!(kept.audit[0].event_type, "CreateWebhook");
    }

    #[tokio::test]
    async fn an_address_that_must_not_be_called_is_refused() {
        let (cx, record) = stage().call(admin());
        let refused = create(&cx, &draft("http://localhost")).await;
        assert!(matches!(refused, Err(Error::Form(errors)) if errors.has("url")));
        assert!(!record.take().committed);
        let (cx, _) = stage().call(reporter());
        assert!(matches!(create(&cx, &draft("https://x.io")).await, Err(Error::Forbidden)));
    }
}
