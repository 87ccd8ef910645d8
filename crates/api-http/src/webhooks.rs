//! Where a store's events are delivered (behaviour 5.1).

mod dto;
mod forms;

use application::error::Error;
use application::patience::patiently;
use application::webhooks;
use domain::ids::EndpointId;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{NewWebhookDto, SavedWebhookDto, WebhookDto, WebhookListDto};
use self::forms::{NEW_WEBHOOK, NewWebhookForm, REPLAY, ReplayForm, WEBHOOK, WebhookForm};
use self::forms::{endpoint_draft, replay_draft};
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct WebhooksApi;

#[OpenApi(prefix_path = "/api/:storeCode/admin", tag = "Tag::Operation")]
impl WebhooksApi {
    /// List the endpoints of webhooks, the oldest first.
    #[oai(path = "/webhook", method = "get", operation_id = "webhook_list")]
    async fn list(&self, call: Call) -> Result<Json<WebhookListDto>, Failure> {
        let endpoints = webhooks::list(&call.0).await?;
        let total = endpoints.len() as u64;
        let webhooks = endpoints.into_iter().map(|it| WebhookDto::of(it, &call.0)).collect();
        Ok(Json(WebhookListDto { webhooks, total }))
    }

    /// Add an endpoint; its signing secret is shown this once.
    #[oai(path = "/webhook", method = "post", operation_id = "webhook_create")]
    async fn create(
        &self,
        call: Call,
        body: Body<NewWebhookForm>,
    ) -> Result<Json<NewWebhookDto>, Failure> {
        let made = webhooks::create(&call.0, &endpoint_draft(body.into_members())).await;
        Ok(Json(made.map_err(|error| NEW_WEBHOOK.failure(error))?.into()))
    }

    /// Get an endpoint.
    #[oai(path = "/webhook/:webhook", method = "get", operation_id = "webhook_details")]
    async fn details(
        &self,
        call: Call,
        webhook: Path<String>,
    ) -> Result<Json<WebhookDto>, Failure> {
        let found = webhooks::details(&call.0, endpoint_id(&webhook)?).await?;
        Ok(Json(WebhookDto::of(found, &call.0)))
    }

    /// Change an endpoint; what is left out stays.
    #[oai(path = "/webhook/:webhook", method = "put", operation_id = "webhook_update")]
    async fn update(
        &self,
        call: Call,
        webhook: Path<String>,
        body: Body<WebhookForm>,
    ) -> Result<Json<SavedWebhookDto>, Failure> {
        let (id, draft) = (endpoint_id(&webhook)?, endpoint_draft(body.into_members()));
        let updated = patiently(|| webhooks::update(&call.0, id, &draft)).await;
        updated.map_err(|error| WEBHOOK.failure(error))?;
        Ok(Json(SavedWebhookDto { webhook_id: id.to_string() }))
    }

    /// Delete an endpoint; what waits to be delivered there is dropped.
    #[oai(path = "/webhook/:webhook", method = "delete", operation_id = "webhook_delete")]
    async fn delete(&self, call: Call, webhook: Path<String>) -> Result<NoContent, Failure> {
        let id = endpoint_id(&webhook)?;
        patiently(|| webhooks::delete(&call.0, id)).await?;
        Ok(NoContent::Done)
    }

    /// Give an endpoint another signing secret; the one before signs for 24 hours more.
    #[oai(
        path = "/webhook/:webhook/rotate-secret",
        method = "post",
        operation_id = "webhook_rotate_secret"
    )]
    async fn rotate_secret(
        &self,
        call: Call,
        webhook: Path<String>,
    ) -> Result<Json<NewWebhookDto>, Failure> {
        let id = endpoint_id(&webhook)?;
        Ok(Json(patiently(|| webhooks::rotate_secret(&call.0, id)).await?.into()))
    }

    /// Deliver the events of a time once more.
    #[oai(path = "/webhook/:webhook/replay", method = "post", operation_id = "webhook_replay")]
    async fn replay(
        &self,
        call: Call,
        webhook: Path<String>,
        body: Body<ReplayForm>,
    ) -> Result<NoContent, Failure> {
        let (id, draft) = (endpoint_id(&webhook)?, replay_draft(body.into_members()));
        let queued = patiently(|| webhooks::replay(&call.0, id, &draft)).await;
        queued.map_err(|error| REPLAY.failure(error))?;
        Ok(NoContent::Done)
    }
}

fn endpoint_id(raw: &str) -> Result<EndpointId, Error> {
    EndpointId::parse(raw).ok_or(Error::NotFound)
}
