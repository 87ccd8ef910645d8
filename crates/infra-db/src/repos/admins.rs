//! Administrators.

use application::ports::{AdminRepo, StorageError};
use async_trait::async_trait;
use domain::account::Admin;
use domain::ids::RoleId;

use crate::rows::admin::written;
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl AdminRepo for SeaUow {
    async fn any(&self) -> Result<bool, StorageError> {
        let sql = Sql::new("SELECT 1 FROM admin LIMIT 1", []);
        Ok(self.one(sql, |_| Ok(())).await?.is_some())
    }

    async fn any_with_role(&self, role: RoleId) -> Result<bool, StorageError> {
        let sql = Sql::new("SELECT 1 FROM admin WHERE role_id = $1 LIMIT 1", [role.0.into()]);
        Ok(self.one(sql, |_| Ok(())).await?.is_some())
    }

    async fn save(&self, admin: &Admin) -> Result<(), StorageError> {
        let address = vec![("id", admin.id.0.into())];
        self.save_row("admin", address, written(admin), admin.version).await?;
        self.wrote_cached();
        Ok(())
    }
}
