//! Drops a job: what it was to do is not done.

use domain::ids::JobId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Task};

pub async fn delete(cx: &Cx, id: JobId) -> Result<(), Error> {
    let permit = cx.authorize(Action::JobManage)?;
    let uow = cx.begin(permit).await?;
    let job = uow.jobs().find(id).await?.ok_or(Error::NotFound)?;
    if matches!(job.task, Task::Housekeeping | Task::Tend | Task::Segments) {
        return Err(Error::refused("The program needs this job"));
    }
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
    use crate::fixtures::{Stage, admin, now, store};
    use crate::ports::Job;

    #[tokio::test]
    async fn a_job_goes_and_an_unknown_one_is_not_found() {
        let id = JobId(Uuid::nil());
        let job = |task| move |_| Ok(Some(Job::new(id, store().code, task, now())));
        let mut stage = Stage::new();
        let sweep = Task::SweepBlob { path: "a.png".to_owned() };
        stage.repos.jobs.expect_find().return_once(job(sweep));
        let (cx, record) = stage.call(admin());
        delete(&cx, id).await.unwrap();
        let kept = record.take();
        assert_eq!((kept.audited(), kept.committed), (vec!["DeleteJob"], true));

        let mut stage = Stage::new();
        stage.repos.jobs.expect_find().return_once(job(Task::Tend));
        let (cx, record) = stage.call(admin());
        let refused = delete(&cx, id).await.unwrap_err();
        assert_eq!(refused.to_string(), "The program needs this job");
        assert!(!record.take().committed);

        let mut stage = Stage::new();
        stage.repos.jobs.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        assert!(matches!(delete(&cx, JobId(Uuid::nil())).await, Err(Error::NotFound)));
        assert!(!record.take().committed);
    }
}
