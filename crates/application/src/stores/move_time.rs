//! Moves the time of a sandbox forward, with everything that happens on the way.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::calendar::{days_later, start_of_day};
use domain::policy::Action;
use domain::store::{ClockDraft, RealTime, Store, StoreCode};

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::jobs::segments::refresh_all;
use crate::passing::{next_due, pass};
use crate::patience::patiently;
use crate::ports::AuditData;

/// As often as the program looks at what time brings elsewhere.
const SHORTEST_STEP: TimeDelta = TimeDelta::minutes(1);

/// Nobody waits longer for an answer; what is left takes another call.
const PATIENCE: TimeDelta = TimeDelta::seconds(15);

/// Lets the programme's time pass until what was asked for, step by step: from one midnight, or
/// one moment at which something is due, to the next. What time brings happens at each step. The
/// answer is the store's time: a year full of events may take more than one call.
pub async fn move_time(
    cx: &Cx,
    code: &StoreCode,
    draft: &ClockDraft,
) -> Result<(Store, Timestamp), Error> {
    let permit = cx.authorize(Action::StoreManage)?;
    let mut store = begin(cx, permit, code, draft).await?;
    let target = draft.target(&store, cx.real_now())?;
    let until = cx.real_now() + PATIENCE;
    loop {
        let there = cx.in_store(store);
        pass(&there, permit, until).await?;
        let now = there.now();
        if now >= target || cx.real_now() >= until {
            refresh_all(&there, permit).await?;
            return Ok(((*there.store).clone(), now));
        }
        let midnight =
            days_later(start_of_day(now, there.store.time_zone), 1, there.store.time_zone);
        let due = next_due(&there, permit).await?.map(|it| it + TimeDelta::seconds(1));
        let due = due.map(|it| it.max(now + SHORTEST_STEP));
        let next = due.map_or(midnight, |it| it.min(midnight)).min(target);
        store = patiently(|| step(cx, permit, code, next)).await?;
    }
}

/// Finds the store and writes down who moves its time.
async fn begin(
    cx: &Cx,
    permit: Permit,
    code: &StoreCode,
    draft: &ClockDraft,
) -> Result<Store, Error> {
    let uow = cx.begin(permit).await?;
    let store = uow.stores().find(code).await?.ok_or(Error::NotFound)?;
    if !store.clock.is_sandbox() {
        return Err(Error::refused(RealTime.to_string()));
    }
    let target = draft.target(&store, cx.real_now())?;
    let data = AuditData::List(vec![target.to_rfc3339()]);
    uow.audit().record(cx.audit("MoveTime", "store", code.to_string(), data)).await?;
    uow.commit().await?;
    Ok(store)
}

async fn step(cx: &Cx, permit: Permit, code: &StoreCode, to: Timestamp) -> Result<Store, Error> {
    let uow = cx.begin(permit).await?;
    let mut store = uow.stores().find(code).await?.ok_or(Error::NotFound)?;
    store.move_time(to, cx.real_now()).map_err(|error| Error::refused(error.to_string()))?;
    uow.stores().save(&store).await?;
    uow.commit().await?;
    Ok(Store { version: store.version + 1, ..store })
}

#[cfg(test)]
mod tests {
    use domain::form::Given;
    use domain::store::StoreClock;

    use super::*;
    use crate::fixtures::{Kept, Repos, Stage, admin, now, reporter, store};

    fn draft() -> ClockDraft {
        ClockDraft { days: Given::text("2"), ..ClockDraft::default() }
    }

    fn of(clock: StoreClock) -> Repos {
        let mut repos = Repos::default();
        repos.stores.expect_find().returning(move |_| Ok(Some(Store { clock, ..store() })));
        repos
    }

    fn sandbox(ahead: TimeDelta) -> Repos {
        of(StoreClock::Sandbox { ahead })
    }

    async fn moved(mut stage: Stage) -> (Result<(Store, Timestamp), Error>, Kept) {
        stage.agenda.expect_due_accounts().returning(|_, _| Ok(vec![]));
        let (cx, record) = stage.call(admin());
        (move_time(&cx, &store().code, &draft()).await, record.take())
    }

    #[tokio::test]
    async fn time_passes_by_midnights_and_by_what_is_due() {
        // Now it is 14:26:40 in Warsaw.
        let due = now() + TimeDelta::hours(30);
        let hours = [0, 10, 30, 34, 48];
        let mut stage = Stage::new();
        stage.repos = sandbox(TimeDelta::zero());
        stage.later.extend((0..4).map(|step| sandbox(TimeDelta::hours(hours[step]))));
        let mut last = Repos::default();
        last.segments.expect_active().returning(|| Ok(vec![]));
        stage.later.push_back(last);
        stage.agenda.expect_next_account_due().times(2).returning(move || Ok(Some(due)));
        stage.agenda.expect_next_account_due().returning(|| Ok(None));
        let (answer, kept) = moved(stage).await;
        assert_eq!(answer.unwrap().1, now() + TimeDelta::days(2));
        let ahead = |it: &Store| it.clock.at(now()) - now();
        let seconds: Vec<_> = kept.stores.iter().map(|it| ahead(it).num_seconds()).collect();
        let midnight = 9 * 3_600 + 33 * 60 + 20;
        assert_eq!(seconds, [midnight, 30 * 3_600 + 1, midnight + 86_400, 2 * 86_400]);
        assert_eq!(kept.audited(), ["MoveTime"]);
    }

    #[tokio::test]
    async fn the_real_time_cannot_be_moved_nor_that_of_an_unknown_store() {
        let (answer, kept) = moved(Stage { repos: of(StoreClock::Real), ..Stage::new() }).await;
        assert!(matches!(answer, Err(Error::Refused(_))) && !kept.committed);
        let mut stage = Stage::new();
        stage.repos.stores.expect_find().returning(|_| Ok(None));
        assert!(matches!(moved(stage).await.0, Err(Error::NotFound)));
        let (cx, _) = Stage::new().call(reporter());
        let refused = move_time(&cx, &store().code, &draft()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
