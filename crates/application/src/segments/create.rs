//! Adds a segment; its members are there at once.

use domain::ids::SegmentId;
use domain::policy::Action;
use domain::segment::SegmentDraft;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &SegmentDraft) -> Result<SegmentId, Error> {
    let permit = cx.authorize(Action::SegmentManage)?;
    let id = SegmentId(cx.next_id());
    let segment = draft.check(id, None, cx.now())?;
    let uow = cx.begin(permit).await?;
    uow.segments().save(&segment).await?;
    uow.segments().refresh(&segment, cx.now(), cx.store.time_zone).await?;
    let audit = cx.audit("CreateSegment", "segment", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, reporter, segment_draft};

    #[tokio::test]
    async fn a_new_segment_is_kept_with_its_members() {
        let (cx, record) = Stage::new().call(admin());
        let id = create(&cx, &segment_draft()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.segments[0].id, kept.segments[0].version), (id, 0));
        assert_eq!(kept.refreshed, [id]);
        assert_eq!(kept.audited(), ["CreateSegment"]);
    }

    #[tokio::test]
    async fn a_view_only_administrator_adds_nothing() {
        let (cx, record) = Stage::new().call(reporter());
        let refused = create(&cx, &segment_draft()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert!(record.take().segments.is_empty());
    }
}
