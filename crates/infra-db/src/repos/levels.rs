//! Levels.

use application::ports::{LevelRepo, StorageError};
use async_trait::async_trait;
use domain::ids::LevelId;
use domain::level::Level;

use crate::rows::level::{COLUMNS, from_row, written};
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl LevelRepo for SeaUow {
    async fn find(&self, id: LevelId) -> Result<Option<Level>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM level l WHERE l.store = $1 AND l.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn all(&self) -> Result<Vec<Level>, StorageError> {
        let text = format!(
            "SELECT {COLUMNS} FROM level l WHERE l.store = $1 ORDER BY l.condition_value, l.id"
        );
        SeaUow::all(self, Sql::new(text, [self.store().into()]), from_row).await
    }

    async fn save(&self, level: &Level) -> Result<(), StorageError> {
        self.wrote_cached();
        let address = self.address(level.id.0);
        self.save_row("level", address, written(level), level.version).await
    }
}
