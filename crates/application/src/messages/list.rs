//! What was written to files instead of being sent, the latest first.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, Page, SentMessage};

pub async fn list(cx: &Cx, page: Page) -> Result<Listing<SentMessage>, Error> {
    let _permit = cx.authorize(Action::MessageView)?;
    let listed = cx.channels().sent.list(&cx.store.code, page).await;
    listed.map_err(|error| Error::Unavailable(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, seller};

    #[tokio::test]
    async fn administrators_read_what_was_sent_and_sellers_do_not() {
        let page = Page { offset: 0, limit: 10 };
        let mut stage = Stage::new();
        stage.sent.expect_list().once().returning(|_, _| Ok(Listing { items: vec![], total: 0 }));
        let (cx, _) = stage.call(admin());
        assert_eq!(list(&cx, page).await.unwrap().total, 0);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx, page).await, Err(Error::Forbidden)));
    }
}
