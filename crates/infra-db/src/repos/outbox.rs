//! Messages that wait to be sent.

use application::ports::{Message, MessageKind, OutboxRepo, StorageError};
use async_trait::async_trait;
use domain::ids::CustomerId;

use crate::sql;
use crate::uow::SeaUow;

#[async_trait]
impl OutboxRepo for SeaUow {
    async fn add(&self, message: Message) -> Result<(), StorageError> {
        let Message { id, at, kind, customer } = message;
        let kind = match kind {
            MessageKind::Activation => "activation",
            MessageKind::TemporaryPassword => "temporary_password",
        };
        let row = vec![
            ("id", id.0.into()),
            ("store", self.store().into()),
            ("kind", kind.into()),
            ("customer_id", customer.0.into()),
            ("created_at", at.timestamp_micros().into()),
        ];
        self.execute(sql::insert("outbox", [row])).await?;
        Ok(())
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        let address = vec![("store", self.store().into()), ("customer_id", customer.0.into())];
        self.execute(sql::delete("outbox", address)).await?;
        Ok(())
    }
}
