//! Points of sale.

mod dto;
mod forms;

use application::cx::Cx;
use application::error::Error;
use application::ports::{Direction, Listing, PosQuery, PosRef, PosSort};
use application::pos;
use domain::ids::PosId;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{PosDto, PosListDto, SavedDto};
use self::forms::{POS, PosForm, pos_draft};
use crate::body::{Body, Form, FormSpec, choice, text};
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
        choice("sort", &["name", "identifier"], "name unless given"),
        choice("direction", &["asc", "desc"], "asc unless given"),
    ],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

pub(crate) struct PosApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Pos")]
impl PosApi {
    /// List points of sale.
    #[oai(path = "/pos", method = "get", operation_id = "pos_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<PosListDto>, Failure> {
        list(&call.0, &asked).await
    }

    /// List points of sale as a seller.
    #[oai(path = "/seller/pos", method = "get", operation_id = "pos_list_as_seller")]
    async fn list_as_seller(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<PosListDto>, Failure> {
        list(&call.0, &asked).await
    }

    /// Get a point of sale.
    #[oai(path = "/pos/:pos", method = "get", operation_id = "pos_details")]
    async fn details(&self, call: Call, pos: Path<String>) -> Result<Json<PosDto>, Failure> {
        details(&call.0, PosRef::Id(pos_id(&pos)?)).await
    }

    /// Get a point of sale as a seller.
    #[oai(path = "/seller/pos/:pos", method = "get", operation_id = "pos_details_as_seller")]
    async fn details_as_seller(
        &self,
        call: Call,
        pos: Path<String>,
    ) -> Result<Json<PosDto>, Failure> {
        details(&call.0, PosRef::Id(pos_id(&pos)?)).await
    }

    /// Get a point of sale by its identifier.
    #[oai(
        path = "/pos/identifier/:identifier",
        method = "get",
        operation_id = "pos_details_by_identifier"
    )]
    async fn details_by_identifier(
        &self,
        call: Call,
        identifier: Path<String>,
    ) -> Result<Json<PosDto>, Failure> {
        // No identifier has control characters, and PostgreSQL takes no NUL.
        let identifier = identifier.replace('\0', "\u{1}");
        details(&call.0, PosRef::Identifier(identifier)).await
    }

    /// Create a point of sale.
    #[oai(path = "/pos", method = "post", operation_id = "pos_create")]
    async fn create(&self, call: Call, body: Body<PosForm>) -> Result<Json<SavedDto>, Failure> {
        let id = pos::create(&call.0, &pos_draft(body.into_members())).await;
        let id = id.map_err(|error| POS.failure(error))?;
        Ok(Json(SavedDto { pos_id: id.to_string() }))
    }

    /// Change a point of sale; what is left out stays.
    #[oai(path = "/pos/:pos", method = "put", operation_id = "pos_update")]
    async fn update(
        &self,
        call: Call,
        pos: Path<String>,
        body: Body<PosForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let id = pos_id(&pos)?;
        let updated = pos::update(&call.0, id, &pos_draft(body.into_members())).await;
        updated.map_err(|error| POS.failure(error))?;
        Ok(Json(SavedDto { pos_id: id.to_string() }))
    }
}

fn pos_id(raw: &str) -> Result<PosId, Error> {
    PosId::parse(raw).ok_or(Error::NotFound)
}

async fn list(cx: &Cx, asked: &Asked<ListParameters>) -> Result<Json<PosListDto>, Failure> {
    let query = PosQuery {
        sort: match filter(&asked.members, "sort").as_deref() {
            Some("identifier") => PosSort::Identifier,
            _ => PosSort::Name,
        },
        direction: direction(&asked.members, Direction::Asc),
        page: page(&asked.members),
    };
    let Listing { items, total } = pos::list(cx, &query).await?;
    let pos = items.into_iter().map(|it| PosDto::of(it, cx)).collect();
    Ok(Json(PosListDto { pos, total }))
}

async fn details(cx: &Cx, which: PosRef) -> Result<Json<PosDto>, Failure> {
    let view = pos::details(cx, &which).await?;
    Ok(Json(PosDto::of(view, cx)))
}
