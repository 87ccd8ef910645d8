//! What customers do, told so that it may be rewarded.

mod forms;

use application::error::Error;
use application::events::{self, Earned};
use application::patience::patiently;
use application::ports::CustomerRef;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use self::forms::{CODE, CodeForm, EVENT, EventForm, PLACE, PlaceForm};
use self::forms::{code_draft, event_draft, place_draft};
use crate::body::{Body, Form};
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::Decimal;

/// What it was worth.
#[derive(Object)]
#[oai(rename = "Earned", rename_all = "camelCase", skip_serializing_if_is_none)]
struct EarnedDto {
    points_transfer_id: Option<String>,
    /// 0 where no rule applies.
    points: Decimal,
}

pub(crate) struct EventsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::EarningRules")]
impl EventsApi {
    /// Report that a customer did something that a rule of custom events may reward.
    #[oai(path = "/customer/:customer/event", method = "post", operation_id = "event_report")]
    async fn report(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<EventForm>,
    ) -> Result<Json<EarnedDto>, Failure> {
        let who = CustomerRef::parse(&customer);
        let draft = event_draft(body.into_members());
        answer(patiently(|| events::report(&call.0, &who, &draft)).await, &EVENT)
    }

    /// Say where one is; the best rule of the place gives its points, as often as it may.
    #[oai(
        path = "/customer/earningRule/geolocation",
        method = "post",
        operation_id = "geolocation_earn"
    )]
    async fn be_at(&self, call: Call, body: Body<PlaceForm>) -> Result<Json<EarnedDto>, Failure> {
        let draft = place_draft(body.into_members());
        answer(patiently(|| events::be_at(&call.0, &draft)).await, &PLACE)
    }

    /// Show a code that one scanned; its best rule gives its points, as often as it may.
    #[oai(path = "/customer/earningRule/qrcode", method = "post", operation_id = "qrcode_earn")]
    async fn scan(&self, call: Call, body: Body<CodeForm>) -> Result<Json<EarnedDto>, Failure> {
        let draft = code_draft(body.into_members());
        answer(patiently(|| events::scan(&call.0, &draft)).await, &CODE)
    }
}

fn answer(earned: Result<Earned, Error>, form: &'static Form) -> Result<Json<EarnedDto>, Failure> {
    let Earned { transfer, points } = earned.map_err(|error| form.failure(error))?;
    Ok(Json(EarnedDto {
        points_transfer_id: transfer.map(|it| it.to_string()),
        points: Decimal::from(points),
    }))
}
