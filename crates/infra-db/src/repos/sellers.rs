//! Sellers.

use application::ports::{SellerRepo, StorageError};
use async_trait::async_trait;
use domain::ids::SellerId;
use domain::seller::Seller;

use crate::rows::seller::{COLUMNS, from_row, written};
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl SellerRepo for SeaUow {
    async fn find(&self, id: SellerId) -> Result<Option<Seller>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM seller s WHERE s.store = $1 AND s.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn save(&self, seller: &Seller) -> Result<(), StorageError> {
        let address = self.address(seller.id.0);
        self.save_row("seller", address, written(seller), seller.version).await?;
        self.wrote_cached();
        Ok(())
    }
}
