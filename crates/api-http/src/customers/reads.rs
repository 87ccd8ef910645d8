//! Lists, details, searches.

use application::customers;
use application::cx::Cx;
use application::ports::{CustomerPage, CustomerQuery, CustomerRef, Page, Window};
use domain::form::Given;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::answers::{CheckDto, CustomerListDto, FoundDto};
use super::dto::CustomerDto;
use super::forms::{SEARCH, Search, search_draft};
use super::query::{ListParameters, Wish};
use super::scroll::Scroll;
use crate::body::{Body, Form, FormSpec, Members, text};
use crate::call::{Call, Guest};
use crate::edge::Limited;
use crate::errors::Failure;
use crate::queries::{Asked, page, page_size};
use crate::tags::Tag;

pub(crate) struct CustomerReadsApi;

#[derive(ApiResponse)]
enum Listed {
    /// The matches. Filters that could not be read are named in the header.
    #[oai(status = 200)]
    Ok(
        Json<CustomerListDto>,
        /// Parameters that could not be read and were ignored.
        #[oai(header = "X-Laurel-Ignored")]
        Option<String>,
    ),
}

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerReadsApi {
    /// List customers.
    #[oai(path = "/customer", method = "get", operation_id = "customer_list")]
    async fn list(&self, call: Call, asked: Asked<ListParameters>) -> Result<Listed, Failure> {
        answer(&call.0, asked).await
    }

    /// List customers as an administrator.
    #[oai(path = "/admin/customer", method = "get", operation_id = "customer_list_as_admin")]
    async fn list_as_admin(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Listed, Failure> {
        answer(&call.0, asked).await
    }

    /// Check whether a customer with an e-mail address or a phone number exists.
    #[oai(path = "/customer/check", method = "get", operation_id = "customer_check")]
    async fn check(
        &self,
        guest: Guest,
        asked: Asked<CheckParameters>,
    ) -> Result<Json<CheckDto>, Failure> {
        guest.spend(Limited::Check)?;
        let contact = match asked.members.leaf("emailOrPhone") {
            Given::Text(contact) => Some(contact),
            _ => None,
        };
        let total = customers::check(&guest.cx, contact.as_deref()).await?;
        Ok(Json(CheckDto { total }))
    }

    /// Get a customer's details.
    #[oai(path = "/customer/:customer", method = "get", operation_id = "customer_details")]
    async fn details(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<CustomerDto>, Failure> {
        let who = CustomerRef::parse(&customer);
        let view = customers::details(&call.0, &who).await?;
        Ok(Json(CustomerDto::detailed(view, &call.0)))
    }

    /// Search for customers at the till.
    #[oai(path = "/pos/search/customer", method = "post", operation_id = "customer_search")]
    async fn search(&self, call: Call, body: Body<Search>) -> Result<Json<FoundDto>, Failure> {
        let draft = search_draft(body.into_members());
        let found = customers::search(&call.0, &draft).await;
        let found = found.map_err(|error| SEARCH.failure(error))?;
        let customers = found.into_iter().map(|it| CustomerDto::listed(it, &call.0)).collect();
        Ok(Json(FoundDto { customers }))
    }
}

pub(crate) static CHECK: Form = Form {
    name: "",
    fields: &[text("emailOrPhone", "The customer's e-mail address or phone number").required()],
};

pub(super) struct CheckParameters;

impl FormSpec for CheckParameters {
    const FORM: &'static Form = &CHECK;
}

/// A page, or the next set of a scroll.
async fn answer(cx: &Cx, asked: Asked<ListParameters>) -> Result<Listed, Failure> {
    let scroll_id = asked.members.leaf("scrollId");
    let going_on = match &scroll_id {
        Given::Text(id) => Some(Scroll::open(id, cx)?),
        Given::Malformed => Some(Scroll::open("", cx)?),
        Given::Absent | Given::Empty => None,
    };
    let size = page_size(&asked.members).map(i64::unsigned_abs);
    let (question, asked_at, window) = if let Some(scroll) = going_on {
        let limit = size.unwrap_or(scroll.per_page);
        (scroll.question, scroll.asked_at, from_position(scroll.position, limit))
    } else {
        let mut page = page(&asked.members);
        if scroll_id == Given::Empty {
            page.offset = 0;
        }
        (asked.raw, cx.now(), Window::Page(page))
    };
    let wish = Wish::read(&Members::of_query(&question), asked_at);
    let query =
        CustomerQuery { filter: wish.filter, sort: wish.sort, direction: wish.direction, window };
    let CustomerPage { customers, total, last } = customers::list(cx, &query).await?;
    let (position, per_page) = match query.window {
        Window::Page(page) => (last, page.limit),
        Window::After { position, limit } => (last.or(Some(position)), limit),
    };
    let wants_id = !customers.is_empty() || scroll_id.is_present();
    let scroll_id = wants_id.then(|| Scroll { question, asked_at, per_page, position }.seal(cx));
    let customers = customers.into_iter().map(|it| CustomerDto::listed(it, cx)).collect();
    let ignored = (!wish.ignored.is_empty()).then(|| wish.ignored.join(", "));
    Ok(Listed::Ok(Json(CustomerListDto { customers, total, scroll_id }), ignored))
}

/// Right after a row, or from the start when no row was shown yet.
fn from_position(position: Option<application::ports::SortPosition>, limit: u64) -> Window {
    match position {
        Some(position) => Window::After { position, limit },
        None => Window::Page(Page { offset: 0, limit }),
    }
}
