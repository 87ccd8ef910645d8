//! Every segment, active or not.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, Page, SegmentView};

pub async fn list(cx: &Cx, page: Page) -> Result<Listing<SegmentView>, Error> {
    let permit = cx.authorize(Action::SegmentView)?;
    Ok(cx.read(permit).segments(page).await?)
}

#[cfg(test)]
mod tests {
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, anonymous, as_customer, reporter, segment};

    const PAGE: Page = Page { offset: 0, limit: 10 };

    #[tokio::test]
    async fn the_page_reaches_the_read_model() {
        let stage = Stage::new().reading(|read| {
            read.expect_segments().withf(|page| *page == PAGE).return_once(|_| {
                let shown = SegmentView { segment: segment(1), customers: 0 };
                Ok(Listing { items: vec![shown], total: 1 })
            });
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, PAGE).await.unwrap().total, 1);
    }

    #[tokio::test]
    async fn customers_and_strangers_are_refused() {
        let (cx, _) = Stage::new().call(as_customer(CustomerId(Uuid::nil())));
        assert!(matches!(list(&cx, PAGE).await, Err(Error::Forbidden)));
        let (cx, _) = Stage::new().call(anonymous());
        assert!(matches!(list(&cx, PAGE).await, Err(Error::AuthenticationRequired)));
    }
}
