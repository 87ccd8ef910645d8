//! What happened to a customer, and how many came.

use std::collections::BTreeMap;

use application::customers;
use application::cx::Cx;
use application::ports::{CustomerRef, HistoryEntry};
use chrono_tz::Tz;
use domain::customer::Variable;
use domain::form::Given;
use domain::statistics::Interval;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Any;
use poem_openapi::{Object, OpenApi};
use serde_json::{Map, Value};

use crate::body::{Form, FormSpec, Members, choice, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page, page_size};
use crate::tags::Tag;
use crate::wire::{Decimal, colon_timestamp};

pub(crate) struct CustomerReportsApi;

/// One thing that happened to a customer.
#[derive(Object)]
#[oai(rename = "HistoryEntry", rename_all = "camelCase", skip_serializing_if_is_none)]
struct HistoryEntryDto {
    /// The variables that have a value, by key; an empty list when there are none.
    flat_variables: Any<Value>,
    customer_id: String,
    /// The name of the event.
    #[oai(rename = "type")]
    kind: String,
    created_at: String,
    variables: Vec<HistoryVariableDto>,
    /// Available points right after it; only of what is about points.
    points_balance: Option<Decimal>,
}

#[derive(Object)]
#[oai(rename = "HistoryVariable", skip_serializing_if_is_none)]
struct HistoryVariableDto {
    key: String,
    /// A text, a flag or a number.
    value: Option<Any<Value>>,
}

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerReportsApi {
    /// Get a customer's history, the newest first.
    #[oai(
        path = "/admin/customer/:customer/history",
        method = "get",
        operation_id = "customer_history"
    )]
    async fn history(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        asked: Asked<HistoryParameters>,
    ) -> Result<Json<Vec<HistoryEntryDto>>, Failure> {
        let who = CustomerRef::parse(&customer);
        let wanted = page_size(&asked.members).map(|_| page(&asked.members));
        let entries = customers::history(&call.0, &who, wanted).await?;
        Ok(Json(entries.into_iter().map(|it| HistoryEntryDto::of(it, &call.0)).collect()))
    }

    /// Count the customers who registered on each of the last days, today left out.
    #[oai(
        path = "/customer/registrations",
        method = "get",
        operation_id = "customer_registrations"
    )]
    async fn registrations(
        &self,
        call: Call,
        asked: Asked<StatisticsParameters>,
    ) -> Result<Json<BTreeMap<String, u64>>, Failure> {
        let (interval, days) = (interval(&asked.members), last_days(&asked.members));
        let counted = customers::registrations(&call.0, interval, days).await?;
        // Dates sort as texts do.
        Ok(Json(counted.into_iter().collect()))
    }
}

pub(crate) static HISTORY: Form = Form {
    name: "",
    fields: &[
        text("page", "From 1; only together with perPage"),
        text("perPage", "Everything unless given; at most 1000"),
    ],
};

pub(crate) static STATISTICS: Form = Form {
    name: "",
    fields: &[
        choice("interval", &["day", "month", "year"], "day unless given"),
        text("lastDays", "30 unless given; from 1 to 3650"),
    ],
};

/// The parameters of a history, as a type.
struct HistoryParameters;

impl FormSpec for HistoryParameters {
    const FORM: &'static Form = &HISTORY;
}

/// The parameters of registration statistics, as a type.
struct StatisticsParameters;

impl FormSpec for StatisticsParameters {
    const FORM: &'static Form = &STATISTICS;
}

fn interval(asked: &Members) -> Interval {
    match asked.leaf("interval") {
        Given::Text(raw) => Interval::parse(&raw).unwrap_or_default(),
        _ => Interval::default(),
    }
}

/// Ten years at most; what is no number is 30.
fn last_days(asked: &Members) -> u16 {
    const USUAL: u16 = 30;
    const LONGEST: u16 = 3650;
    let Given::Text(raw) = asked.leaf("lastDays") else { return USUAL };
    let Ok(wanted) = raw.parse::<i64>() else { return USUAL };
    u16::try_from(wanted.max(1)).unwrap_or(LONGEST).min(LONGEST)
}

impl HistoryEntryDto {
    fn of(entry: HistoryEntry, cx: &Cx) -> Self {
        let HistoryEntry { customer, name, at, variables, balance } = entry;
        let zone = cx.store.time_zone;
        let variables: Vec<_> = variables
            .into_iter()
            .map(|(key, value)| (key, value.map(|it| json(it, zone))))
            .collect();
        let with_value = variables.iter().filter_map(|(key, it)| Some((key.clone(), it.clone()?)));
        let flat: Map<_, _> = with_value.collect();
        // A map without members is an empty list (behaviour 0.3.2).
        let flat = if flat.is_empty() { Value::Array(vec![]) } else { Value::Object(flat) };
        let variable = |(key, value): (String, Option<Value>)| HistoryVariableDto {
            key,
            value: value.map(Any),
        };
        Self {
            flat_variables: Any(flat),
            customer_id: customer.to_string(),
            kind: name,
            created_at: colon_timestamp(at, zone),
            variables: variables.into_iter().map(variable).collect(),
            points_balance: balance.map(Decimal::float),
        }
    }
}

fn json(variable: Variable, zone: Tz) -> Value {
    match variable {
        Variable::Text(text) => Value::from(text),
        Variable::Flag(flag) => Value::from(flag),
        Variable::Number(number) => Decimal::float(number).into_value(),
        Variable::Moment(at) => Value::from(colon_timestamp(at, zone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_numbers_of_days_fall_back_or_to_the_nearest_limit() {
        for (query, expected) in [
            ("", 30),
            ("lastDays=7", 7),
            ("lastDays=x", 30),
            ("lastDays=1.5", 30),
            ("lastDays=0", 1),
            ("lastDays=-5", 1),
            ("lastDays=3651", 3650),
            ("lastDays=70000", 3650),
        ] {
            assert_eq!(last_days(&Members::of_query(query)), expected, "{query}");
        }
        assert_eq!(interval(&Members::of_query("interval=week")), Interval::Day);
        assert_eq!(interval(&Members::of_query("interval=year")), Interval::Year);
    }
}
