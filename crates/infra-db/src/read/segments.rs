//! Segments and who is in them.

use application::ports::{Listing, Page, SegmentCustomer, SegmentView, StorageError};
use domain::ids::{CustomerId, SegmentId};
use sea_orm::{DbErr, QueryResult};

use super::{StoreReads, ask};
use crate::rows::segment;
use crate::sql::Sql;

/// The members of one segment, counted through their index.
const MEMBERS: &str =
    "(SELECT count(*) FROM segment_member m WHERE m.store = s.store AND m.segment_id = s.id)";

impl StoreReads {
    pub(super) async fn segment_list(
        &self,
        page: Page,
    ) -> Result<Listing<SegmentView>, StorageError> {
        let text = format!(
            "SELECT {}, {MEMBERS} FROM segment s WHERE s.store = $1 \
             ORDER BY s.name, s.id LIMIT $2 OFFSET $3",
            segment::COLUMNS,
        );
        let [limit, offset] = ask::slice(page);
        let page = Sql::new(text, [self.store(), limit, offset]);
        let total = Sql::new("SELECT count(*) FROM segment s WHERE s.store = $1", [self.store()]);
        ask::listing(self.db(), page, total, view).await
    }

    pub(super) async fn segment_view(
        &self,
        id: SegmentId,
    ) -> Result<Option<SegmentView>, StorageError> {
        let text = format!(
            "SELECT {}, {MEMBERS} FROM segment s WHERE s.store = $1 AND s.id = $2",
            segment::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), view).await
    }

    pub(super) async fn members_of_segment(
        &self,
        id: SegmentId,
        page: Page,
    ) -> Result<Listing<SegmentCustomer>, StorageError> {
        let members = "FROM segment_member m JOIN customer c ON c.store = m.store \
                       AND c.id = m.customer_id WHERE m.store = $1 AND m.segment_id = $2 \
                       AND c.status <> 'deleted'";
        let text = format!(
            "SELECT c.id, c.first_name, c.last_name, c.email, c.phone {members} \
             ORDER BY c.last_name_key, c.first_name_key, c.id LIMIT $3 OFFSET $4"
        );
        let [limit, offset] = ask::slice(page);
        let page = Sql::new(text, [self.store(), id.0.into(), limit, offset]);
        let total = Sql::new(format!("SELECT count(*) {members}"), [self.store(), id.0.into()]);
        ask::listing(self.db(), page, total, member).await
    }
}

fn view(row: &QueryResult) -> Result<SegmentView, DbErr> {
    let customers: i64 = row.try_get_by_index(segment::WIDTH)?;
    let customers = u64::try_from(customers).unwrap_or_default();
    Ok(SegmentView { segment: segment::from_row(row)?, customers })
}

fn member(row: &QueryResult) -> Result<SegmentCustomer, DbErr> {
    Ok(SegmentCustomer {
        id: CustomerId(row.try_get_by_index(0)?),
        first_name: row.try_get_by_index(1)?,
        last_name: row.try_get_by_index(2)?,
        email: row.try_get_by_index(3)?,
        phone: row.try_get_by_index(4)?,
    })
}
