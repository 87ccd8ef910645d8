//! What is sold now: to a customer what it may buy, to everybody else what is open.

use domain::campaign::Demand;
use domain::customer::Placement;
use domain::ids::SegmentId;
use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CampaignView, Offer};

/// By name. Whether the points are enough is not asked.
pub async fn offers(cx: &Cx) -> Result<Vec<CampaignView>, Error> {
    let permit = cx.authorize(Action::CampaignListActive)?;
    let read = cx.read(permit);
    let Actor::Customer(own) = cx.actor else {
        let open = read.offers(None, cx.now()).await?;
        return Ok(open.into_iter().map(|it| it.view).collect());
    };
    let buyer = read.customer(&own.into()).await?.ok_or(Error::NotFound)?;
    if !cx.store.settings.lets_spend(buyer.state.status) {
        return Ok(vec![]);
    }
    let level = buyer.state.placement.map(Placement::level);
    let segments: Vec<SegmentId> = buyer.segments.iter().map(|it| it.id).collect();
    let is_sold = |Offer { view, bought }: &Offer| {
        let demand = Demand { level, segments: &segments, sold: view.sold, bought: *bought };
        view.coupons_left > 0 && view.campaign.sells(demand, cx.now()).is_ok()
    };
    let open = read.offers(Some(own), cx.now()).await?;
    Ok(open.into_iter().filter(is_sold).map(|it| it.view).collect())
}

#[cfg(test)]
mod tests {
    use domain::campaign::Campaign;
    use domain::settings::SettingValue;

    use super::*;
    use crate::fixtures::{Stage, as_customer, campaign, customer, reporter};
    use crate::ports::CustomerView;

    fn offer(campaign: Campaign, coupons_left: u64, bought: u64) -> Offer {
        Offer { view: CampaignView { campaign, sold: bought, coupons_left }, bought }
    }

    fn stage(statuses: &[&str]) -> Stage {
        let mut stage = Stage::new().reading(|read| {
            let view = CustomerView {
                state: customer(7).state().clone(),
                level: None,
                pos_identifier: None,
                rewards: vec![],
                segments: vec![],
            };
            read.expect_customer().returning(move |_| Ok(Some(view.clone())));
            read.expect_offers().returning(|_, _| {
                Ok(vec![
                    offer(campaign(1), 1, 0),
                    offer(campaign(2), 0, 0),
                    offer(Campaign { levels: vec![], ..campaign(3) }, 1, 0),
                    offer(Campaign { limit_per_customer: Some(1), ..campaign(4) }, 1, 1),
                ])
            });
        });
        let statuses: Vec<_> = statuses.iter().map(|it| (*it).to_owned()).collect();
        stage.store.settings.put("customerStatusesSpending", SettingValue::Texts(statuses));
        stage
    }

    #[tokio::test]
    async fn a_customer_sees_what_it_may_buy() {
        let (cx, _) = stage(&["new"]).call(as_customer(customer(7).id()));
        let ids: Vec<_> = offers(&cx).await.unwrap().iter().map(|it| it.campaign.id).collect();
        assert_eq!(ids, [campaign(1).id]);
        let (cx, _) = stage(&["active"]).call(as_customer(customer(7).id()));
        assert!(offers(&cx).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn staff_sees_what_is_open() {
        let (cx, _) = stage(&[]).call(reporter());
        assert_eq!(offers(&cx).await.unwrap().len(), 4);
    }
}
