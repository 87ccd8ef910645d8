//! The audit log.

use application::ports::{AuditEntry, AuditRepo, StorageError};
use async_trait::async_trait;
use domain::ids::CustomerId;

use crate::rows::audit::{EMPTY, written};
use crate::sql;
use crate::uow::SeaUow;

#[async_trait]
impl AuditRepo for SeaUow {
    async fn record(&self, entry: AuditEntry) -> Result<(), StorageError> {
        self.execute(sql::insert("audit_log", [written(self.store(), &entry)])).await?;
        Ok(())
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        let address = vec![
            ("store", self.store().into()),
            ("entity_type", "customer".into()),
            ("entity_id", customer.to_string().into()),
        ];
        self.execute(sql::update("audit_log", address, vec![("data", EMPTY.into())])).await?;
        Ok(())
    }
}
