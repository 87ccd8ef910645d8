//! Earning rules.

use application::ports::{Listing, RuleQuery, RuleSort, StorageError};
use domain::earning::Rule;
use domain::ids::RuleId;
use sea_orm::Value;

use super::{StoreReads, ask};
use crate::rows::rule;
use crate::sql::Sql;

impl StoreReads {
    pub(super) async fn rule_list(&self, query: &RuleQuery) -> Result<Listing<Rule>, StorageError> {
        let mut clauses = vec!["e.store = $1".to_owned()];
        let mut values = vec![self.store()];
        let mut equals = |column: &str, value: Value| {
            values.push(value);
            clauses.push(format!("{column} = ${}", values.len()));
        };
        if let Some(rule_type) = query.rule_type {
            equals("e.kind", rule_type.as_str().into());
        }
        if let Some(active) = query.active {
            equals("e.active", active.into());
        }
        let condition = clauses.join(" AND ");
        let total = format!("SELECT count(*) FROM earning_rule e WHERE {condition}");
        let total = Sql::new(total, values.clone());
        values.extend(ask::slice(query.page));
        let column = match query.sort {
            RuleSort::Name => "e.name_key",
            RuleSort::CreatedAt => "e.created_at",
        };
        let direction = ask::keyword(query.direction);
        let text = format!(
            "SELECT {} FROM earning_rule e WHERE {condition} \
             ORDER BY {column} {direction}, e.id {direction} LIMIT ${} OFFSET ${}",
            rule::COLUMNS,
            values.len() - 1,
            values.len(),
        );
        ask::listing(self.db(), Sql::new(text, values), total, rule::from_row).await
    }

    pub(super) async fn rule_by_id(&self, id: RuleId) -> Result<Option<Rule>, StorageError> {
        let text = format!(
            "SELECT {} FROM earning_rule e WHERE e.store = $1 AND e.id = $2",
            rule::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), rule::from_row).await
    }
}
