//! Every campaign, active or not.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CampaignView, Listing, Page};

pub async fn list(cx: &Cx, page: Page) -> Result<Listing<CampaignView>, Error> {
    let permit = cx.authorize(Action::CampaignView)?;
    Ok(cx.read(permit).campaigns(page).await?)
}

#[cfg(test)]
mod tests {
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, as_customer, reporter};

    const PAGE: Page = Page { offset: 0, limit: 10 };

    #[tokio::test]
    async fn staff_sees_every_campaign_and_customers_do_not() {
        let stage = Stage::new().reading(|read| {
            read.expect_campaigns()
                .withf(|page| *page == PAGE)
                .return_once(|_| Ok(Listing { items: vec![], total: 7 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, PAGE).await.unwrap().total, 7);
        let (cx, _) = Stage::new().call(as_customer(CustomerId(Uuid::nil())));
        assert!(matches!(list(&cx, PAGE).await, Err(Error::Forbidden)));
    }
}
