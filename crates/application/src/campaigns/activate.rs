//! Opens or closes a campaign. What was bought of it stays what it is.

use domain::ids::CampaignId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn activate(cx: &Cx, id: CampaignId, active: bool) -> Result<(), Error> {
    let permit = cx.authorize(Action::CampaignManage)?;
    let uow = cx.begin(permit).await?;
    let mut campaign = uow.campaigns().find(id).await?.ok_or(Error::NotFound)?;
    campaign.active = active;
    uow.campaigns().save(&campaign).await?;
    let event_type = if active { "ActivateCampaign" } else { "DeactivateCampaign" };
    let audit = cx.audit(event_type, "campaign", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, campaign};

    #[tokio::test]
    async fn a_campaign_is_opened_and_closed() {
        for (active, event_type) in [(true, "ActivateCampaign"), (false, "DeactivateCampaign")] {
            let mut stage = Stage::new();
            stage.repos.campaigns.expect_find().returning(|_| Ok(Some(campaign(1))));
            let (cx, record) = stage.call(admin());
            activate(&cx, campaign(1).id, active).await.unwrap();
            let kept = record.take();
            assert!(kept.committed);
            assert_eq!(kept.campaigns[0].active, active);
            assert_eq!(kept.audited(), [event_type]);
        }
    }
}
