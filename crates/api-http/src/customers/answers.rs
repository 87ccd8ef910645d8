//! Wire shapes of the other answers about customers.

use poem_openapi::Object;

use super::dto::CustomerDto;

/// A list of customers.
#[derive(Object)]
#[oai(rename = "CustomerList", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(crate) struct CustomerListDto {
    pub(super) customers: Vec<CustomerDto>,
    /// Matches before paging, exact.
    pub(super) total: u64,
    /// Pass it back to get the next set; valid for 15 minutes.
    pub(super) scroll_id: Option<String>,
}

/// What a search at the till found.
#[derive(Object)]
#[oai(rename = "CustomerSearchResult")]
pub(crate) struct FoundDto {
    pub(super) customers: Vec<CustomerDto>,
}

/// How many customers there are with a contact.
#[derive(Object)]
#[oai(rename = "CustomerCheck")]
pub(crate) struct CheckDto {
    pub(super) total: u64,
}

/// A customer that was just registered.
#[derive(Object)]
#[oai(rename = "RegisteredCustomer", rename_all = "camelCase")]
pub(crate) struct RegisteredDto {
    pub(super) customer_id: String,
    pub(super) email: String,
}

/// A customer that was just changed.
#[derive(Object)]
#[oai(rename = "UpdatedCustomer", rename_all = "camelCase")]
pub(crate) struct UpdatedDto {
    pub(super) customer_id: String,
}
