//! Points of sale.

use application::ports::{PosRepo, StorageError};
use async_trait::async_trait;
use domain::ids::PosId;
use domain::pos::Pos;

use crate::rows::pos::{COLUMNS, from_row, written};
use crate::sql::Sql;
use crate::uow::SeaUow;

#[async_trait]
impl PosRepo for SeaUow {
    async fn find(&self, id: PosId) -> Result<Option<Pos>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM pos p WHERE p.store = $1 AND p.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn known(&self, ids: &[PosId]) -> Result<Vec<PosId>, StorageError> {
        let holes: Vec<_> = (2..ids.len() + 2).map(|at| format!("${at}")).collect();
        let text =
            format!("SELECT p.id FROM pos p WHERE p.store = $1 AND p.id IN ({})", holes.join(", "));
        let values = std::iter::once(self.store().into()).chain(ids.iter().map(|it| it.0.into()));
        self.all(Sql::new(text, values), |row| row.try_get_by_index(0).map(PosId)).await
    }

    async fn save(&self, pos: &Pos) -> Result<(), StorageError> {
        self.save_row("pos", self.address(pos.id.0), written(pos), pos.version).await
    }
}
