//! The audit log.

use application::ports::{AuditEntry, AuditRepo, StorageError};
use async_trait::async_trait;
use domain::ids::CustomerId;

use crate::rows::audit::{EMPTY, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl AuditRepo for SeaUow {
    async fn record(&self, entry: AuditEntry) -> Result<(), StorageError> {
        self.execute(sql::insert("audit_log", [written(self.store(), &entry)])).await?;
        Ok(())
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        let text = "UPDATE audit_log SET data = $1 \
                    WHERE store = $2 AND entity_type = 'customer' AND entity_id = $3 \
                    AND event_type IN ('RegisterCustomer', 'UpdateCustomerDetails')";
        let values = [EMPTY.into(), self.store().into(), customer.to_string().into()];
        self.execute(Sql::new(text, values)).await?;
        Ok(())
    }
}
