//! Where a customer stands: its figures (behaviour A3, A25, A26).

use application::customers::{self, CustomerStatus};
use application::cx::Cx;
use application::ports::{CustomerRef, Standing};
use domain::ledger::Balance;
use domain::status::{Retention, ToNext};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Any;
use poem_openapi::{Object, OpenApi};
use serde_json::{Map, Value};

use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::Decimal;

/// A customer's figures. Which of them there are depends on the programme's settings.
#[derive(Object)]
#[oai(rename = "CustomerStanding", rename_all = "camelCase", skip_serializing_if_is_none)]
struct StandingDto {
    first_name: String,
    last_name: String,
    customer_id: String,
    /// Points that can be spent.
    points: Decimal,
    /// The part of them that came from other customers.
    #[oai(rename = "p2pPoints")]
    peer_points: Decimal,
    total_earned_points: Decimal,
    used_points: Decimal,
    expired_points: Decimal,
    locked_points: Decimal,
    /// The reward of the current level, such as `15.00%`.
    level: Option<String>,
    level_name: Option<String>,
    level_condition_value: Decimal,
    next_level: Option<String>,
    next_level_name: Option<String>,
    next_level_condition_value: Decimal,
    transactions_amount_to_next_level_without_delivery_costs: Option<Decimal>,
    transactions_amount_without_delivery_costs: Decimal,
    transactions_amount_to_next_level: Option<Decimal>,
    average_transactions_amount: String,
    transactions_count: i64,
    transactions_amount: Decimal,
    points_to_next_level: Option<Decimal>,
    currency: String,
    level_will_expire_in_days: Option<i64>,
    points_since_last_level_recalculation: Option<Decimal>,
    points_required_to_retain_level: Option<Decimal>,
    points_expiring_next_month: Decimal,
    /// Points by the day on which they expire; an empty list when none do.
    points_expiring_breakdown: Any<Value>,
}

pub(crate) struct CustomerStandingApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerStandingApi {
    /// Get a customer's points, purchases and level in figures.
    #[oai(
        path = "/admin/customer/:customer/status",
        method = "get",
        operation_id = "customer_status_as_admin"
    )]
    async fn as_admin(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<StandingDto>, Failure> {
        figures(&call.0, &customer).await
    }

    /// Get one's own points, purchases and level in figures.
    #[oai(
        path = "/customer/customer/:customer/status",
        method = "get",
        operation_id = "customer_status"
    )]
    async fn as_customer(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<StandingDto>, Failure> {
        figures(&call.0, &customer).await
    }

    /// Get a customer's points, purchases and level in figures, as a seller.
    #[oai(
        path = "/seller/customer/:customer/status",
        method = "get",
        operation_id = "customer_status_as_seller"
    )]
    async fn as_seller(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<StandingDto>, Failure> {
        figures(&call.0, &customer).await
    }

    /// The same under the older program's path.
    #[oai(
        path = "/customer/:customer/status",
        method = "get",
        operation_id = "customer_status_short"
    )]
    async fn short(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Json<StandingDto>, Failure> {
        figures(&call.0, &customer).await
    }
}

async fn figures(cx: &Cx, customer: &str) -> Result<Json<StandingDto>, Failure> {
    let status = customers::status(cx, &CustomerRef::parse(customer)).await?;
    Ok(Json(StandingDto::of(status, cx)))
}

impl StandingDto {
    fn of(status: CustomerStatus, cx: &Cx) -> Self {
        let CustomerStatus {
            standing,
            level,
            next,
            to_next,
            retention,
            expiring_next_month,
            expiring,
        } = status;
        let Standing {
            id,
            first_name,
            last_name,
            created_at: _,
            placement: _,
            totals,
            last_recalculation: _,
            account,
            earned_since: _,
            levels: _,
        } = standing;
        let Balance { available, from_peers, earned, used, expired, locked } = account.balance();
        let name =
            |it: &domain::level::Level| it.name(&cx.locale, &cx.store.default_locale).to_owned();
        let percent = |it: &domain::level::Level| it.reward.value.percent_text();
        let condition = |it: Option<&domain::level::Level>| {
            Decimal::from(it.map(|it| it.condition).unwrap_or_default())
        };
        // Everything is shown with two decimals at most (behaviour 3.11.8).
        let rounded = |it: domain::amount::Amount| Decimal::from(it.to_decimals(2));
        let mut breakdown = Map::new();
        for (day, points) in expiring {
            breakdown.insert(day.to_string(), rounded(points).into_value());
        }
        let breakdown =
            if breakdown.is_empty() { Value::Array(vec![]) } else { Value::Object(breakdown) };
        let to_next = |pick: fn(ToNext) -> Option<domain::amount::Amount>| {
            to_next.and_then(pick).map(rounded)
        };
        let retained = |it: Retention| it.points_required.map(rounded);
        Self {
            first_name,
            last_name,
            customer_id: id.to_string(),
            points: rounded(available),
            peer_points: rounded(from_peers),
            total_earned_points: rounded(earned),
            used_points: rounded(used),
            expired_points: rounded(expired),
            locked_points: rounded(locked),
            level: level.as_ref().map(percent),
            level_name: level.as_ref().map(name),
            level_condition_value: condition(level.as_ref()),
            next_level: next.as_ref().map(percent),
            next_level_name: next.as_ref().map(name),
            next_level_condition_value: condition(next.as_ref()),
            transactions_amount_to_next_level_without_delivery_costs: to_next(|it| match it {
                ToNext::MoneyWithoutDelivery(amount) => Some(amount),
                ToNext::Money(_) | ToNext::Points(_) => None,
            }),
            transactions_amount_without_delivery_costs: rounded(totals.amount_without_delivery),
            transactions_amount_to_next_level: to_next(|it| match it {
                ToNext::Money(amount) => Some(amount),
                ToNext::MoneyWithoutDelivery(_) | ToNext::Points(_) => None,
            }),
            average_transactions_amount: totals.average().two_decimals(),
            transactions_count: totals.count,
            transactions_amount: rounded(totals.amount),
            points_to_next_level: to_next(|it| match it {
                ToNext::Points(points) => Some(points),
                ToNext::Money(_) | ToNext::MoneyWithoutDelivery(_) => None,
            }),
            currency: cx.store.currency.clone(),
            level_will_expire_in_days: retention.map(|it| it.expires_in_days),
            points_since_last_level_recalculation: retention.map(|it| rounded(it.points_since)),
            points_required_to_retain_level: retention.and_then(retained),
            points_expiring_next_month: rounded(expiring_next_month),
            points_expiring_breakdown: Any(breakdown),
        }
    }
}
