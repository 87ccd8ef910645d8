//! What is sent to customers to prove that it reached them: asking for it, and redeeming it.

use application::customers;
use application::cx::Cx;
use application::patience::patiently;
use application::ports::CustomerRef;
use domain::code::Channel;
use domain::form::Given;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::forms::{CONFIRM_CHANGE, ResendCode};
use crate::body::Body;
use crate::call::{Call, Guest, Visitor};
use crate::edge::Limited;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct CustomerCodesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerCodesApi {
    /// Activate oneself with the link of an e-mail.
    #[oai(
        path = "/customer/activate/:token",
        method = "post",
        operation_id = "customer_activate_by_token"
    )]
    async fn activate_by_token(
        &self,
        guest: Guest,
        /// The last part of the link.
        token: Path<String>,
    ) -> Result<NoContent, Failure> {
        guest.spend(Limited::Link)?;
        activate(&guest.cx, Channel::Email, &token).await
    }

    /// Activate oneself with a texted code.
    #[oai(
        path = "/customer/activate-sms/:token",
        method = "post",
        operation_id = "customer_activate_by_code"
    )]
    async fn activate_by_code(
        &self,
        guest: Guest,
        /// The code.
        token: Path<String>,
    ) -> Result<NoContent, Failure> {
        guest.spend(Limited::Code)?;
        activate(&guest.cx, Channel::Sms, &token).await
    }

    /// Text an activation code to a new customer.
    #[oai(
        path = "/admin/customer/:customer/send-sms-code",
        method = "post",
        operation_id = "customer_send_code"
    )]
    async fn send(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::send_code(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }

    /// Text an activation code to a new customer as a seller.
    #[oai(
        path = "/seller/customer/:customer/send-sms-code",
        method = "post",
        operation_id = "customer_send_code_as_seller"
    )]
    async fn send_as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        self.send(call, customer).await
    }

    /// Have a code texted again: by phone while one is new, or as the customer who is signed in.
    #[oai(
        path = "/customer/customer-phone/send-sms-code",
        method = "post",
        operation_id = "customer_resend_code"
    )]
    async fn resend(&self, visitor: Visitor, body: Body<ResendCode>) -> Result<NoContent, Failure> {
        visitor.guest.spend(Limited::Message)?;
        let (members, _) = body.into_members();
        let phone = members.leaf("phone");
        let cx = match phone {
            Given::Absent | Given::Empty => visitor.known()?,
            Given::Text(_) | Given::Malformed => visitor.guest.cx,
        };
        patiently(|| customers::resend_code(&cx, &phone)).await?;
        Ok(NoContent::Done)
    }

    /// Make a change of one's own phone effective with the code that was texted to it.
    #[oai(
        path = "/customer/confirm-change/:token",
        method = "post",
        operation_id = "customer_confirm_change"
    )]
    async fn confirm_change(
        &self,
        call: Call,
        /// The code.
        token: Path<String>,
    ) -> Result<NoContent, Failure> {
        let done = patiently(|| customers::confirm_change(&call.0, &token)).await;
        done.map_err(|error| CONFIRM_CHANGE.failure(error))?;
        Ok(NoContent::Done)
    }
}

async fn activate(cx: &Cx, channel: Channel, secret: &str) -> Result<NoContent, Failure> {
    patiently(|| customers::activate_by_code(cx, channel, secret)).await?;
    Ok(NoContent::Done)
}
