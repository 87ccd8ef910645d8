//! Drops a job: what it was to do is not done.

use domain::ids::JobId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: JobId) -> Result<(), Error> {
    let permit = cx.authorize(Action::JobManage)?;
    let uow = cx.begin(permit).await?;
    if !uow.jobs().delete(id).await? {
        return Err(Error::NotFound);
    }
    uow.audit().record(cx.audit("DeleteJob", "job", id.to_string(), AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin};

    #[tokio::test]
    async fn a_job_goes_and_an_unknown_one_is_not_found() {
        let (cx, record) = Stage::new().call(admin());
        delete(&cx, JobId(Uuid::nil())).await.unwrap();
        let kept = record.take();
        assert_eq!((kept.audited(), kept.committed), (vec!["DeleteJob"], true));

        let mut stage = Stage::new();
        stage.repos.jobs.expect_delete().returning(|_| Ok(false));
        let (cx, record) = stage.call(admin());
        assert!(matches!(delete(&cx, JobId(Uuid::nil())).await, Err(Error::NotFound)));
        assert!(!record.take().committed);
    }
}
