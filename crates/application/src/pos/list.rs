//! Every POS of the store.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, PosQuery, PosView};

pub async fn list(cx: &Cx, query: &PosQuery) -> Result<Listing<PosView>, Error> {
    let permit = cx.authorize(Action::PosView)?;
    Ok(cx.read(permit).pos_list(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, reporter};
    use crate::ports::{Direction, Page, PosSort};

    #[tokio::test]
    async fn the_question_reaches_the_read_model() {
        let query = PosQuery {
            sort: PosSort::Identifier,
            direction: Direction::Desc,
            page: Page { offset: 10, limit: 10 },
        };
        let stage = Stage::new().reading(|read| {
            read.expect_pos_list()
                .withf(move |asked| *asked == query)
                .return_once(|_| Ok(Listing { items: vec![], total: 2 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &query).await.unwrap().total, 2);
    }
}
