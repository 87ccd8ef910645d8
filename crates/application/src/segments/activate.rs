//! Opens or closes a segment. A closed one has no members.

use domain::ids::SegmentId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn activate(cx: &Cx, id: SegmentId, active: bool) -> Result<(), Error> {
    let permit = cx.authorize(Action::SegmentManage)?;
    let uow = cx.begin(permit).await?;
    let mut segment = uow.segments().find(id).await?.ok_or(Error::NotFound)?;
    segment.active = active;
    uow.segments().save(&segment).await?;
    uow.segments().refresh(&segment, cx.now(), cx.store.time_zone).await?;
    let event_type = if active { "ActivateSegment" } else { "DeactivateSegment" };
    let audit = cx.audit(event_type, "segment", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, segment};

    #[tokio::test]
    async fn a_segment_is_opened_and_closed_with_its_members() {
        for (active, event_type) in [(true, "ActivateSegment"), (false, "DeactivateSegment")] {
            let mut stage = Stage::new();
            stage.repos.segments.expect_find().returning(|_| Ok(Some(segment(1))));
            let (cx, record) = stage.call(admin());
            activate(&cx, segment(1).id, active).await.unwrap();
            let kept = record.take();
            assert!(kept.committed);
            assert_eq!(kept.segments[0].active, active);
            assert_eq!(kept.refreshed, [segment(1).id]);
            assert_eq!(kept.audited(), [event_type]);
        }
    }
}
