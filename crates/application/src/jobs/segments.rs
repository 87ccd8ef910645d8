//! Who is in which segment now, in every store (behaviour 3.15.1).

use domain::ids::SegmentId;

use super::Outcome;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::patience::patiently;
use crate::ports::Page;

/// How many stores are looked up at once.
const SOME: u64 = 100;

/// Goes through every active segment, each in a unit of work of its own.
pub(super) async fn segments(cx: &Cx, permit: Permit) -> Result<Outcome, Error> {
    let (mut offset, mut failed) = (0, None);
    loop {
        let page = Page { offset, limit: SOME };
        let stores = cx.directory(permit).stores(page).await?.items;
        offset += SOME;
        let last = stores.len() < usize::try_from(SOME).unwrap_or(usize::MAX);
        for store in stores {
            let cx = cx.in_store(store);
            // What fails in one store holds up no other.
            failed = failed.or(refresh_all(&cx, permit).await.err());
        }
        if last {
            return failed.map_or(Ok(Outcome::Done), Err);
        }
    }
}

/// Every active segment of the caller's store.
pub(crate) async fn refresh_all(cx: &Cx, permit: Permit) -> Result<(), Error> {
    let active = cx.begin(permit).await?.segments().active().await?;
    for id in active {
        patiently(|| refresh(cx, permit, id)).await?;
    }
    Ok(())
}

async fn refresh(cx: &Cx, permit: Permit, id: SegmentId) -> Result<(), Error> {
    let uow = cx.begin(permit).await?;
    // It may have gone meanwhile.
    let Some(segment) = uow.segments().find(id).await? else { return Ok(()) };
    uow.segments().refresh(&segment, cx.now(), cx.store.time_zone).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::fixtures::{Repos, Stage, segment, store};
    use crate::ports::Listing;

    #[tokio::test]
    async fn every_active_segment_of_every_store_is_looked_at() {
        let mut stage = Stage::new();
        stage
            .directory
            .expect_stores()
            .return_once(|_| Ok(Listing { items: vec![store()], total: 1 }));
        let (there, gone) = (segment(1).id, segment(2).id);
        stage.repos.segments.expect_active().return_once(move || Ok(vec![there, gone]));
        for found in [Some(segment(1)), None] {
            let mut repos = Repos::default();
            repos.segments.expect_find().return_once(move |_| Ok(found));
            stage.later.push_back(repos);
        }
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        assert_eq!(segments(&cx, permit).await.unwrap(), Outcome::Done);
        assert_eq!(record.take().refreshed, [there]);
    }
}
