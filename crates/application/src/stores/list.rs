//! Every store, by code.

use domain::policy::Action;
use domain::store::Store;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, Page};

pub async fn list(cx: &Cx, page: Page) -> Result<Listing<Store>, Error> {
    let permit = cx.authorize(Action::StoreList)?;
    Ok(cx.directory(permit).stores(page).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller, store};

    #[tokio::test]
    async fn administrators_see_the_stores_and_sellers_do_not() {
        let page = Page { offset: 0, limit: 10 };
        let mut stage = Stage::new();
        stage
            .directory
            .expect_stores()
            .returning(|_| Ok(Listing { items: vec![store()], total: 1 }));
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, page).await.unwrap().items, [store()]);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx, page).await, Err(Error::Forbidden)));
    }
}
