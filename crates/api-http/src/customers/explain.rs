//! Why a customer stands where it does.

mod dto;

use application::customers;
use application::cx::Cx;
use application::ports::CustomerRef;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::ExplainedDto;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;

pub(crate) struct CustomerExplainApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerExplainApi {
    /// Explain a customer's level and points: what counts, what comes next, what expires when.
    #[oai(
        path = "/admin/customer/:customer/status/explain",
        method = "get",
        operation_id = "customer_status_explain_as_admin"
    )]
    async fn as_admin(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<ExplainedDto>, Failure> {
        explained(&call.0, &customer).await
    }

    /// Explain one's own level and points.
    #[oai(
        path = "/customer/customer/:customer/status/explain",
        method = "get",
        operation_id = "customer_status_explain"
    )]
    async fn as_customer(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<ExplainedDto>, Failure> {
        explained(&call.0, &customer).await
    }

    /// Explain a customer's level and points, as a seller.
    #[oai(
        path = "/seller/customer/:customer/status/explain",
        method = "get",
        operation_id = "customer_status_explain_as_seller"
    )]
    async fn as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<ExplainedDto>, Failure> {
        explained(&call.0, &customer).await
    }
}

async fn explained(cx: &Cx, customer: &str) -> Result<Json<ExplainedDto>, Failure> {
    let explained = customers::explain(cx, &CustomerRef::parse(customer)).await?;
    Ok(Json(ExplainedDto::of(explained, cx)))
}
