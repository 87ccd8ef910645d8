//! ACL roles.

use application::ports::{RoleRepo, StorageError};
use async_trait::async_trait;
use domain::access::Role;
use domain::ids::RoleId;

use crate::rows::role::{COLUMNS, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl RoleRepo for SeaUow {
    async fn find(&self, id: RoleId) -> Result<Option<Role>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM role r WHERE r.id = $1{lock}");
        self.one(Sql::new(text, [id.0.into()]), from_row).await
    }

    async fn save(&self, role: &Role) -> Result<(), StorageError> {
        let address = vec![("id", role.id.0.into())];
        self.save_row("role", address, written(role), role.version).await?;
        self.wrote_cached();
        Ok(())
    }

    async fn delete(&self, id: RoleId) -> Result<(), StorageError> {
        self.execute(sql::delete("role", vec![("id", id.0.into())])).await?;
        self.wrote_cached();
        Ok(())
    }
}
