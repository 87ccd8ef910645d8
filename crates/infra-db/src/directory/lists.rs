//! Stores, roles and keys.

use application::ports::{Key, Listing, Page, StorageError};
use domain::access::Role;
use domain::ids::{KeyId, RoleId};
use domain::store::{Store, StoreCode};

use super::SeaDirectory;
use crate::read::ask;
use crate::rows::{key, role, store};
use crate::sql::Sql;

impl SeaDirectory {
    pub(super) async fn load_store(&self, code: &StoreCode) -> Result<Option<Store>, StorageError> {
        let text = format!("SELECT {} FROM store st WHERE st.code = $1", store::COLUMNS);
        let sql = Sql::new(text, [code.as_str().into()]);
        ask::one(self.db(), sql, store::from_row).await
    }

    pub(super) async fn store_list(&self, page: Page) -> Result<Listing<Store>, StorageError> {
        let text =
            format!("SELECT {} FROM store st ORDER BY st.code LIMIT $1 OFFSET $2", store::COLUMNS);
        let total = Sql::new("SELECT count(*) FROM store", []);
        ask::listing(self.db(), Sql::new(text, ask::slice(page)), total, store::from_row).await
    }

    pub(super) async fn role_list(&self) -> Result<Vec<Role>, StorageError> {
        let text = format!("SELECT {} FROM role r ORDER BY r.name, r.id", role::COLUMNS);
        ask::all(self.db(), Sql::new(text, []), role::from_row).await
    }

    pub(super) async fn load_role(&self, id: RoleId) -> Result<Option<Role>, StorageError> {
        let text = format!("SELECT {} FROM role r WHERE r.id = $1", role::COLUMNS);
        ask::one(self.db(), Sql::new(text, [id.0.into()]), role::from_row).await
    }

    pub(super) async fn key_list(&self, page: Page) -> Result<Listing<Key>, StorageError> {
        let text = format!(
            "SELECT {} FROM api_key k ORDER BY k.created_at DESC, k.id DESC LIMIT $1 OFFSET $2",
            key::COLUMNS,
        );
        let total = Sql::new("SELECT count(*) FROM api_key", []);
        ask::listing(self.db(), Sql::new(text, ask::slice(page)), total, key::from_row).await
    }

    pub(super) async fn load_key(&self, id: KeyId) -> Result<Option<Key>, StorageError> {
        let text = format!("SELECT {} FROM api_key k WHERE k.id = $1", key::COLUMNS);
        ask::one(self.db(), Sql::new(text, [id.0.into()]), key::from_row).await
    }
}
