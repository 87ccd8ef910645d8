//! A customer's devices of the Pushy service.

use application::customers::{self, PushTokenDraft};
use application::patience::patiently;
use application::ports::CustomerRef;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::forms::{AddPushToken, PUSH_TOKEN};
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct CustomerDevicesApi;

/// The tokens of a customer's devices, in the order they came.
#[derive(Object)]
#[oai(rename = "PushyTokens")]
struct PushTokensDto {
    tokens: Vec<String>,
}

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerDevicesApi {
    /// List a customer's Pushy tokens.
    #[oai(
        path = "/customer/:customer/pushy-token",
        method = "get",
        operation_id = "customer_pushy_tokens"
    )]
    async fn list(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<PushTokensDto>, Failure> {
        let who = CustomerRef::parse(&customer);
        let tokens = customers::push_tokens(&call.0, &who).await?;
        let tokens = tokens.iter().map(|it| it.as_str().to_owned()).collect();
        Ok(Json(PushTokensDto { tokens }))
    }

    /// Add a Pushy token to a customer. One that is known already stays once; of more than 20
    /// the oldest goes.
    #[oai(
        path = "/customer/:customer/pushy-token",
        method = "post",
        operation_id = "customer_add_pushy_token"
    )]
    async fn add(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<AddPushToken>,
    ) -> Result<NoContent, Failure> {
        let (members, shape) = body.into_members();
        let draft = PushTokenDraft { shape, push_token: members.leaf("pushyToken") };
        let who = CustomerRef::parse(&customer);
        let added = patiently(|| customers::add_push_token(&call.0, &who, &draft)).await;
        added.map_err(|error| PUSH_TOKEN.failure(error))?;
        Ok(NoContent::Done)
    }

    /// Remove a Pushy token from a customer, known or not.
    #[oai(
        path = "/customer/:customer/pushy-token/:tokenToRemove",
        method = "delete",
        operation_id = "customer_remove_pushy_token"
    )]
    async fn remove(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        /// The token, percent-encoded where it has a slash.
        #[oai(name = "tokenToRemove")]
        token: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::remove_push_token(&call.0, &who, &token)).await?;
        Ok(NoContent::Done)
    }
}
