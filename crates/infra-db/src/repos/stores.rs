//! Stores.

use application::ports::{StorageError, StoreRepo};
use async_trait::async_trait;
use domain::store::{Store, StoreCode};

use crate::rows::store::{COLUMNS, from_row, written};
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl StoreRepo for SeaUow {
    async fn find(&self, code: &StoreCode) -> Result<Option<Store>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM store st WHERE st.code = $1{lock}");
        self.one(Sql::new(text, [code.as_str().into()]), from_row).await
    }

    async fn save(&self, store: &Store) -> Result<(), StorageError> {
        let address = vec![("code", store.code.as_str().into())];
        self.save_row("store", address, written(store), store.version).await?;
        self.wrote_cached();
        Ok(())
    }
}
