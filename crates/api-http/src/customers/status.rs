//! Activation, deactivation and anonymization.

use application::customers;
use application::patience::patiently;
use application::ports::CustomerRef;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct CustomerStatusApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerStatusApi {
    /// Activate a customer.
    #[oai(
        path = "/admin/customer/:customer/activate",
        method = "post",
        operation_id = "customer_activate"
    )]
    async fn activate(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::activate(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Deactivate a customer.
    #[oai(
        path = "/admin/customer/:customer/deactivate",
        method = "post",
        operation_id = "customer_deactivate"
    )]
    async fn deactivate(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::deactivate(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Anonymize a customer: the person is erased for good, the member stays, blocked.
    #[oai(
        path = "/admin/customer/:customer/anonymize",
        method = "post",
        operation_id = "customer_anonymize"
    )]
    async fn anonymize(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::anonymize(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Activate a customer as a seller.
    #[oai(
        path = "/seller/customer/:customer/activate",
        method = "post",
        operation_id = "customer_activate_as_seller"
    )]
    async fn activate_as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        self.activate(call, customer).await
    }

    /// Deactivate a customer as a seller.
    #[oai(
        path = "/seller/customer/:customer/deactivate",
        method = "post",
        operation_id = "customer_deactivate_as_seller"
    )]
    async fn deactivate_as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        self.deactivate(call, customer).await
    }
}
