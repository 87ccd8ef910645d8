//! Every key, newest first; never its secret.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Key, Listing, Page};

pub async fn list(cx: &Cx, page: Page) -> Result<Listing<Key>, Error> {
    let permit = cx.authorize(Action::KeyView)?;
    Ok(cx.directory(permit).keys(page).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller};

    #[tokio::test]
    async fn administrators_see_the_keys_and_sellers_do_not() {
        let page = Page { offset: 0, limit: 10 };
        let mut stage = Stage::new();
        stage.directory.expect_keys().returning(|_| Ok(Listing { items: vec![], total: 0 }));
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, page).await.unwrap().total, 0);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx, page).await, Err(Error::Forbidden)));
    }
}
