//! Removes a segment with its members. What names it, a rule or a campaign, is for nobody of it then.

use domain::ids::SegmentId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: SegmentId) -> Result<(), Error> {
    let permit = cx.authorize(Action::SegmentManage)?;
    let uow = cx.begin(permit).await?;
    if !uow.segments().delete(id).await? {
        return Err(Error::NotFound);
    }
    let audit = cx.audit("DeleteSegment", "segment", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, segment};

    #[tokio::test]
    async fn a_segment_goes_once() {
        for there in [true, false] {
            let mut stage = Stage::new();
            stage.repos.segments.expect_delete().return_once(move |_| Ok(there));
            let (cx, record) = stage.call(admin());
            let deleted = delete(&cx, segment(1).id).await;
            assert_eq!(deleted.is_ok(), there, "{deleted:?}");
            let kept = record.take();
            assert_eq!((kept.committed, kept.audit.len()), (there, usize::from(there)));
        }
    }
}
