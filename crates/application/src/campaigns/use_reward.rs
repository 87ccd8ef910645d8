//! Using a coupon, once, or taking that back.

use domain::campaign::Reward;
use domain::form::Given;
use domain::ids::{CampaignId, CouponId};
use domain::policy::{Action, Actor};

use super::{REQUIRED, whom};
use crate::customers;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

/// Bare parameters.
#[derive(Clone, Debug, Default)]
pub struct UseDraft {
    pub customer: Given,
    pub coupon: Given,
    pub used: Given,
}

/// Marks a coupon of a customer as used or not; customers use their own.
pub async fn use_reward(cx: &Cx, id: CampaignId, draft: &UseDraft) -> Result<Reward, Error> {
    let who = whom(cx, &draft.customer)?;
    let permit = match who {
        Some(who) => cx.authorize_customer(Action::CampaignUse, &who.into()).await?,
        None => cx.authorize(Action::CampaignUse)?,
    };
    // Whether the campaign exists is judged before what was sent (behaviour 0.4.6).
    cx.read(permit).campaign(id).await?.ok_or(Error::NotFound)?;
    let who = who.ok_or(Error::MissingParameter("customerId", REQUIRED))?;
    let coupon = match &draft.coupon {
        Given::Text(raw) => CouponId::parse(raw).ok_or(Error::NotFound)?,
        _ => return Err(Error::MissingParameter("couponId", REQUIRED)),
    };
    if matches!(draft.used, Given::Absent | Given::Malformed) {
        return Err(Error::MissingParameter("used", REQUIRED));
    }
    let used = draft.used.is_checked();
    // The till took it: only the till gives it back.
    if !used && matches!(cx.actor, Actor::Customer(_)) {
        return Err(Error::Forbidden);
    }
    let uow = cx.begin(permit).await?;
    let mut customer = uow.customers().find(who).await?.ok_or(Error::NotFound)?;
    let mut rewards = uow.campaigns().rewards(who, coupon).await?;
    rewards.retain(|it| it.campaign == id);
    let mut reward = chosen(rewards, used).ok_or(Error::NotFound)?;
    reward.mark(used, cx.now()).map_err(|refusal| Error::refused(refusal.to_string()))?;
    uow.campaigns().save_used(&reward).await?;
    customer.used_reward(&reward, cx.now());
    customers::keep(cx, &*uow, customer).await?;
    let event_type = if used { "UseCoupon" } else { "UnuseCoupon" };
    let coupon = AuditData::List(vec![coupon.to_string()]);
    uow.audit().record(cx.audit_customer(event_type, who, coupon)).await?;
    uow.commit().await?;
    Ok(reward)
}

/// Of several with the same coupon one that can be marked so, if there is one.
fn chosen(rewards: Vec<Reward>, used: bool) -> Option<Reward> {
    let is_fit = |it: &Reward| it.used_at.is_some() != used;
    let fit = rewards.iter().position(is_fit).unwrap_or_default();
    rewards.into_iter().nth(fit)
}

#[cfg(test)]
mod tests {
    use domain::campaign::Coupon;
    use domain::customer::CustomerEvent;
    use domain::ids::RewardId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, as_customer, as_seller, campaign, coupon, customer, now, seller};
    use crate::ports::CampaignView;

    fn reward(number: u128, used: bool) -> Reward {
        let Coupon { id, code } = coupon(3);
        let zone = crate::fixtures::store().time_zone;
        let id_of = RewardId(Uuid::from_u128(number));
        let coupon = Coupon { id, code };
        let reward = campaign(1).reward(id_of, customer(7).id(), coupon, now(), zone);
        Reward { used_at: used.then(now), ..reward }
    }

    fn stage(found: Vec<Reward>) -> Stage {
        let mut stage = Stage::new().reading(|read| {
            let view = CampaignView { campaign: campaign(1), sold: 1, coupons_left: 0 };
            read.expect_campaign().returning(move |_| Ok(Some(view.clone())));
        });
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.campaigns.expect_rewards().return_once(move |_, _| Ok(found));
        stage
    }

    fn draft(used: &str) -> UseDraft {
        UseDraft {
            customer: Given::text(&customer(7).id().to_string()),
            coupon: Given::text(&coupon(3).id.to_string()),
            used: Given::text(used),
        }
    }

    #[tokio::test]
    async fn a_coupon_is_used_and_given_back() {
        for (used, event_type) in [("1", "UseCoupon"), ("0", "UnuseCoupon")] {
            let found = vec![reward(1, used == "1"), reward(2, used == "0")];
            let (cx, record) = stage(found).call(as_seller(seller().id));
            let marked = use_reward(&cx, campaign(1).id, &draft(used)).await.unwrap();
            let kept = record.take();
            assert!(kept.committed);
            assert_eq!((marked.id.0.as_u128(), marked.used_at.is_some()), (2, used == "1"));
            assert_eq!(kept.rewards, [marked]);
            let events: Vec<_> = kept.customers[0].events().map(CustomerEvent::name).collect();
            assert_eq!(events, ["CampaignUsageWasChanged"]);
            assert_eq!(kept.audited(), [event_type]);
        }
    }

    #[tokio::test]
    async fn what_was_used_is_not_used_again() {
        let (cx, record) = stage(vec![reward(1, true)]).call(as_customer(customer(7).id()));
        let refused = use_reward(&cx, campaign(1).id, &draft("1")).await;
        let Err(Error::Refused(said)) = refused else { panic!("{refused:?}") };
        assert_eq!((&*said, record.take().committed), ("coupon is already used", false));
        let (cx, _) = stage(vec![]).call(as_customer(customer(7).id()));
        let refused = use_reward(&cx, campaign(1).id, &draft("1")).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn everything_must_be_said() {
        for (draft, missing) in [
            (UseDraft { customer: Given::Absent, ..draft("1") }, "customerId"),
            (UseDraft { coupon: Given::Empty, ..draft("1") }, "couponId"),
            (UseDraft { used: Given::Absent, ..draft("1") }, "used"),
        ] {
            let (cx, _) = stage(vec![]).call(as_seller(seller().id));
            let refused = use_reward(&cx, campaign(1).id, &draft).await;
            let Err(Error::MissingParameter(name, _)) = refused else { panic!("{refused:?}") };
            assert_eq!(name, missing);
        }
    }
}
