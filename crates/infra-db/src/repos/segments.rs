//! Segments, and who is in them.

mod members;

use application::ports::{SegmentRepo, StorageError};
use async_trait::async_trait;
use domain::ids::{CustomerId, SegmentId};
use domain::segment::Segment;
use domain::{TimeZone, Timestamp};

use self::members::Members;
use crate::rows::segment::{COLUMNS, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl SegmentRepo for SeaUow {
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, StorageError> {
        let lock = self.row_lock();
        let text =
            format!("SELECT {COLUMNS} FROM segment s WHERE s.store = $1 AND s.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn active(&self) -> Result<Vec<SegmentId>, StorageError> {
        let text = "SELECT s.id FROM segment s WHERE s.store = $1 AND s.active ORDER BY s.id";
        let id = |row: &sea_orm::QueryResult| row.try_get_by_index(0).map(SegmentId);
        self.all(Sql::new(text, [self.store().into()]), id).await
    }

    async fn save(&self, segment: &Segment) -> Result<(), StorageError> {
        let address = self.address(segment.id.0);
        self.save_row("segment", address, written(segment), segment.version).await
    }

    async fn delete(&self, id: SegmentId) -> Result<bool, StorageError> {
        self.empty(id).await?;
        Ok(self.execute(sql::delete("segment", self.address(id.0))).await? > 0)
    }

    async fn refresh(
        &self,
        segment: &Segment,
        now: Timestamp,
        zone: TimeZone,
    ) -> Result<(), StorageError> {
        if !segment.active {
            return self.empty(segment.id).await;
        }
        if !self.is_sqlite() {
            // Every purchase of the store may have to be looked at.
            self.execute(Sql::new("SET LOCAL statement_timeout = 0", [])).await?;
        }
        let described = || {
            let mut members = Members::new(self.is_sqlite(), self.store(), segment.id);
            let text = members.of(&segment.parts, now, zone);
            (text, members.values)
        };
        let present = "SELECT m.customer_id FROM segment_member m \
                       WHERE m.store = $1 AND m.segment_id = $2";
        let (wanted, values) = described();
        let text = format!(
            "DELETE FROM segment_member WHERE store = $1 AND segment_id = $2 \
             AND customer_id IN ({present} EXCEPT {wanted})"
        );
        self.execute(Sql::new(text, values)).await?;
        let (wanted, values) = described();
        let text = format!(
            "INSERT INTO segment_member (store, segment_id, customer_id) \
             SELECT $1, $2, n.id FROM ({wanted} EXCEPT {present}) n ORDER BY n.id"
        );
        self.execute(Sql::new(text, values)).await.map(drop)
    }

    async fn of(&self, customer: CustomerId) -> Result<Vec<SegmentId>, StorageError> {
        let text = "SELECT segment_id FROM segment_member WHERE store = $1 AND customer_id = $2 \
                    ORDER BY segment_id";
        let sql = Sql::new(text, [self.store().into(), customer.0.into()]);
        self.all(sql, |row| row.try_get_by_index(0).map(SegmentId)).await
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        let address = vec![("store", self.store().into()), ("customer_id", customer.0.into())];
        self.execute(sql::delete("segment_member", address)).await.map(drop)
    }
}

impl SeaUow {
    async fn empty(&self, id: SegmentId) -> Result<(), StorageError> {
        let address = vec![("store", self.store().into()), ("segment_id", id.0.into())];
        self.execute(sql::delete("segment_member", address)).await.map(drop)
    }
}
