//! Update, removal, and what a customer is assigned to.

use application::customers;
use application::cx::Cx;
use application::patience::patiently;
use application::ports::CustomerRef;
use domain::form::{Given, Shape};
use domain::policy::Actor;
use domain::store::ActivationMethod;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::answers::UpdatedDto;
use super::forms::{AssignLevel, AssignPos, UPDATE, UPDATE_OWN, Update, customer_draft};
use crate::body::{Body, FormSpec};
use crate::call::{Call, Postage};
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct CustomerChangesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerChangesApi {
    /// Update a customer: what is left out stays, what is sent empty is erased.
    #[oai(path = "/customer/:customer", method = "put", operation_id = "customer_update")]
    async fn update(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        postage: Postage,
        body: Body<Update>,
    ) -> Result<Json<UpdatedDto>, Failure> {
        let form = match call.0.actor {
            Actor::Customer(_) => &UPDATE_OWN,
            _ => &UPDATE,
        };
        let draft = customer_draft(body.into_members_of(form));
        let draft = (draft.shape != Shape::NotSubmitted).then_some(&draft);
        // A code is sent to the number, whosever it is.
        let by_sms = call.0.store.settings.activation_method() == ActivationMethod::Sms;
        if by_sms && draft.is_some_and(|it| matches!(it.phone, Given::Text(_))) {
            postage.spend(&call.0)?;
        }
        let who = CustomerRef::parse(&customer);
        let id = patiently(|| customers::update(&call.0, &who, draft)).await;
        let id = id.map_err(|error| form.failure(error))?;
        Ok(Json(UpdatedDto { customer_id: id.to_string() }))
    }

    /// Remove a customer: the person is erased, the ledger stays.
    #[oai(path = "/customer/:customer", method = "delete", operation_id = "customer_delete")]
    async fn delete(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::delete(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Assign a customer to a level by hand.
    #[oai(
        path = "/customer/:customer/level",
        method = "post",
        operation_id = "customer_assign_level"
    )]
    async fn assign_level(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<AssignLevel>,
    ) -> Result<Json<Vec<String>>, Failure> {
        let level = bare(body, "levelId");
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::assign_level(&call.0, &who, &level)).await?;
        Ok(Json(vec![]))
    }

    /// Remove a customer from a manually assigned level.
    #[oai(
        path = "/customer/:customer/remove-manually-level",
        method = "post",
        operation_id = "customer_remove_manual_level"
    )]
    async fn remove_manual_level(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::remove_manual_level(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Assign a customer to a point of sale.
    #[oai(path = "/customer/:customer/pos", method = "post", operation_id = "customer_assign_pos")]
    async fn assign_pos(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<AssignPos>,
    ) -> Result<Json<Vec<String>>, Failure> {
        assign_pos(&call.0, &customer, body).await
    }

    /// Assign a customer to a point of sale as a seller.
    #[oai(
        path = "/seller/customer/:customer/pos",
        method = "post",
        operation_id = "customer_assign_pos_as_seller"
    )]
    async fn assign_pos_as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<AssignPos>,
    ) -> Result<Json<Vec<String>>, Failure> {
        assign_pos(&call.0, &customer, body).await
    }
}

async fn assign_pos(
    cx: &Cx,
    customer: &str,
    body: Body<AssignPos>,
) -> Result<Json<Vec<String>>, Failure> {
    let pos = bare(body, "posId");
    let who = CustomerRef::parse(customer);
    patiently(|| customers::assign_pos(cx, &who, &pos)).await?;
    Ok(Json(vec![]))
}

fn bare<F: FormSpec>(body: Body<F>, name: &str) -> Given {
    let (members, _) = body.into_members();
    members.leaf(name)
}
