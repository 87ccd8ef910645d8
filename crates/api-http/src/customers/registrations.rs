//! Registration, by the four paths.

use application::customers::{self, Registered};
use application::cx::Cx;
use application::patience::patiently;
use domain::policy::Actor;
use poem_openapi::OpenApi;
use poem_openapi::payload::Json;

use super::answers::RegisteredDto;
use super::forms::{
    REGISTER, REGISTER_BY_SELLER, Register, SELF_REGISTER, SelfRegister, customer_draft,
};
use crate::body::Body;
use crate::call::{Call, Guest};
use crate::edge::Limited;
use crate::errors::Failure;
use crate::tags::Tag;

pub(crate) struct CustomerRegistrationsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerRegistrationsApi {
    /// Register a customer.
    #[oai(path = "/customer/register", method = "post", operation_id = "customer_register")]
    async fn register(
        &self,
        call: Call,
        body: Body<Register>,
    ) -> Result<Json<RegisteredDto>, Failure> {
        register(&call.0, body).await
    }

    /// Register a customer as a seller.
    #[oai(
        path = "/seller/customer/register",
        method = "post",
        operation_id = "customer_register_as_seller"
    )]
    async fn register_as_seller(
        &self,
        call: Call,
        body: Body<Register>,
    ) -> Result<Json<RegisteredDto>, Failure> {
        register(&call.0, body).await
    }

    /// Register a customer as an administrator.
    #[oai(
        path = "/admin/customer/register",
        method = "post",
        operation_id = "customer_register_as_admin"
    )]
    async fn register_as_admin(
        &self,
        call: Call,
        body: Body<Register>,
    ) -> Result<Json<RegisteredDto>, Failure> {
        register(&call.0, body).await
    }

    /// Register oneself as a customer.
    #[oai(
        path = "/customer/self_register",
        method = "post",
        operation_id = "customer_self_register"
    )]
    async fn self_register(
        &self,
        guest: Guest,
        body: Body<SelfRegister>,
    ) -> Result<Json<RegisteredDto>, Failure> {
        guest.spend(Limited::SelfRegister)?;
        let draft = customer_draft(body.into_members());
        let registered = patiently(|| customers::self_register(&guest.cx, &draft)).await;
        Ok(wrap(registered.map_err(|error| SELF_REGISTER.failure(error))?))
    }
}

/// The three paths are one operation: the caller's role decides (behaviour A11).
async fn register(cx: &Cx, body: Body<Register>) -> Result<Json<RegisteredDto>, Failure> {
    let form = match cx.actor {
        Actor::Seller(_) => &REGISTER_BY_SELLER,
        _ => &REGISTER,
    };
    let draft = customer_draft(body.into_members_of(form));
    let registered = patiently(|| customers::register(cx, &draft)).await;
    Ok(wrap(registered.map_err(|error| form.failure(error))?))
}

fn wrap(Registered { id, email }: Registered) -> Json<RegisteredDto> {
    Json(RegisteredDto { customer_id: id.to_string(), email })
}
