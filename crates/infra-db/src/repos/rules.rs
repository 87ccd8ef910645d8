//! Earning rules, and when those with a limit were used.

use application::ports::{RuleRepo, RuleUse, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::earning::{Rule, RuleType};
use domain::ids::{CustomerId, RuleId};
use sea_orm::QueryResult;

use crate::rows::Written;
use crate::rows::rule::{COLUMNS, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl RuleRepo for SeaUow {
    async fn find(&self, id: RuleId) -> Result<Option<Rule>, StorageError> {
        let lock = self.row_lock();
        let text =
            format!("SELECT {COLUMNS} FROM earning_rule e WHERE e.store = $1 AND e.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn active(&self, types: &[RuleType]) -> Result<Vec<Rule>, StorageError> {
        let holes: Vec<_> = (2..types.len() + 2).map(|at| format!("${at}")).collect();
        let text = format!(
            "SELECT {COLUMNS} FROM earning_rule e WHERE e.store = $1 AND e.active \
             AND e.kind IN ({}) ORDER BY e.id",
            holes.join(", "),
        );
        let types = types.iter().map(|it| it.as_str().into());
        self.all(Sql::new(text, std::iter::once(self.store().into()).chain(types)), from_row).await
    }

    async fn save(&self, rule: &Rule, now: Timestamp) -> Result<(), StorageError> {
        let mut row = written(rule);
        if rule.version == 0 {
            row.push(("created_at", now.timestamp_micros().into()));
        }
        self.save_row("earning_rule", self.address(rule.id.0), row, rule.version).await
    }

    async fn delete(&self, id: RuleId) -> Result<bool, StorageError> {
        Ok(self.execute(sql::delete("earning_rule", self.address(id.0))).await? > 0)
    }

    async fn uses(
        &self,
        customer: CustomerId,
        of: &[(RuleId, Option<Timestamp>)],
    ) -> Result<Vec<(RuleId, u64)>, StorageError> {
        let mut values = vec![self.store().into(), customer.0.into()];
        let mut each = vec![];
        for (rule, since) in of {
            let since = since.map_or(i64::MIN, |it| it.timestamp_micros());
            values.extend([rule.0.into(), since.into()]);
            each.push(format!("(rule_id = ${} AND at >= ${})", values.len() - 1, values.len()));
        }
        let text = format!(
            "SELECT rule_id, count(*) FROM rule_use WHERE store = $1 AND customer_id = $2 \
             AND ({}) GROUP BY rule_id",
            each.join(" OR "),
        );
        let counted = |row: &QueryResult| {
            let times: i64 = row.try_get_by_index(1)?;
            Ok((RuleId(row.try_get_by_index(0)?), u64::try_from(times).unwrap_or_default()))
        };
        self.all(Sql::new(text, values), counted).await
    }

    async fn used(&self, uses: &[RuleUse]) -> Result<(), StorageError> {
        let rows = uses.iter().map(|it| written_use(self.store(), it)).collect();
        self.insert_all("rule_use", rows).await
    }
}

pub(super) fn written_use(store: &str, it: &RuleUse) -> Written {
    let RuleUse { rule, customer, transfer, at } = *it;
    vec![
        ("store", store.into()),
        ("rule_id", rule.0.into()),
        ("customer_id", customer.0.into()),
        ("transfer_id", transfer.0.into()),
        ("at", at.timestamp_micros().into()),
    ]
}
