//! Campaigns, their coupons, and what was bought of them.

use application::ports::{CampaignRepo, StorageError};
use async_trait::async_trait;
use domain::campaign::{Campaign, Coupon, Reward};
use domain::ids::{CampaignId, CouponId, CustomerId};
use sea_orm::{DbErr, QueryResult};
use serde_json::json;

use crate::rows::campaign::{COLUMNS, from_row, written};
use crate::rows::{Written, reward};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl CampaignRepo for SeaUow {
    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, StorageError> {
        self.campaign(id, self.row_lock()).await
    }

    async fn find_to_sell(&self, id: CampaignId) -> Result<Option<Campaign>, StorageError> {
        if self.is_sqlite() {
            return self.campaign(id, "").await;
        }
        // Sellers of a limited number wait for each other; others only keep it from being changed.
        let text = "SELECT g.limit_total IS NOT NULL FROM campaign g \
                    WHERE g.store = $1 AND g.id = $2";
        let sql = Sql::new(text, [self.store().into(), id.0.into()]);
        let limited = self.one(sql, |row| row.try_get_by_index::<bool>(0)).await?;
        let lock = if limited == Some(false) { " FOR SHARE" } else { " FOR NO KEY UPDATE" };
        self.campaign(id, lock).await
    }

    async fn save(&self, campaign: &Campaign) -> Result<(), StorageError> {
        let address = self.address(campaign.id.0);
        self.save_row("campaign", address, written(campaign), campaign.version).await
    }

    async fn set_coupons(&self, id: CampaignId, coupons: &[Coupon]) -> Result<(), StorageError> {
        let codes: Vec<_> = coupons.iter().map(|it| it.code.as_str()).collect();
        let known = if self.is_sqlite() {
            "SELECT j.value FROM json_each($3) j"
        } else {
            "SELECT j.value FROM jsonb_array_elements_text(CAST($3 AS jsonb)) j(value)"
        };
        let text = format!(
            "DELETE FROM campaign_coupon WHERE store = $1 AND campaign_id = $2 AND NOT taken \
             AND code NOT IN ({known}) AND NOT EXISTS (SELECT 1 FROM campaign_purchase r \
             WHERE r.store = campaign_coupon.store AND r.coupon_id = campaign_coupon.id)"
        );
        let values = [self.store().into(), id.0.into(), json!(codes).to_string().into()];
        self.execute(Sql::new(text, values)).await?;
        // What somebody has stays, and is sold no more.
        let text = format!(
            "UPDATE campaign_coupon SET taken = TRUE WHERE store = $1 AND campaign_id = $2 \
             AND NOT taken AND code NOT IN ({known})"
        );
        let values = [self.store().into(), id.0.into(), json!(codes).to_string().into()];
        self.execute(Sql::new(text, values)).await?;
        let row = |it: &Coupon| -> Written {
            vec![
                ("store", self.store().into()),
                ("id", it.id.0.into()),
                ("campaign_id", id.0.into()),
                ("code", it.code.as_str().into()),
            ]
        };
        for some in sql::sized(coupons.iter().map(row).collect()) {
            let mut sql = self.insert_of_many("campaign_coupon", some);
            sql.text.push_str(" ON CONFLICT (store, campaign_id, code) DO NOTHING");
            self.execute(sql).await?;
        }
        Ok(())
    }

    async fn take_coupon(&self, campaign: &Campaign) -> Result<Option<Coupon>, StorageError> {
        let values = [self.store().into(), campaign.id.0.into()];
        if campaign.single_coupon {
            let text = "SELECT k.id, k.code FROM campaign_coupon k WHERE k.store = $1 \
                        AND k.campaign_id = $2 AND NOT k.taken ORDER BY k.id LIMIT 1";
            return self.one(Sql::new(text, values), coupon).await;
        }
        // One that somebody else is about to take is not waited for.
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE SKIP LOCKED" };
        let text = format!(
            "UPDATE campaign_coupon SET taken = TRUE WHERE store = $1 AND id = (\
             SELECT k.id FROM campaign_coupon k WHERE k.store = $1 AND k.campaign_id = $2 \
             AND NOT k.taken AND NOT EXISTS (SELECT 1 FROM campaign_purchase r \
             WHERE r.store = k.store AND r.coupon_id = k.id) \
             ORDER BY k.id LIMIT 1{lock}) RETURNING id, code"
        );
        self.one(Sql::new(text, values), coupon).await
    }

    async fn coupon(&self, id: CouponId) -> Result<Option<Coupon>, StorageError> {
        let text = "SELECT k.id, k.code FROM campaign_coupon k WHERE k.store = $1 AND k.id = $2";
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), coupon).await
    }

    async fn sold(
        &self,
        id: CampaignId,
        customer: Option<CustomerId>,
    ) -> Result<u64, StorageError> {
        let text = "SELECT count(*) FROM campaign_purchase r WHERE r.store = $1 \
                    AND r.campaign_id = $2";
        let mut sql = Sql::new(text, [self.store().into(), id.0.into()]);
        if let Some(customer) = customer {
            sql.text.push_str(" AND r.customer_id = $3");
            sql.values.push(customer.0.into());
        }
        let counted = self.one(sql, |row| row.try_get_by_index::<i64>(0)).await?;
        Ok(counted.and_then(|it| it.try_into().ok()).unwrap_or_default())
    }

    async fn add_reward(&self, reward: &Reward) -> Result<(), StorageError> {
        let mut row = reward::written(reward);
        row.push(("store", self.store().into()));
        self.execute(sql::insert("campaign_purchase", [row])).await.map(drop)
    }

    async fn rewards(
        &self,
        customer: CustomerId,
        coupon: CouponId,
    ) -> Result<Vec<Reward>, StorageError> {
        let text = format!(
            "SELECT {}, {} FROM campaign_purchase r {} WHERE r.store = $1 \
             AND r.customer_id = $2 AND r.coupon_id = $3 ORDER BY r.bought_at, r.id",
            reward::COLUMNS,
            reward::CODE,
            reward::COUPON,
        );
        let values = [self.store().into(), customer.0.into(), coupon.0.into()];
        self.all(Sql::new(text, values), reward::from_row).await
    }

    async fn save_used(&self, reward: &Reward) -> Result<(), StorageError> {
        let used = vec![("used_at", reward.used_at.map(|it| it.timestamp_micros()).into())];
        let sql = sql::update("campaign_purchase", self.address(reward.id.0), used);
        self.execute_unless_stale(sql).await
    }
}

impl SeaUow {
    async fn campaign(&self, id: CampaignId, lock: &str) -> Result<Option<Campaign>, StorageError> {
        let text =
            format!("SELECT {COLUMNS} FROM campaign g WHERE g.store = $1 AND g.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }
}

fn coupon(row: &QueryResult) -> Result<Coupon, DbErr> {
    Ok(Coupon { id: CouponId(row.try_get_by_index(0)?), code: row.try_get_by_index(1)? })
}
