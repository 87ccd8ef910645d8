//! Creating and changing levels.

use application::error::Error;
use application::levels;
use domain::form::Given;
use domain::policy::Action;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::dto::SavedDto;
use super::forms::{ActivateForm, LEVEL, LevelForm, level_draft};
use super::reads::level_id;
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct LevelChangesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Levels")]
impl LevelChangesApi {
    /// Create a level.
    #[oai(path = "/level/create", method = "post", operation_id = "level_create")]
    async fn create(&self, call: Call, body: Body<LevelForm>) -> Result<Json<SavedDto>, Failure> {
        let draft = level_draft(body.into_members());
        let id = levels::create(&call.0, &draft).await;
        let id = id.map_err(|error| LEVEL.failure(error))?;
        Ok(Json(SavedDto { id: id.to_string() }))
    }

    /// Change a level; what is left out stays.
    #[oai(path = "/level/:level", method = "put", operation_id = "level_update")]
    async fn update(
        &self,
        call: Call,
        level: Path<String>,
        body: Body<LevelForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let id = level_id(&level)?;
        let draft = level_draft(body.into_members());
        let updated = levels::update(&call.0, id, &draft).await;
        updated.map_err(|error| LEVEL.failure(error))?;
        Ok(Json(SavedDto { id: id.to_string() }))
    }

    /// Activate or deactivate a level. Its customers stay where they are.
    #[oai(path = "/level/:level/activate", method = "post", operation_id = "level_activate")]
    async fn activate(
        &self,
        call: Call,
        level: Path<String>,
        body: Body<ActivateForm>,
    ) -> Result<NoContent, Failure> {
        let id = level_id(&level)?;
        let (members, _) = body.into_members();
        let active = members.leaf("active");
        if matches!(active, Given::Absent | Given::Malformed) {
            // Whether the caller may, and the level exists, is judged first (behaviour 0.4.6).
            let _ = call.0.authorize(Action::LevelManage)?;
            levels::details(&call.0, id).await?;
            return Err(Error::MissingParameter("active", "this field is required").into());
        }
        levels::activate(&call.0, id, active.is_checked()).await?;
        Ok(NoContent::Done)
    }
}
