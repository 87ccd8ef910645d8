//! Whose points and levels time has changed.

use application::ports::StorageError;
use domain::Timestamp;
use domain::ids::CustomerId;
use sea_orm::QueryResult;
use uuid::Uuid;

use super::{StoreReads, ask};
use crate::sql::Sql;

/// Each half in the words of its index. A customer's points are few: one that is named twice is
/// settled once.
pub(super) const ACCOUNTS: &str = "SELECT customer_id FROM (\
    SELECT * FROM (SELECT t.customer_id FROM transfer t \
    WHERE t.store = $1 AND t.expires_at < $2 AND t.kind IN ('adding', 'p2p_adding') \
    AND t.state = 'active' AND t.remaining > 0 LIMIT $3) expired \
    UNION SELECT * FROM (SELECT t.customer_id FROM transfer t \
    WHERE t.store = $1 AND t.locked_until < $2 AND t.kind IN ('adding', 'p2p_adding') \
    AND t.state = 'pending' AND t.remaining > 0 LIMIT $3) unlocked) due LIMIT $3";

pub(super) const RECALCULATIONS: &str = "SELECT c.id FROM customer c WHERE c.store = $1 \
    AND c.status <> 'deleted' \
    AND coalesce(c.last_level_recalculation_at, c.created_at) <= $2 \
    ORDER BY coalesce(c.last_level_recalculation_at, c.created_at), c.id LIMIT $3";

impl StoreReads {
    pub(super) async fn accounts_due(
        &self,
        now: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError> {
        let values = [self.store(), now.timestamp_micros().into(), ask::whole(limit).into()];
        ask::all(self.db(), Sql::new(ACCOUNTS, values), id).await
    }

    pub(super) async fn recalculations_due(
        &self,
        until: Timestamp,
        limit: u64,
    ) -> Result<Vec<CustomerId>, StorageError> {
        let values = [self.store(), until.timestamp_micros().into(), ask::whole(limit).into()];
        ask::all(self.db(), Sql::new(RECALCULATIONS, values), id).await
    }
}

impl StoreReads {
    pub(super) async fn account_due_next(&self) -> Result<Option<Timestamp>, StorageError> {
        let text = "SELECT min(at) FROM (\
            SELECT min(t.expires_at) AS at FROM transfer t WHERE t.store = $1 \
            AND t.kind IN ('adding', 'p2p_adding') AND t.state = 'active' AND t.remaining > 0 \
            UNION ALL SELECT min(t.locked_until) FROM transfer t WHERE t.store = $1 \
            AND t.kind IN ('adding', 'p2p_adding') AND t.state = 'pending' AND t.remaining > 0) due";
        Ok(ask::one(self.db(), Sql::new(text, [self.store()]), instant).await?.flatten())
    }

    pub(super) async fn counted_next(
        &self,
        since: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        let text = "SELECT min(coalesce(c.last_level_recalculation_at, c.created_at)) \
            FROM customer c WHERE c.store = $1 AND c.status <> 'deleted' \
            AND coalesce(c.last_level_recalculation_at, c.created_at) > $2";
        let values = [self.store(), since.timestamp_micros().into()];
        Ok(ask::one(self.db(), Sql::new(text, values), instant).await?.flatten())
    }
}

fn instant(row: &QueryResult) -> Result<Option<Timestamp>, sea_orm::DbErr> {
    let micros = row.try_get_by_index::<Option<i64>>(0)?;
    Ok(micros.and_then(Timestamp::from_timestamp_micros))
}

fn id(row: &QueryResult) -> Result<CustomerId, sea_orm::DbErr> {
    row.try_get_by_index::<Uuid>(0).map(CustomerId)
}
