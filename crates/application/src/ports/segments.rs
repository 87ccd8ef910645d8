//! Segments and who is in them.

use async_trait::async_trait;
use domain::ids::{CustomerId, SegmentId};
use domain::segment::Segment;
use domain::{TimeZone, Timestamp};

use super::storage::StorageError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentView {
    pub segment: Segment,
    pub customers: u64,
}

/// One line of a segment's members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Segments (behaviour 3.15).
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait SegmentRepo: Send + Sync {
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, StorageError>;

    /// Those that have members, by id; not locked.
    async fn active(&self) -> Result<Vec<SegmentId>, StorageError>;

    async fn save(&self, segment: &Segment) -> Result<(), StorageError>;

    /// With all of its members. `false`: there was no such segment.
    async fn delete(&self, id: SegmentId) -> Result<bool, StorageError>;

    /// Makes its members those whom it describes at `now`, by the clocks of `zone`; none when it is
    /// not active. Only differences are written.
    async fn refresh(
        &self,
        segment: &Segment,
        now: Timestamp,
        zone: TimeZone,
    ) -> Result<(), StorageError>;

    /// The segments that a customer is in.
    async fn of(&self, customer: CustomerId) -> Result<Vec<SegmentId>, StorageError>;

    /// Takes a customer out of every segment.
    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError>;
}
