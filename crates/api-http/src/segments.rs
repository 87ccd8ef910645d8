//! Groups of customers with something in common.

mod dto;
mod forms;

use application::error::Error;
use application::ports::Listing;
use application::segments;
use domain::form::Given;
use domain::ids::SegmentId;
use domain::policy::Action;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{SavedDto, SegmentCustomerDto, SegmentCustomerListDto, SegmentDto, SegmentListDto};
use self::forms::{ActivateForm, ListParameters, SEGMENT, SegmentForm, segment_draft};
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page};
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) use self::forms::PARAMETERS;

pub(crate) struct SegmentsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Segments")]
impl SegmentsApi {
    /// List segments, by name.
    #[oai(path = "/segment", method = "get", operation_id = "segment_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<SegmentListDto>, Failure> {
        let Listing { items, total } = segments::list(&call.0, page(&asked.members)).await?;
        let segments = items.into_iter().map(|it| SegmentDto::of(it, &call.0)).collect();
        Ok(Json(SegmentListDto { segments, total }))
    }

    /// Create a segment. Its members are there at once.
    #[oai(path = "/segment", method = "post", operation_id = "segment_create")]
    async fn create(&self, call: Call, body: Body<SegmentForm>) -> Result<Json<SavedDto>, Failure> {
        let draft = segment_draft(body.into_members());
        let id = segments::create(&call.0, &draft).await;
        let id = id.map_err(|error| SEGMENT.failure(error))?;
        Ok(Json(SavedDto { segment_id: id.to_string() }))
    }

    /// Get a segment's details.
    #[oai(path = "/segment/:segment", method = "get", operation_id = "segment_details")]
    async fn details(
        &self,
        call: Call,
        segment: Path<String>,
    ) -> Result<Json<SegmentDto>, Failure> {
        let view = segments::details(&call.0, segment_id(&segment)?).await?;
        Ok(Json(SegmentDto::of(view, &call.0)))
    }

    /// Change a segment; what is left out stays. Its members follow at once.
    #[oai(path = "/segment/:segment", method = "put", operation_id = "segment_update")]
    async fn update(
        &self,
        call: Call,
        segment: Path<String>,
        body: Body<SegmentForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let id = segment_id(&segment)?;
        let draft = segment_draft(body.into_members());
        let updated = segments::update(&call.0, id, &draft).await;
        updated.map_err(|error| SEGMENT.failure(error))?;
        Ok(Json(SavedDto { segment_id: id.to_string() }))
    }

    /// Delete a segment.
    #[oai(path = "/segment/:segment", method = "delete", operation_id = "segment_delete")]
    async fn delete(&self, call: Call, segment: Path<String>) -> Result<NoContent, Failure> {
        segments::delete(&call.0, segment_id(&segment)?).await?;
        Ok(NoContent::Done)
    }

    /// Activate or deactivate a segment. An inactive one has no members.
    #[oai(path = "/segment/:segment/activate", method = "post", operation_id = "segment_activate")]
    async fn activate(
        &self,
        call: Call,
        segment: Path<String>,
        body: Body<ActivateForm>,
    ) -> Result<NoContent, Failure> {
        let id = segment_id(&segment)?;
        let (members, _) = body.into_members();
        let active = members.leaf("active");
        if matches!(active, Given::Absent | Given::Malformed) {
            // Whether the caller may, and the segment exists, is judged first (behaviour 0.4.6).
            let _ = call.0.authorize(Action::SegmentManage)?;
            segments::details(&call.0, id).await?;
            return Err(Error::MissingParameter("active", "this field is required").into());
        }
        segments::activate(&call.0, id, active.is_checked()).await?;
        Ok(NoContent::Done)
    }

    /// List the customers in a segment.
    #[oai(path = "/segment/:segment/customers", method = "get", operation_id = "segment_customers")]
    async fn customers(
        &self,
        call: Call,
        segment: Path<String>,
        asked: Asked<ListParameters>,
    ) -> Result<Json<SegmentCustomerListDto>, Failure> {
        let id = segment_id(&segment)?;
        let listing = segments::members(&call.0, id, page(&asked.members)).await?;
        let Listing { items, total } = listing;
        let customers = items.into_iter().map(SegmentCustomerDto::from).collect();
        Ok(Json(SegmentCustomerListDto { customers, total }))
    }
}

fn segment_id(raw: &str) -> Result<SegmentId, Error> {
    SegmentId::parse(raw).ok_or(Error::NotFound)
}
