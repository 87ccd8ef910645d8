//! One campaign.

use domain::ids::CampaignId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::CampaignView;

pub async fn details(cx: &Cx, id: CampaignId) -> Result<CampaignView, Error> {
    let permit = cx.authorize(Action::CampaignView)?;
    cx.read(permit).campaign(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, campaign, seller};

    #[tokio::test]
    async fn a_seller_sees_a_campaign_and_an_unknown_one_is_not_found() {
        let shown = CampaignView { campaign: campaign(1), sold: 0, coupons_left: 2 };
        for found in [Some(shown), None] {
            let answer = found.clone();
            let stage = Stage::new().reading(|read| {
                read.expect_campaign().return_once(move |_| Ok(answer));
            });
            let (cx, _) = stage.call(as_seller(seller().id));
            match details(&cx, campaign(1).id).await {
                Ok(view) => assert_eq!(Some(view), found),
                Err(error) => assert!(found.is_none() && matches!(error, Error::NotFound)),
            }
        }
    }
}
