//! What everybody may know, and keep for a minute.

use application::settings;
use domain::settings::ActivationMethod;
use poem::{IntoResponse, Response};
use poem_openapi::param::Path;
use poem_openapi::payload::{Json, Payload};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::dto::ChoicesDto;
use crate::call::Guest;
use crate::errors::Failure;
use crate::tags::Tag;

const A_MINUTE: &str = "public, max-age=60";

#[derive(Object)]
#[oai(rename = "ActivationMethod")]
struct MethodDto {
    /// `email` or `sms`.
    method: String,
}

/// A style sheet.
struct Css(String);

impl Payload for Css {
    const CONTENT_TYPE: &'static str = "text/css; charset=utf-8";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
    }
}

impl IntoResponse for Css {
    fn into_response(self) -> Response {
        Response::builder().content_type(Self::CONTENT_TYPE).body(self.0)
    }
}

#[derive(ApiResponse)]
enum MethodAnswer {
    /// The method.
    #[oai(status = 200)]
    Ok(
        Json<MethodDto>,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
enum StyleAnswer {
    /// The style sheet, empty when none is set.
    #[oai(status = 200)]
    Ok(
        Css,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
enum ChoicesAnswer {
    /// Values by their labels.
    #[oai(status = 200)]
    Ok(
        Json<ChoicesDto>,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

pub(crate) struct PublicSettingsApi;

#[OpenApi(prefix_path = "/api/:storeCode/settings", tag = "Tag::Settings")]
impl PublicSettingsApi {
    /// Get how accounts are activated.
    #[oai(path = "/activation-method", method = "get", operation_id = "activation_method")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn activation_method(&self, guest: Guest) -> Result<MethodAnswer, Failure> {
        let method = match settings::activation_method(&guest.cx)? {
            ActivationMethod::Email => "email",
            ActivationMethod::Sms => "sms",
        };
        Ok(MethodAnswer::Ok(Json(MethodDto { method: method.to_owned() }), A_MINUTE.to_owned()))
    }

    /// Get the style sheet of the programme's pages.
    #[oai(path = "/css", method = "get", operation_id = "settings_css")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn css(&self, guest: Guest) -> Result<StyleAnswer, Failure> {
        Ok(StyleAnswer::Ok(Css(settings::style(&guest.cx)?), A_MINUTE.to_owned()))
    }

    /// List what can be chosen for something.
    #[oai(path = "/choices/:choice", method = "get", operation_id = "settings_choices")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn choices(
        &self,
        guest: Guest,
        /// What for: `timezone`, `country`, `availablePointExpireAfter`, …
        choice: Path<String>,
    ) -> Result<ChoicesAnswer, Failure> {
        let found = settings::choices(&guest.cx, &choice)?;
        Ok(ChoicesAnswer::Ok(Json(ChoicesDto::of(&found)), A_MINUTE.to_owned()))
    }
}
