//! Earning rules, and when those with a limit were used.

use application::ports::{RuleRepo, RuleUse, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::earning::Rule;
use domain::ids::{CustomerId, RuleId};

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

    async fn active(&self) -> Result<Vec<Rule>, StorageError> {
        let text = format!(
            "SELECT {COLUMNS} FROM earning_rule e WHERE e.store = $1 AND e.active ORDER BY e.id"
        );
        self.all(Sql::new(text, [self.store().into()]), from_row).await
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
        rule: RuleId,
        customer: CustomerId,
        since: Option<Timestamp>,
    ) -> Result<u64, StorageError> {
        let text = "SELECT count(*) FROM rule_use WHERE store = $1 AND customer_id = $2 \
                    AND rule_id = $3 AND at >= $4";
        let since = since.map_or(i64::MIN, |it| it.timestamp_micros());
        let values = [self.store().into(), customer.0.into(), rule.0.into(), since.into()];
        let counted =
            self.one(Sql::new(text, values), |row| row.try_get_by_index::<i64>(0)).await?;
        Ok(counted.and_then(|it| it.try_into().ok()).unwrap_or_default())
    }

    async fn used(&self, uses: &[RuleUse]) -> Result<(), StorageError> {
        let row = |it: &RuleUse| -> Written {
            let RuleUse { rule, customer, transfer, at } = *it;
            vec![
                ("store", self.store().into()),
                ("rule_id", rule.0.into()),
                ("customer_id", customer.0.into()),
                ("transfer_id", transfer.0.into()),
                ("at", at.timestamp_micros().into()),
            ]
        };
        self.insert_all("rule_use", uses.iter().map(row).collect()).await
    }
}
