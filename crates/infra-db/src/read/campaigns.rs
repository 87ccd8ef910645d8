//! Campaigns, what is sold of them, and what was.

use application::ports::{
    CampaignView, Listing, Offer, Page, RewardQuery, RewardView, StorageError,
};
use domain::Timestamp;
use domain::ids::{CampaignId, CustomerId};
use sea_orm::{DbErr, QueryResult, Value};

use super::{StoreReads, ask};
use crate::rows::{campaign, reward};
use crate::sql::Sql;

/// How many were sold, and how many can be.
const COUNTS: &str = "(SELECT count(*) FROM campaign_purchase r WHERE r.store = g.store \
                      AND r.campaign_id = g.id), \
                      (SELECT count(*) FROM campaign_coupon k WHERE k.store = g.store \
                      AND k.campaign_id = g.id AND NOT k.taken)";

/// Whatever is selected after a view starts here.
const WIDTH: usize = campaign::WIDTH + 2;

impl StoreReads {
    pub(super) async fn campaign_list(
        &self,
        page: Page,
    ) -> Result<Listing<CampaignView>, StorageError> {
        let text = format!(
            "SELECT {}, {COUNTS} FROM campaign g WHERE g.store = $1 \
             ORDER BY g.name, g.id LIMIT $2 OFFSET $3",
            campaign::COLUMNS,
        );
        let [limit, offset] = ask::slice(page);
        let page = Sql::new(text, [self.store(), limit, offset]);
        let total = Sql::new("SELECT count(*) FROM campaign g WHERE g.store = $1", [self.store()]);
        ask::listing(self.db(), page, total, view).await
    }

    pub(super) async fn campaign_view(
        &self,
        id: CampaignId,
    ) -> Result<Option<CampaignView>, StorageError> {
        let text = format!(
            "SELECT {}, {COUNTS} FROM campaign g WHERE g.store = $1 AND g.id = $2",
            campaign::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), view).await
    }

    pub(super) async fn open_campaigns(
        &self,
        customer: Option<CustomerId>,
        now: Timestamp,
    ) -> Result<Vec<Offer>, StorageError> {
        let text = format!(
            "SELECT {}, {COUNTS}, (SELECT count(*) FROM campaign_purchase b \
             WHERE b.store = g.store AND b.campaign_id = g.id AND b.customer_id = $2) \
             FROM campaign g WHERE g.store = $1 AND g.active \
             AND (g.starts_at IS NULL OR (g.starts_at <= $3 AND g.ends_at >= $3)) \
             ORDER BY g.name, g.id",
            campaign::COLUMNS,
        );
        let customer = customer.map(|it| it.0);
        let values = [self.store(), customer.into(), now.timestamp_micros().into()];
        let read = |row: &QueryResult| Ok(Offer { view: view(row)?, bought: count(row, WIDTH)? });
        ask::all(self.db(), Sql::new(text, values), read).await
    }

    pub(super) async fn reward_list(
        &self,
        query: &RewardQuery,
    ) -> Result<Listing<RewardView>, StorageError> {
        let RewardQuery { customer, campaign, used, page } = query;
        let mut conditions = vec!["r.store = $1".to_owned()];
        let mut values = vec![self.store()];
        let ids =
            [("customer_id", customer.map(|it| it.0)), ("campaign_id", campaign.map(|it| it.0))];
        for (column, id) in ids {
            let Some(id) = id else { continue };
            values.push(id.into());
            conditions.push(format!("r.{column} = ${}", values.len()));
        }
        if let Some(used) = used {
            let word = if *used { "NOT NULL" } else { "NULL" };
            conditions.push(format!("r.used_at IS {word}"));
        }
        let condition = conditions.join(" AND ");
        let text = format!("SELECT count(*) FROM campaign_purchase r WHERE {condition}");
        let total = Sql::new(text, values.clone());
        let text = format!(
            "SELECT {}, {}, g.name FROM campaign_purchase r {} \
             JOIN campaign g ON g.store = r.store AND g.id = r.campaign_id WHERE {condition} \
             ORDER BY r.bought_at DESC, r.id DESC LIMIT ${} OFFSET ${}",
            reward::COLUMNS,
            reward::CODE,
            reward::COUPON,
            values.len() + 1,
            values.len() + 2,
        );
        let values: Vec<Value> = values.into_iter().chain(ask::slice(*page)).collect();
        ask::listing(self.db(), Sql::new(text, values), total, named).await
    }
}

fn view(row: &QueryResult) -> Result<CampaignView, DbErr> {
    Ok(CampaignView {
        campaign: campaign::from_row(row)?,
        sold: count(row, campaign::WIDTH)?,
        coupons_left: count(row, campaign::WIDTH + 1)?,
    })
}

fn count(row: &QueryResult, at: usize) -> Result<u64, DbErr> {
    row.try_get_by_index::<i64>(at).map(|it| u64::try_from(it).unwrap_or_default())
}

fn named(row: &QueryResult) -> Result<RewardView, DbErr> {
    let campaign_name = row.try_get_by_index(reward::WIDTH + 1)?;
    Ok(RewardView { reward: reward::from_row(row)?, campaign_name })
}
