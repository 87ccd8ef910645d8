//! Creating, changing and deleting earning rules.

use application::error::Error;
use application::rules;
use domain::form::Given;
use domain::policy::Action;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::dto::SavedDto;
use super::forms::{ActivateForm, RULE, RuleForm, rule_draft};
use super::reads::rule_id;
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct RuleChangesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::EarningRules")]
impl RuleChangesApi {
    /// Create an earning rule. What belongs to another kind of rule is checked, and then left.
    #[oai(path = "/earningRule", method = "post", operation_id = "earning_rule_create")]
    async fn create(&self, call: Call, body: Body<RuleForm>) -> Result<Json<SavedDto>, Failure> {
        let draft = rule_draft(body.into_members());
        let id = rules::create(&call.0, &draft).await;
        let id = id.map_err(|error| RULE.failure(error))?;
        Ok(Json(SavedDto { earning_rule_id: id.to_string() }))
    }

    /// Change an earning rule; what is left out stays. Its type does in any case.
    #[oai(path = "/earningRule/:rule", method = "put", operation_id = "earning_rule_update")]
    async fn update(
        &self,
        call: Call,
        rule: Path<String>,
        body: Body<RuleForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let id = rule_id(&rule)?;
        let draft = rule_draft(body.into_members());
        let updated = rules::update(&call.0, id, &draft).await;
        updated.map_err(|error| RULE.failure(error))?;
        Ok(Json(SavedDto { earning_rule_id: id.to_string() }))
    }

    /// Activate or deactivate an earning rule.
    #[oai(
        path = "/earningRule/:rule/activate",
        method = "post",
        operation_id = "earning_rule_activate"
    )]
    async fn activate(
        &self,
        call: Call,
        rule: Path<String>,
        body: Body<ActivateForm>,
    ) -> Result<NoContent, Failure> {
        let id = rule_id(&rule)?;
        let (members, _) = body.into_members();
        let active = members.leaf("active");
        if matches!(active, Given::Absent | Given::Malformed) {
            // Whether the caller may, and the rule exists, is judged first (behaviour 0.4.6).
            let _ = call.0.authorize(Action::RuleManage)?;
            rules::details(&call.0, id).await?;
            return Err(Error::MissingParameter("active", "this field is required").into());
        }
        rules::activate(&call.0, id, active.is_checked()).await?;
        Ok(NoContent::Done)
    }

    /// Delete an earning rule. Points that it gave stay.
    #[oai(path = "/earningRule/:rule", method = "delete", operation_id = "earning_rule_delete")]
    async fn delete(&self, call: Call, rule: Path<String>) -> Result<NoContent, Failure> {
        rules::delete(&call.0, rule_id(&rule)?).await?;
        Ok(NoContent::Done)
    }
}
