//! Who is in a segment.

use domain::ids::SegmentId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, Page, SegmentCustomer};

pub async fn members(
    cx: &Cx,
    id: SegmentId,
    page: Page,
) -> Result<Listing<SegmentCustomer>, Error> {
    let permit = cx.authorize(Action::SegmentView)?;
    let read = cx.read(permit);
    let listing = read.segment_customers(id, page).await?;
    // Only a segment that nobody is in might not exist.
    if listing.total == 0 && read.segment(id).await?.is_none() {
        return Err(Error::NotFound);
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, reporter, segment};
    use crate::ports::SegmentView;

    #[tokio::test]
    async fn an_empty_segment_has_no_members_and_an_unknown_one_is_not_found() {
        for known in [true, false] {
            let stage = Stage::new().reading(|read| {
                read.expect_segment_customers()
                    .return_once(|_, _| Ok(Listing { items: vec![], total: 0 }));
                let found = known.then(|| SegmentView { segment: segment(1), customers: 0 });
                read.expect_segment().return_once(move |_| Ok(found));
            });
            let (cx, _) = stage.call(reporter());
            match members(&cx, segment(1).id, Page { offset: 0, limit: 10 }).await {
                Ok(listing) => assert!(known && listing.items.is_empty()),
                Err(error) => assert!(!known && matches!(error, Error::NotFound)),
            }
        }
    }
}
