//! The store's sellers, deleted ones too.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, SellerQuery, SellerView};

pub async fn list(cx: &Cx, query: &SellerQuery) -> Result<Listing<SellerView>, Error> {
    let permit = cx.authorize(Action::SellerList)?;
    Ok(cx.read(permit).sellers(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller};
    use crate::ports::{Direction, Page, SellerSort};

    fn query() -> SellerQuery {
        SellerQuery {
            first_name: Some("jo".to_owned()),
            last_name: None,
            phone: None,
            email: None,
            sort: SellerSort::Email,
            direction: Direction::Asc,
            page: Page { offset: 0, limit: 10 },
        }
    }

    #[tokio::test]
    async fn the_question_reaches_the_read_model() {
        let stage = Stage::new().reading(|read| {
            read.expect_sellers()
                .withf(|asked| *asked == query())
                .return_once(|_| Ok(Listing { items: vec![], total: 2 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &query()).await.unwrap().total, 2);
    }

    #[tokio::test]
    async fn sellers_do_not_list_their_colleagues() {
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx, &query()).await, Err(Error::Forbidden)));
    }
}
