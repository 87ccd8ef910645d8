//! Adds a campaign with its coupons.

use domain::campaign::CampaignDraft;
use domain::ids::CampaignId;
use domain::policy::Action;

use super::coupons;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &CampaignDraft) -> Result<CampaignId, Error> {
    let permit = cx.authorize(Action::CampaignManage)?;
    let id = CampaignId(cx.next_id());
    let terms = draft.check(id, None, cx.now(), cx.store.time_zone)?;
    let uow = cx.begin(permit).await?;
    uow.campaigns().save(&terms.campaign).await?;
    let coupons = coupons(cx, terms.codes.unwrap_or_default());
    uow.campaigns().set_coupons(id, &coupons).await?;
    let audit = cx.audit("CreateCampaign", "campaign", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, campaign_draft, reporter};

    #[tokio::test]
    async fn a_new_campaign_is_kept_with_its_coupons() {
        let (cx, record) = Stage::new().call(admin());
        let id = create(&cx, &campaign_draft()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.campaigns[0].id, kept.campaigns[0].version), (id, 0));
        let codes: Vec<_> = kept.coupons.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["code1", "code2"]);
        assert_eq!(kept.audited(), ["CreateCampaign"]);
    }

    #[tokio::test]
    async fn a_view_only_administrator_adds_nothing() {
        let (cx, record) = Stage::new().call(reporter());
        let refused = create(&cx, &campaign_draft()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert!(record.take().campaigns.is_empty());
    }
}
