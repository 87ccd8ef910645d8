//! Lists and details of levels.

use application::cx::Cx;
use application::error::Error;
use application::levels;
use application::ports::{Direction, LevelQuery, LevelSort, Listing};
use domain::ids::LevelId;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::dto::{
    ActiveLevelDto, ActiveLevelListDto, LevelCustomerDto, LevelCustomerListDto, LevelDto,
    LevelListDto,
};
use crate::body::{Form, FormSpec, choice, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, direction, filter, page};
use crate::tags::Tag;

/// What the lists of this module take.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice("sort", &["conditionValue", "reward"], "conditionValue unless given"),
        choice("direction", &["asc", "desc"], "asc unless given"),
    ],
};

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

pub(crate) struct LevelReadsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Levels")]
impl LevelReadsApi {
    /// List levels.
    #[oai(path = "/level", method = "get", operation_id = "level_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<LevelListDto>, Failure> {
        list(&call.0, &asked).await
    }

    /// List levels as a seller.
    #[oai(path = "/seller/level", method = "get", operation_id = "level_list_as_seller")]
    async fn list_as_seller(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<LevelListDto>, Failure> {
        list(&call.0, &asked).await
    }

    /// Get a level's details.
    #[oai(path = "/level/:level", method = "get", operation_id = "level_details")]
    async fn details(&self, call: Call, level: Path<String>) -> Result<Json<LevelDto>, Failure> {
        details(&call.0, &level).await
    }

    /// Get a level's details as a seller.
    #[oai(path = "/seller/level/:level", method = "get", operation_id = "level_details_as_seller")]
    async fn details_as_seller(
        &self,
        call: Call,
        level: Path<String>,
    ) -> Result<Json<LevelDto>, Failure> {
        details(&call.0, &level).await
    }

    /// List the customers on a level.
    #[oai(path = "/level/:level/customers", method = "get", operation_id = "level_customers")]
    async fn customers(
        &self,
        call: Call,
        level: Path<String>,
        asked: Asked<ListParameters>,
    ) -> Result<Json<LevelCustomerListDto>, Failure> {
        let id = level_id(&level)?;
        let Listing { items, total } = levels::members(&call.0, id, page(&asked.members)).await?;
        let customers = items.into_iter().map(LevelCustomerDto::from).collect();
        Ok(Json(LevelCustomerListDto { customers, total }))
    }

    /// List the active levels, as customers see them.
    #[oai(path = "/customer/level", method = "get", operation_id = "level_list_active")]
    async fn list_active(&self, call: Call) -> Result<Json<ActiveLevelListDto>, Failure> {
        let levels = levels::list_active(&call.0).await?;
        let levels = levels.iter().map(|it| ActiveLevelDto::of(it, &call.0)).collect();
        Ok(Json(ActiveLevelListDto { levels }))
    }
}

pub(super) fn level_id(raw: &str) -> Result<LevelId, Error> {
    LevelId::parse(raw).ok_or(Error::NotFound)
}

async fn list(cx: &Cx, asked: &Asked<ListParameters>) -> Result<Json<LevelListDto>, Failure> {
    let query = LevelQuery {
        sort: match filter(&asked.members, "sort").as_deref() {
            Some("reward") => LevelSort::RewardValue,
            _ => LevelSort::ConditionValue,
        },
        direction: direction(&asked.members, Direction::Asc),
        page: page(&asked.members),
    };
    let Listing { items, total } = levels::list(cx, &query).await?;
    let levels = items.into_iter().map(|it| LevelDto::of(it, cx)).collect();
    Ok(Json(LevelListDto { levels, total }))
}

async fn details(cx: &Cx, level: &str) -> Result<Json<LevelDto>, Failure> {
    let view = levels::details(cx, level_id(level)?).await?;
    Ok(Json(LevelDto::of(view, cx)))
}
