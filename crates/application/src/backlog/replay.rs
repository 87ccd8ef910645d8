//! Gives a job that was given up all of its tries once more.

use domain::ids::JobId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Job};

/// Only what was given up: a job that waits may be under way at this moment.
pub async fn replay(cx: &Cx, id: JobId) -> Result<(), Error> {
    let permit = cx.authorize(Action::JobManage)?;
    let uow = cx.begin(permit).await?;
    let job = uow.jobs().find(id).await?.ok_or(Error::NotFound)?;
    if job.dead_at.is_none() {
        return Err(Error::refused("The job was not given up"));
    }
    let job = Job { due_at: cx.real_now(), attempts: 0, dead_at: None, ..job };
    uow.jobs().save(&job).await?;
    uow.audit().record(cx.audit("ReplayJob", "job", id.to_string(), AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin, now, reporter, store};
    use crate::ports::Task;

    const ID: JobId = JobId(Uuid::nil());

    fn stage(dead: bool) -> Stage {
        let task = Task::ForgetMessages(CustomerId(Uuid::nil()));
        let job = Job {
            attempts: 8,
            last_error: Some("no line".to_owned()),
            dead_at: dead.then(now),
            ..Job::new(ID, store().code, task, now())
        };
        let mut stage = Stage::new();
        stage.repos.jobs.expect_find().returning(move |_| Ok(Some(job.clone())));
        stage
    }

    #[tokio::test]
    async fn a_job_that_was_given_up_is_tried_again_from_the_first_time_on() {
        let (cx, record) = stage(true).call(admin());
        replay(&cx, ID).await.unwrap();
        let kept = record.take();
        let job = &kept.jobs[0];
        assert_eq!((job.attempts, job.dead_at, job.due_at), (0, None, now()));
        assert_eq!(job.last_error.as_deref(), Some("no line"));
        assert_eq!((kept.audited(), kept.committed), (vec!["ReplayJob"], true));
    }

    #[tokio::test]
    async fn a_job_that_waits_may_be_under_way_and_is_left_alone() {
        let (cx, record) = stage(false).call(admin());
        assert!(matches!(replay(&cx, ID).await, Err(Error::Refused(_))));
        assert!(!record.take().committed);
        let (cx, _) = stage(true).call(reporter());
        assert!(matches!(replay(&cx, ID).await, Err(Error::Forbidden)));
    }
}
