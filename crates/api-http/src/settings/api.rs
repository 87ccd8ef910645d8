//! What administrators see and set.

use application::cx::Cx;
use application::patience::patiently;
use application::settings;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::dto::SettingsDto;
use super::forms::{SETTINGS, SettingsForm, settings_draft};
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;

#[derive(Object)]
#[oai(rename = "CustomerStatuses")]
struct StatusesDto {
    statuses: Vec<String>,
    total: u64,
}

pub(crate) struct SettingsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Settings")]
impl SettingsApi {
    /// Get the programme's settings; secrets are hidden from those who may not change them.
    #[oai(path = "/settings", method = "get", operation_id = "settings_details")]
    async fn details(&self, call: Call) -> Result<Json<SettingsDto>, Failure> {
        Ok(Json(SettingsDto::of(settings::details(&call.0).await?)))
    }

    /// Replace all of the programme's settings; what is left out is removed, or off.
    #[oai(path = "/settings", method = "post", operation_id = "settings_update")]
    async fn update(
        &self,
        call: Call,
        body: Body<SettingsForm>,
    ) -> Result<Json<SettingsDto>, Failure> {
        let cx: &Cx = &call.0;
        let draft = settings_draft(body.into_members());
        let updated = patiently(|| settings::update(cx, &draft)).await;
        Ok(Json(SettingsDto::of(updated.map_err(|error| SETTINGS.failure(error))?)))
    }

    /// List the statuses that a customer can have.
    #[oai(path = "/admin/customer-statuses", method = "get", operation_id = "customer_statuses")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn statuses(&self, call: Call) -> Result<Json<StatusesDto>, Failure> {
        let statuses = settings::statuses(&call.0)?;
        let statuses: Vec<_> = statuses.iter().map(|it| (*it).to_owned()).collect();
        let total = statuses.len() as u64;
        Ok(Json(StatusesDto { statuses, total }))
    }
}
