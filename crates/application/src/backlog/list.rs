//! Jobs that were given up, or those that still wait.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Job, JobQuery, Listing};

pub async fn list(cx: &Cx, query: JobQuery) -> Result<Listing<Job>, Error> {
    let permit = cx.authorize(Action::JobView)?;
    Ok(cx.queue(permit).list(&cx.store.code, query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller};
    use crate::ports::Page;

    #[tokio::test]
    async fn administrators_see_the_jobs_and_sellers_do_not() {
        let query = JobQuery { dead: true, page: Page { offset: 0, limit: 10 } };
        let mut stage = Stage::new();
        stage.queue.expect_list().once().returning(|_, _| Ok(Listing { items: vec![], total: 0 }));
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, query).await.unwrap().total, 0);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx, query).await, Err(Error::Forbidden)));
    }
}
