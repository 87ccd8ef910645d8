//! The merchant's people at the till.

mod dto;
mod forms;

use application::error::Error;
use application::ports::{Direction, Listing, SellerQuery, SellerSort};
use application::sellers;
use domain::ids::SellerId;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{RegisteredDto, SellerDto, SellerListDto, UpdatedDto};
use self::forms::{SELLER, SellerForm, seller_draft};
use crate::body::{Body, Form, FormSpec, choice, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, direction, filter, page};
use crate::tags::Tag;
use crate::wire::NoContent;

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("firstName", "First name contains"),
        text("lastName", "Last name contains"),
        text("phone", "Phone contains"),
        text("email", "E-mail address contains"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice("sort", &["firstName", "lastName", "email"], "lastName unless given"),
        choice("direction", &["asc", "desc"], "asc unless given"),
    ],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

pub(crate) struct SellersApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Sellers")]
impl SellersApi {
    /// List sellers.
    #[oai(path = "/seller", method = "get", operation_id = "seller_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<SellerListDto>, Failure> {
        let asked = &asked.members;
        let query = SellerQuery {
            first_name: filter(asked, "firstName"),
            last_name: filter(asked, "lastName"),
            phone: filter(asked, "phone"),
            email: filter(asked, "email"),
            sort: match filter(asked, "sort").as_deref() {
                Some("firstName") => SellerSort::FirstName,
                Some("email") => SellerSort::Email,
                _ => SellerSort::LastName,
            },
            direction: direction(asked, Direction::Asc),
            page: page(asked),
        };
        let Listing { items, total } = sellers::list(&call.0, &query).await?;
        let sellers = items.into_iter().map(SellerDto::from).collect();
        Ok(Json(SellerListDto { sellers, total }))
    }

    /// Get a seller.
    #[oai(path = "/seller/:seller", method = "get", operation_id = "seller_details")]
    async fn details(&self, call: Call, seller: Path<String>) -> Result<Json<SellerDto>, Failure> {
        let view = sellers::details(&call.0, seller_id(&seller)?).await?;
        Ok(Json(SellerDto::from(view)))
    }

    /// Register a seller.
    #[oai(path = "/seller/register", method = "post", operation_id = "seller_register")]
    async fn register(
        &self,
        call: Call,
        body: Body<SellerForm>,
    ) -> Result<Json<RegisteredDto>, Failure> {
        let seller = sellers::register(&call.0, &seller_draft(body.into_members())).await;
        let seller = seller.map_err(|error| SELLER.failure(error))?;
        Ok(Json(RegisteredDto {
            seller_id: seller.id.to_string(),
            email: seller.email.as_str().to_owned(),
        }))
    }

    /// Change a seller; what is left out stays.
    #[oai(path = "/seller/:seller", method = "put", operation_id = "seller_update")]
    async fn update(
        &self,
        call: Call,
        seller: Path<String>,
        body: Body<SellerForm>,
    ) -> Result<Json<UpdatedDto>, Failure> {
        let id = seller_id(&seller)?;
        let updated = sellers::update(&call.0, id, &seller_draft(body.into_members())).await;
        updated.map_err(|error| SELLER.failure(error))?;
        Ok(Json(UpdatedDto { seller_id: id.to_string() }))
    }

    /// Activate a seller.
    #[oai(path = "/seller/:seller/activate", method = "post", operation_id = "seller_activate")]
    async fn activate(&self, call: Call, seller: Path<String>) -> Result<NoContent, Failure> {
        sellers::activate(&call.0, seller_id(&seller)?).await?;
        Ok(NoContent::Done)
    }

    /// Deactivate a seller.
    #[oai(path = "/seller/:seller/deactivate", method = "post", operation_id = "seller_deactivate")]
    async fn deactivate(&self, call: Call, seller: Path<String>) -> Result<NoContent, Failure> {
        sellers::deactivate(&call.0, seller_id(&seller)?).await?;
        Ok(NoContent::Done)
    }

    /// Delete a seller; it stays listed as deleted.
    #[oai(path = "/seller/:seller/delete", method = "post", operation_id = "seller_delete")]
    async fn delete(&self, call: Call, seller: Path<String>) -> Result<NoContent, Failure> {
        sellers::delete(&call.0, seller_id(&seller)?).await?;
        Ok(NoContent::Done)
    }
}

fn seller_id(raw: &str) -> Result<SellerId, Error> {
    SellerId::parse(raw).ok_or(Error::NotFound)
}
