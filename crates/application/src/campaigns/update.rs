//! Changes what is known about a campaign; what was left out stays, and so does what was bought.

use domain::campaign::CampaignDraft;
use domain::ids::CampaignId;
use domain::policy::Action;

use super::coupons;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: CampaignId, draft: &CampaignDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::CampaignManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.campaigns().find(id).await?.ok_or(Error::NotFound)?;
    let terms = draft.check(id, Some(&stored), cx.now(), cx.store.time_zone)?;
    uow.campaigns().save(&terms.campaign).await?;
    if let Some(codes) = terms.codes {
        uow.campaigns().set_coupons(id, &coupons(cx, codes)).await?;
    }
    let audit = cx.audit("UpdateCampaign", "campaign", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, campaign};

    #[tokio::test]
    async fn what_was_submitted_replaces_what_was_stored() {
        let mut stage = Stage::new();
        stage.repos.campaigns.expect_find().return_once(|_| Ok(Some(campaign(1))));
        let (cx, record) = stage.call(admin());
        let draft = CampaignDraft { cost: Given::text("20"), ..CampaignDraft::default() };
        update(&cx, campaign(1).id, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed && kept.campaigns[0].active && kept.coupons.is_empty());
        assert_eq!(kept.campaigns[0].cost.to_string(), "20");
        assert_eq!(kept.audited(), ["UpdateCampaign"]);
    }

    #[tokio::test]
    async fn an_unknown_campaign_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.campaigns.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let refused = update(&cx, campaign(1).id, &CampaignDraft::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(!record.take().committed);
    }
}
