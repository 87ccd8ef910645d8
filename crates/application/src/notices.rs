//! Telling, some days ahead, who is about to lose points or a level (behaviour 3.10.7, 3.13.6,
//! 5.1.1).

use chrono::NaiveDate;
use domain::Timestamp;
use domain::calendar::{day, days_earlier, days_later, start_of_day};
use domain::customer::{Placement, Totals};
use domain::ids::{CustomerId, EventId};
use domain::level::Level;
use domain::settings::Notice;
use domain::tier::{PointFacts, TierPolicy, Trigger};
use domain::webhook::Topic;

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::patience::patiently;
use crate::ports::{Event, EventData, Expiring, Loss, NoticeRun, Retained};

/// How many customers are told of in one transaction.
const SOME: u64 = 100;

/// Tells of everything that today's notices are about, once, in the programme's days.
pub(crate) async fn tell(cx: &Cx, permit: Permit, until: Timestamp) -> Result<(), Error> {
    if !cx.store.settings.webhooks() {
        return Ok(());
    }
    for notice in [Notice::ExpiringPoints, Notice::ExpiringLevel] {
        let Some(days) = cx.store.settings.notice_days(notice) else { continue };
        while cx.real_now() < until && tell_some(cx, permit, notice, days).await? {}
    }
    Ok(())
}

/// Tells of the next few; `false`: that was all for today.
async fn tell_some(cx: &Cx, permit: Permit, notice: Notice, days: u32) -> Result<bool, Error> {
    let today = day(cx.now(), cx.store.time_zone);
    let uow = cx.begin(permit).await?;
    let run = uow.outbox().notice_run(notice, today).await?;
    drop(uow);
    if run.is_some_and(|it| it.done) {
        return Ok(false);
    }
    let after = run.and_then(|it| it.after);
    let (seen, losses) = match notice {
        Notice::ExpiringPoints => expiring_points(cx, permit, days, after).await?,
        Notice::ExpiringLevel => expiring_levels(cx, permit, days, after).await?,
        Notice::ExpiringCoupons => return Ok(false),
    };
    let done = u64::try_from(seen.len()).unwrap_or(u64::MAX) < SOME;
    let after = seen.last().copied().or(after);
    let next = NoticeRun { after, done, ..run.unwrap_or_else(|| begin(notice, today)) };
    patiently(|| keep(cx, permit, notice, run, next, &losses)).await?;
    Ok(!done)
}

fn begin(notice: Notice, day: NaiveDate) -> NoticeRun {
    NoticeRun { notice, day, after: None, done: false, version: 0 }
}

/// Writes the events, and how far they came, at once: none is told twice. If somebody else told
/// of these, nothing is written.
async fn keep(
    cx: &Cx,
    permit: Permit,
    notice: Notice,
    before: Option<NoticeRun>,
    next: NoticeRun,
    losses: &[(CustomerId, Expiring)],
) -> Result<(), Error> {
    let uow = cx.begin(permit).await?;
    if uow.outbox().notice_run(notice, next.day).await? != before {
        return Ok(());
    }
    let topic = match notice {
        Notice::ExpiringLevel => Topic::LevelExpiring,
        Notice::ExpiringPoints | Notice::ExpiringCoupons => Topic::PointsExpiring,
    };
    for (customer, loss) in losses {
        let event = Event {
            id: EventId(cx.next_id()),
            at: cx.real_now(),
            topic,
            customer: Some(*customer),
            data: EventData::Expiring(Box::new(loss.clone())),
        };
        uow.outbox().add(event).await?;
    }
    uow.outbox().save_notice_run(&next).await?;
    Ok(uow.commit().await?)
}

/// Whom was looked at, and who of them loses what.
type Seen = (Vec<CustomerId>, Vec<(CustomerId, Expiring)>);

/// Points that expire on the day that is `days` after today.
async fn expiring_points(
    cx: &Cx,
    permit: Permit,
    days: u32,
    after: Option<CustomerId>,
) -> Result<Seen, Error> {
    let zone = cx.store.time_zone;
    let [from, until] =
        [days, days + 1].map(|it| days_later(start_of_day(cx.now(), zone), it, zone));
    let found = cx.agenda(permit).expiring_points(from, until, after, SOME).await?;
    let seen = found.iter().map(|(id, _)| *id).collect();
    Ok((seen, found))
}

/// Levels that are looked at anew on the day that is `days` after today, and would be lost.
async fn expiring_levels(
    cx: &Cx,
    permit: Permit,
    days: u32,
    after: Option<CustomerId>,
) -> Result<Seen, Error> {
    let policy = cx.store.settings.tier_policy();
    let Some(kept_for) = policy.recalculation_days() else { return Ok((vec![], vec![])) };
    let zone = cx.store.time_zone;
    let today = start_of_day(cx.now(), zone);
    let agenda = cx.agenda(permit);
    let counted =
        [days, days + 1].map(|it| days_earlier(days_later(today, it, zone), kept_for, zone));
    let [from, until] = counted;
    let found = agenda.retained(from, until, after, SOME).await?;
    let seen = found.iter().map(|it| it.id).collect();
    let losses = found.into_iter().filter_map(|it| {
        let lost = lost_level(policy, &it.levels, it.placement, it.points)?;
        let name = |level: &Level| {
            level.name(&cx.store.default_locale, &cx.store.default_locale).to_owned()
        };
        let (level, future) = lost;
        let what = Loss::Level {
            level: level.id,
            name: name(level),
            future: Some((future.id, name(future))),
        };
        let at = days_later(it.counted_since, kept_for, zone);
        let Retained { id, contacts, first_name, last_name, .. } = it;
        Some((id, Expiring { contacts, first_name, last_name, what, at }))
    });
    Ok((seen, losses.collect()))
}

/// The level that a recalculation would take, and the one it would lead to (behaviour 3.10.7).
fn lost_level(
    policy: TierPolicy,
    levels: &[Level],
    placement: Option<Placement>,
    points: PointFacts,
) -> Option<(&Level, &Level)> {
    let amount = policy.amount(Trigger::Recalculation, &Totals::default(), points)?;
    let current = placement.and_then(|it| levels.iter().find(|of| of.id == it.level()))?;
    if amount >= current.condition {
        return None;
    }
    let future = policy.judge(Trigger::Recalculation, levels, placement, amount)?;
    (future.condition < current.condition).then_some((current, future))
}

#[cfg(test)]
mod tests;
