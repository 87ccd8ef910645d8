//! Changes what is known about a segment; what was left out stays.

use domain::ids::SegmentId;
use domain::policy::Action;
use domain::segment::SegmentDraft;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: SegmentId, draft: &SegmentDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::SegmentManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.segments().find(id).await?.ok_or(Error::NotFound)?;
    let segment = draft.check(id, Some(&stored), cx.now())?;
    uow.segments().save(&segment).await?;
    if (&segment.parts, segment.active) != (&stored.parts, stored.active) {
        uow.segments().refresh(&segment, cx.now(), cx.store.time_zone).await?;
    }
    let audit = cx.audit("UpdateSegment", "segment", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, segment};

    #[tokio::test]
    async fn what_was_submitted_replaces_what_was_stored() {
        let mut stage = Stage::new();
        stage.repos.segments.expect_find().return_once(|_| Ok(Some(segment(1))));
        let (cx, record) = stage.call(admin());
        let draft = SegmentDraft { name: Given::text("new"), ..SegmentDraft::default() };
        update(&cx, segment(1).id, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed && kept.segments[0].active);
        assert_eq!((kept.segments[0].name.as_str(), kept.segments[0].version), ("new", 1));
        assert!(kept.refreshed.is_empty(), "a name changes no member");
        assert_eq!(kept.audited(), ["UpdateSegment"]);
    }

    #[tokio::test]
    async fn an_unknown_segment_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.segments.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let refused = update(&cx, segment(1).id, &SegmentDraft::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(!record.take().committed);
    }
}
