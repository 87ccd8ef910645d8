//! Query strings: tables like those of bodies, read leniently (behaviour 0.6, decision 5).

use std::marker::PhantomData;

use application::ports::{Direction, Page};
use domain::form::Given;
use poem::{Request, RequestBody, Result};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::body::{Form, FormSpec, Members};
use crate::{
    audit, campaigns, customers, invitations, jobs, keys, levels, messages, passwords, points, pos,
    rules, segments, sellers, stores, transactions,
};

/// Shown when the caller does not say how many.
const USUAL_PAGE: i64 = 10;

/// Shown at most.
const LARGEST_PAGE: i64 = 1000;

/// The query string of an operation, described by the table of `F`.
pub(crate) struct Asked<F> {
    pub(crate) members: Members,
    pub(crate) raw: String,
    form: PhantomData<F>,
}

impl<'a, F: FormSpec> ApiExtractor<'a> for Asked<F> {
    // Documented by name, from the same table, in `documentation`.
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::PoemExtractor];
    type ParamType = ();
    type ParamRawType = ();

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let raw = request.uri().query().unwrap_or_default().to_owned();
        Ok(Self { members: Members::of_query(&raw), raw, form: PhantomData })
    }
}

/// `page` and `perPage`: never an error. A page below one is the first; no, zero or unreadable
/// `perPage` is the usual one, a negative or larger one the largest (decision 4).
pub(crate) fn page(asked: &Members) -> Page {
    let number = whole(asked, "page").unwrap_or(1).max(1);
    let limit = page_size(asked).unwrap_or(USUAL_PAGE);
    let offset = number.saturating_sub(1).saturating_mul(limit);
    Page { offset: offset.unsigned_abs(), limit: limit.unsigned_abs() }
}

/// `perPage`, when it was given and can be read.
pub(crate) fn page_size(asked: &Members) -> Option<i64> {
    match whole(asked, "perPage") {
        None | Some(0) => None,
        Some(it) if !(1..=LARGEST_PAGE).contains(&it) => Some(LARGEST_PAGE),
        some => some,
    }
}

/// `asc` in any case; everything else is descending.
pub(crate) fn direction(asked: &Members, usual: Direction) -> Direction {
    match filter(asked, "direction") {
        None => usual,
        Some(it) if it.eq_ignore_ascii_case("asc") => Direction::Asc,
        Some(_) => Direction::Desc,
    }
}

/// A filter's text; empty and the literal `null` are none (behaviour 3.17.1).
pub(crate) fn filter(asked: &Members, name: &str) -> Option<String> {
    match asked.leaf(name) {
        Given::Text(text) if text != "null" => Some(text),
        _ => None,
    }
}

fn whole(asked: &Members, name: &str) -> Option<i64> {
    match asked.leaf(name) {
        Given::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// The table of each operation that takes a query string, for the documentation.
pub(crate) fn table_of(operation_id: &str) -> Option<&'static Form> {
    match operation_id {
        "customer_list" | "customer_list_as_admin" => Some(&customers::LIST_PARAMETERS),
        "customer_check" => Some(&customers::CHECK_PARAMETERS),
        "customer_history" => Some(&customers::HISTORY_PARAMETERS),
        "customer_registrations" => Some(&customers::STATISTICS_PARAMETERS),
        "password_reset" | "password_reset_as_customer" => Some(&passwords::PARAMETERS),
        "invitation_list" => Some(&invitations::PARAMETERS),
        "level_list" | "level_list_as_seller" | "level_customers" => Some(&levels::PARAMETERS),
        "transfer_list" | "transfer_list_as_seller" => Some(&points::PARAMETERS),
        "transfer_list_as_customer" => Some(&points::OWN_PARAMETERS),
        "transaction_list"
        | "transaction_list_as_seller"
        | "transaction_list_as_customer"
        | "transaction_list_of_customer" => Some(&transactions::PARAMETERS),
        "earning_rule_list" => Some(&rules::PARAMETERS),
        "pos_list" | "pos_list_as_seller" => Some(&pos::PARAMETERS),
        "segment_list" | "segment_customers" => Some(&segments::PARAMETERS),
        "campaign_list" | "campaign_bought" => Some(&campaigns::PARAMETERS),
        "campaign_purchases" => Some(&campaigns::REWARD_PARAMETERS),
        "seller_list" => Some(&sellers::PARAMETERS),
        "store_list" => Some(&stores::PARAMETERS),
        "key_list" => Some(&keys::PARAMETERS),
        "audit_log_list" => Some(&audit::PARAMETERS),
        "job_list" => Some(&jobs::PARAMETERS),
        "message_list" => Some(&messages::PARAMETERS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_pages_and_sizes_fall_back() {
        for (query, offset, limit) in [
            ("", 0, 10),
            ("page=2&perPage=4", 4, 4),
            ("page=0&perPage=0", 0, 10),
            ("page=x&perPage=x", 0, 10),
            ("page=-3&perPage=-1", 0, 1000),
            ("page=9223372036854775807&perPage=5000", i64::MAX.unsigned_abs(), 1000),
        ] {
            assert_eq!(page(&Members::of_query(query)), Page { offset, limit }, "{query}");
        }
    }

    #[test]
    fn only_asc_is_ascending() {
        for (query, expected) in [
            ("direction=AsC", Direction::Asc),
            ("direction=up", Direction::Desc),
            ("", Direction::Asc),
        ] {
            assert_eq!(direction(&Members::of_query(query), Direction::Asc), expected);
        }
    }
}
