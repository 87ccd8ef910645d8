//! Points: what customers get, spend and give to each other.

mod dto;
mod forms;

use application::cx::Cx;
use application::error::Error;
use application::patience::patiently;
use application::points;
use application::ports::{Listing, TransferQuery};
use domain::ids::{CustomerId, TransferId};
use domain::ledger::LotState;
use domain::points::TransferKind;
use domain::time::parse_instant;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Any;
use serde_json::Value;

use self::dto::{TransferDto, TransferListDto, TransferredDto};
use self::forms::{GIFT, GiftForm, TRANSFER, TransferForm, gift_draft, transfer_draft};
use self::forms::{ListParameters, OwnParameters};
pub(crate) use self::forms::{OWN_PARAMETERS, PARAMETERS};
use crate::body::{Body, Members};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, filter, page};
use crate::tags::Tag;

pub(crate) struct PointsReadsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Points")]
impl PointsReadsApi {
    /// List transfers of points, the newest first.
    #[oai(path = "/points/transfer", method = "get", operation_id = "transfer_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransferListDto>, Failure> {
        list(&call.0, &asked.members).await
    }

    /// List transfers of points as a seller.
    #[oai(
        path = "/seller/points/transfer",
        method = "get",
        operation_id = "transfer_list_as_seller"
    )]
    async fn list_as_seller(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransferListDto>, Failure> {
        list(&call.0, &asked.members).await
    }

    /// List one's own transfers of points, the newest first.
    #[oai(
        path = "/customer/points/transfer",
        method = "get",
        operation_id = "transfer_list_as_customer"
    )]
    async fn own(
        &self,
        call: Call,
        asked: Asked<OwnParameters>,
    ) -> Result<Json<TransferListDto>, Failure> {
        list(&call.0, &asked.members).await
    }
}

pub(crate) struct PointsChangesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Points")]
impl PointsChangesApi {
    /// Add points to a customer.
    #[oai(path = "/points/transfer/add", method = "post", operation_id = "points_add")]
    async fn add(
        &self,
        call: Call,
        body: Body<TransferForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        add(&call.0, body).await
    }

    /// Add points to a customer at the till.
    #[oai(path = "/pos/points/transfer/add", method = "post", operation_id = "points_add_at_pos")]
    async fn add_at_pos(
        &self,
        call: Call,
        body: Body<TransferForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        add(&call.0, body).await
    }

    /// Take points of a customer, the oldest first.
    #[oai(path = "/points/transfer/spend", method = "post", operation_id = "points_spend")]
    async fn spend(
        &self,
        call: Call,
        body: Body<TransferForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        spend(&call.0, body).await
    }

    /// Take points of a customer at the till, the oldest first.
    #[oai(
        path = "/pos/points/transfer/spend",
        method = "post",
        operation_id = "points_spend_at_pos"
    )]
    async fn spend_at_pos(
        &self,
        call: Call,
        body: Body<TransferForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        spend(&call.0, body).await
    }

    /// Move points from one customer to another.
    #[oai(path = "/admin/p2p-points-transfer", method = "post", operation_id = "points_give")]
    async fn give(
        &self,
        call: Call,
        body: Body<GiftForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        give(&call.0, body).await
    }

    /// Give some of one's own points to another customer.
    #[oai(
        path = "/customer/points/p2p-transfer",
        method = "post",
        operation_id = "points_give_as_customer"
    )]
    async fn give_as_customer(
        &self,
        call: Call,
        body: Body<GiftForm>,
    ) -> Result<Json<TransferredDto>, Failure> {
        give(&call.0, body).await
    }

    /// Take back what is left of points that were added.
    #[oai(
        path = "/points/transfer/:transfer/cancel",
        method = "post",
        operation_id = "transfer_cancel"
    )]
    async fn cancel(
        &self,
        call: Call,
        transfer: Path<String>,
    ) -> Result<Json<Vec<Any<Value>>>, Failure> {
        let id = TransferId::parse(&transfer).ok_or(Error::NotFound)?;
        patiently(|| points::cancel(&call.0, id)).await?;
        Ok(Json(vec![]))
    }
}

async fn add(cx: &Cx, body: Body<TransferForm>) -> Result<Json<TransferredDto>, Failure> {
    let draft = transfer_draft(body.into_members());
    let added = patiently(|| points::add(cx, &draft)).await;
    transferred(added.map_err(|error| TRANSFER.failure(error)))
}

async fn spend(cx: &Cx, body: Body<TransferForm>) -> Result<Json<TransferredDto>, Failure> {
    let draft = transfer_draft(body.into_members());
    let spent = patiently(|| points::spend(cx, &draft)).await;
    transferred(spent.map_err(|error| TRANSFER.failure(error)))
}

async fn give(cx: &Cx, body: Body<GiftForm>) -> Result<Json<TransferredDto>, Failure> {
    let draft = gift_draft(body.into_members());
    let given = patiently(|| points::give(cx, &draft)).await;
    transferred(given.map_err(|error| GIFT.failure(error)))
}

fn transferred(id: Result<TransferId, Failure>) -> Result<Json<TransferredDto>, Failure> {
    Ok(Json(TransferredDto { points_transfer_id: id?.to_string() }))
}

async fn list(cx: &Cx, asked: &Members) -> Result<Json<TransferListDto>, Failure> {
    let query = query(asked, cx);
    // Whether the caller may ask is judged also when nothing can be as asked.
    let found = points::list(cx, &query.clone().unwrap_or_default()).await?;
    Ok(Json(shown(if query.is_some() { found } else { nothing() }, cx)))
}

fn shown(found: Listing<application::ports::TransferView>, cx: &Cx) -> TransferListDto {
    let Listing { items, total } = found;
    TransferListDto {
        transfers: items.into_iter().map(|it| TransferDto::of(it, cx)).collect(),
        total,
    }
}

fn nothing<T>() -> Listing<T> {
    Listing { items: vec![], total: 0 }
}

/// `None`: an id, a state or a type that nothing can have.
fn query(asked: &Members, cx: &Cx) -> Option<TransferQuery> {
    let mut states = vec![];
    for raw in given_states(asked) {
        states.push(LotState::parse(&raw)?);
    }
    Some(TransferQuery {
        customer: match filter(asked, "customerId") {
            None => None,
            Some(raw) => Some(CustomerId::parse(&raw)?),
        },
        first_name: filter(asked, "customerFirstName"),
        last_name: filter(asked, "customerLastName"),
        email: filter(asked, "customerEmail"),
        phone: filter(asked, "customerPhone"),
        states,
        kind: match filter(asked, "type") {
            None => None,
            Some(raw) => Some(TransferKind::parse(&raw)?),
        },
        created_after: None,
        // A day is meant to its end; what is no date is ignored (decision 5).
        expires_until: filter(asked, "willExpireTill").and_then(|raw| {
            let zone = cx.store.time_zone;
            let at = parse_instant(&raw, zone).ok()?;
            let is_day = raw.len() == "2022-03-01".len();
            Some(if is_day { domain::calendar::end_of_day(at, 0, zone) } else { at })
        }),
        page: page(asked),
    })
}

/// One state, or a list of them.
fn given_states(asked: &Members) -> Vec<String> {
    use domain::form::{Given, GivenGroup};
    match asked.texts("state") {
        GivenGroup::Members(list) => list
            .into_iter()
            .filter_map(|it| match it {
                Given::Text(text) => Some(text),
                Given::Absent | Given::Empty | Given::Malformed => None,
            })
            .collect(),
        GivenGroup::Absent | GivenGroup::Empty | GivenGroup::Malformed => {
            filter(asked, "state").into_iter().collect()
        }
    }
}
