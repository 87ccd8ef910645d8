//! How endpoints are shown.

use application::cx::Cx;
use domain::webhook::Endpoint;
use poem_openapi::Object;

use crate::wire::timestamp;

/// Where events are delivered. Neither its secret nor its header's value is shown.
#[derive(Object)]
#[oai(rename = "Webhook", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct WebhookDto {
    webhook_id: String,
    url: String,
    /// Empty: all.
    events: Vec<String>,
    active: bool,
    /// Why it was switched off, when nobody asked for that.
    disabled_reason: Option<String>,
    header_name: Option<String>,
    /// Kept by the settings `uriWebhooks`, `webhookHeaderName` and `webhookHeaderValue`.
    from_settings: bool,
    created_at: String,
}

#[derive(Object)]
#[oai(rename = "WebhookList")]
pub(super) struct WebhookListDto {
    pub(super) webhooks: Vec<WebhookDto>,
    pub(super) total: u64,
}

/// An endpoint whose secret is new. Keep it: it is shown this once.
#[derive(Object)]
#[oai(rename = "NewWebhook", rename_all = "camelCase")]
pub(super) struct NewWebhookDto {
    webhook_id: String,
    /// Signs deliveries, as Standard Webhooks has it.
    secret: String,
}

/// An endpoint that was just changed.
#[derive(Object)]
#[oai(rename = "SavedWebhook", rename_all = "camelCase")]
pub(super) struct SavedWebhookDto {
    pub(super) webhook_id: String,
}

impl WebhookDto {
    pub(super) fn of(endpoint: Endpoint, cx: &Cx) -> Self {
        let Endpoint {
            id,
            url,
            topics,
            secret: _,
            previous: _,
            header,
            active,
            disabled_reason,
            from_settings,
            created_at,
            version: _,
        } = endpoint;
        Self {
            webhook_id: id.to_string(),
            url,
            events: topics.into_iter().map(|it| it.as_str().to_owned()).collect(),
            active,
            disabled_reason,
            header_name: header.map(|(name, _)| name),
            from_settings,
            created_at: timestamp(created_at, cx.store.time_zone),
        }
    }
}

impl From<Endpoint> for NewWebhookDto {
    fn from(endpoint: Endpoint) -> Self {
        Self { webhook_id: endpoint.id.to_string(), secret: endpoint.secret }
    }
}
