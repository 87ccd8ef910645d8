//! Lists and details of earning rules.

use application::error::Error;
use application::ports::{Direction, Listing, RuleQuery, RuleSort};
use application::rules;
use domain::earning::RuleType;
use domain::form::Given;
use domain::ids::RuleId;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::dto::{RuleDto, RuleListDto};
use super::forms::TYPES;
use crate::body::{Form, FormSpec, Members, choice, flag, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, direction, filter, page};
use crate::tags::Tag;

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        choice("type", TYPES, "Rules of this kind only"),
        flag("active", "1: only those that are switched on; 0: only the others"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice("sort", &["name", "createdAt"], "name unless given"),
        choice("direction", &["asc", "desc"], "asc unless given"),
    ],
};

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

pub(crate) struct RuleReadsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::EarningRules")]
impl RuleReadsApi {
    /// List earning rules.
    #[oai(path = "/earningRule", method = "get", operation_id = "earning_rule_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<RuleListDto>, Failure> {
        let query = query(&asked.members);
        // Whether the caller may ask is judged also when nothing can be as asked.
        let found = rules::list(&call.0, &query.unwrap_or_default()).await?;
        let Listing { items, total } =
            if query.is_some() { found } else { Listing { items: vec![], total: 0 } };
        let earning_rules = items.into_iter().map(|it| RuleDto::of(it, &call.0)).collect();
        Ok(Json(RuleListDto { earning_rules, total }))
    }

    /// Get an earning rule's details.
    #[oai(path = "/earningRule/:rule", method = "get", operation_id = "earning_rule_details")]
    async fn details(&self, call: Call, rule: Path<String>) -> Result<Json<RuleDto>, Failure> {
        let found = rules::details(&call.0, rule_id(&rule)?).await?;
        Ok(Json(RuleDto::of(found, &call.0)))
    }
}

pub(super) fn rule_id(raw: &str) -> Result<RuleId, Error> {
    RuleId::parse(raw).ok_or(Error::NotFound)
}

/// `None`: a type that no rule can have.
fn query(asked: &Members) -> Option<RuleQuery> {
    let active = asked.leaf("active");
    Some(RuleQuery {
        rule_type: match filter(asked, "type") {
            None => None,
            Some(raw) => Some(RuleType::parse(&raw)?),
        },
        active: matches!(active, Given::Text(_)).then(|| active.is_checked()),
        sort: match filter(asked, "sort").as_deref() {
            Some("createdAt") => RuleSort::CreatedAt,
            _ => RuleSort::Name,
        },
        direction: direction(asked, Direction::Asc),
        page: page(asked),
    })
}
