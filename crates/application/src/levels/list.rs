//! Every level, active or not.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{LevelQuery, LevelView, Listing};

pub async fn list(cx: &Cx, query: &LevelQuery) -> Result<Listing<LevelView>, Error> {
    let permit = cx.authorize(Action::LevelView)?;
    Ok(cx.read(permit).levels(query).await?)
}

#[cfg(test)]
mod tests {
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, anonymous, as_customer, level, reporter};
    use crate::ports::{Direction, LevelSort, Page};

    const QUERY: LevelQuery = LevelQuery {
        sort: LevelSort::RewardValue,
        direction: Direction::Asc,
        page: Page { offset: 0, limit: 10 },
    };

    #[tokio::test]
    async fn the_question_reaches_the_read_model() {
        let stage = Stage::new().reading(|read| {
            read.expect_levels().withf(|query| *query == QUERY).return_once(|_| {
                let shown = LevelView { level: level(1, 20), customers: 0 };
                Ok(Listing { items: vec![shown], total: 1 })
            });
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &QUERY).await.unwrap().total, 1);
    }

    #[tokio::test]
    async fn customers_and_strangers_are_refused() {
        let (cx, _) = Stage::new().call(as_customer(CustomerId(Uuid::nil())));
        assert!(matches!(list(&cx, &QUERY).await, Err(Error::Forbidden)));
        let (cx, _) = Stage::new().call(anonymous());
        assert!(matches!(list(&cx, &QUERY).await, Err(Error::AuthenticationRequired)));
    }
}
