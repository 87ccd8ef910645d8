//! Administrators.

use application::ports::{AdminRepo, StorageError};
use async_trait::async_trait;
use domain::account::Admin;
use domain::ids::{AdminId, RoleId};

use crate::rows::admin::{COLUMNS, from_row_at, written};
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl AdminRepo for SeaUow {
    async fn find(&self, id: AdminId) -> Result<Option<Admin>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM admin a WHERE a.id = $1{lock}");
        self.one(Sql::new(text, [id.0.into()]), |row| from_row_at(row, 0)).await
    }

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
