//! One job.

use domain::ids::JobId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::Job;

pub async fn details(cx: &Cx, id: JobId) -> Result<Job, Error> {
    let permit = cx.authorize(Action::JobView)?;
    let uow = cx.begin(permit).await?;
    uow.jobs().find(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin};

    #[tokio::test]
    async fn a_job_that_is_done_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.jobs.expect_find().returning(|_| Ok(None));
        let (cx, _) = stage.call(admin());
        assert!(matches!(details(&cx, JobId(Uuid::nil())).await, Err(Error::NotFound)));
    }
}
