//! Permanent keys.

use application::ports::{Key, KeyRepo, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::ids::KeyId;

use crate::rows::key::written;
use crate::sql;
use crate::uow::SeaUow;

#[async_trait]
impl KeyRepo for SeaUow {
    async fn add(&self, key: &Key) -> Result<(), StorageError> {
        let mut row = vec![("id", key.id.0.into())];
        row.extend(written(key));
        self.execute(sql::insert("api_key", [row])).await?;
        self.wrote_cached();
        Ok(())
    }

    async fn delete(&self, id: KeyId) -> Result<bool, StorageError> {
        let deleted = self.execute(sql::delete("api_key", vec![("id", id.0.into())])).await?;
        self.wrote_cached();
        Ok(deleted > 0)
    }

    /// The cached key must know, or every call of the next second would write again.
    async fn used(&self, id: KeyId, at: Timestamp) -> Result<(), StorageError> {
        let changes = vec![("last_used_at", at.timestamp_micros().into())];
        self.execute(sql::update("api_key", vec![("id", id.0.into())], changes)).await?;
        self.wrote_cached();
        Ok(())
    }
}
