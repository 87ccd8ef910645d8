//! Where a store's events are delivered.

use application::ports::{EndpointRepo, StorageError};
use async_trait::async_trait;
use domain::ids::EndpointId;
use domain::webhook::Endpoint;

use crate::rows::endpoint::{COLUMNS, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl EndpointRepo for SeaUow {
    async fn find(&self, id: EndpointId) -> Result<Option<Endpoint>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM webhook_endpoint w WHERE w.store = $1 AND w.id = $2{lock}"
        );
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn all(&self) -> Result<Vec<Endpoint>, StorageError> {
        let text = format!(
            "SELECT {COLUMNS} FROM webhook_endpoint w WHERE w.store = $1 ORDER BY w.created_at, w.id"
        );
        self.all(Sql::new(text, [self.store().into()]), from_row).await
    }

    async fn save(&self, endpoint: &Endpoint) -> Result<(), StorageError> {
        let address = self.address(endpoint.id.0);
        self.save_row("webhook_endpoint", address, written(endpoint), endpoint.version).await
    }

    async fn delete(&self, id: EndpointId) -> Result<bool, StorageError> {
        Ok(self.execute(sql::delete("webhook_endpoint", self.address(id.0))).await? > 0)
    }
}
