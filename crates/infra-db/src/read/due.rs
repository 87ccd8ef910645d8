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
    SELECT t.customer_id FROM transfer t WHERE t.store = $1 AND t.expires_at < $2 \
    AND t.kind IN ('adding', 'p2p_adding') AND t.state = 'active' AND t.remaining > 0 \
    UNION SELECT t.customer_id FROM transfer t WHERE t.store = $1 AND t.locked_until < $2 \
    AND t.kind IN ('adding', 'p2p_adding') AND t.state = 'pending' AND t.remaining > 0\
    ) due LIMIT $3";

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

fn id(row: &QueryResult) -> Result<CustomerId, sea_orm::DbErr> {
    row.try_get_by_index::<Uuid>(0).map(CustomerId)
}
