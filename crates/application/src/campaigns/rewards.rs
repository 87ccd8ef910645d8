//! What was bought.

use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, Page, RewardQuery, RewardView};

/// By anybody.
pub async fn rewards(cx: &Cx, query: &RewardQuery) -> Result<Listing<RewardView>, Error> {
    let permit = cx.authorize(Action::CampaignView)?;
    Ok(cx.read(permit).rewards(query).await?)
}

/// By the customer who asks; to whoever may see all of it, by anybody.
pub async fn own_rewards(cx: &Cx, page: Page) -> Result<Listing<RewardView>, Error> {
    let query = RewardQuery { page, ..RewardQuery::default() };
    let Actor::Customer(own) = cx.actor else { return rewards(cx, &query).await };
    let permit = cx.authorize(Action::CampaignListActive)?;
    let query = RewardQuery { customer: Some(own), ..query };
    Ok(cx.read(permit).rewards(&query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer};

    #[tokio::test]
    async fn customers_see_their_own_and_staff_everybodys() {
        let own = customer(7).id();
        let page = Page { offset: 0, limit: 10 };
        let stage = |of: Option<domain::ids::CustomerId>| {
            Stage::new().reading(|read| {
                read.expect_rewards()
                    .withf(move |query| query.customer == of)
                    .returning(|_| Ok(Listing { items: vec![], total: 3 }));
            })
        };
        let (cx, _) = stage(Some(own)).call(as_customer(own));
        assert_eq!(own_rewards(&cx, page).await.unwrap().total, 3);
        assert!(matches!(rewards(&cx, &RewardQuery::default()).await, Err(Error::Forbidden)));
        let (cx, _) = stage(None).call(admin());
        assert_eq!(rewards(&cx, &RewardQuery::default()).await.unwrap().total, 3);
        let (cx, _) = stage(None).call(admin());
        assert_eq!(own_rewards(&cx, page).await.unwrap().total, 3);
    }
}
