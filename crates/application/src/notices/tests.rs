//! Who is told, and how often.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use domain::amount::Amount;
use domain::ids::LevelId;
use domain::tier::{Base, Downgrade};
use uuid::Uuid;

use super::*;
use crate::fixtures::{Kept, Stage, level, now, store};
use crate::ports::Contacts;

fn points(available: i64, earned_since: i64) -> PointFacts {
    let [available, earned_since] = [available, earned_since].map(Amount::from_units);
    PointFacts { available, earned_since }
}

#[test]
fn a_level_is_lost_when_the_recalculation_would_take_it() {
    let policy =
        |base| TierPolicy::Points(Downgrade::AfterDays { days: 30, base, resets_points: false });
    let levels = [level(0, 0), level(1, 20), level(2, 200)];
    let id = |number: usize| levels[number].id;
    let at = |number| Some(Placement::Earned(id(number)));
    let by_hand = Some(Placement::Manual(id(2)));
    for (base, placement, points, expected) in [
        (Base::ActivePoints, at(2), points(199, 500), Some((2, 1))),
        (Base::ActivePoints, at(2), points(5, 500), Some((2, 0))),
        (Base::ActivePoints, at(2), points(200, 0), None),
        (Base::EarnedPoints, at(2), points(199, 500), None),
        (Base::EarnedPoints, at(2), points(900, 30), Some((2, 1))),
        (Base::None, at(2), points(0, 0), None),
        (Base::ActivePoints, by_hand, points(0, 0), None),
        (Base::ActivePoints, at(0), points(0, 0), None),
        (Base::ActivePoints, None, points(0, 0), None),
        (Base::ActivePoints, Some(Placement::Earned(LevelId(Uuid::nil()))), points(0, 0), None),
    ] {
        let lost = lost_level(policy(base), &levels, placement, points);
        let lost = lost.map(|(from, to)| (from.id, to.id));
        let expected = expected.map(|(from, to)| (id(from), id(to)));
        assert_eq!(lost, expected, "{base:?} {placement:?} {points:?}");
    }
}

fn run(done: bool) -> NoticeRun {
    let today = day(now(), store().time_zone);
    NoticeRun { done, version: 1, ..begin(Notice::ExpiringPoints, today) }
}

fn loss() -> Expiring {
    Expiring {
        contacts: Contacts::default(),
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        what: Loss::Points(Amount::from_units(5)),
        at: now(),
    }
}

/// What is kept when the run is found first like this, then like that, and one customer loses
/// points.
async fn told(first: Option<NoticeRun>, then: Option<NoticeRun>) -> (Kept, Option<NoticeRun>) {
    let mut stage = Stage::new();
    stage.store.settings.put("webhooks", true);
    stage.store.settings.put("expirePointsNotificationDays", 10_i64);
    stage.repos.outbox.expect_notice_run().returning(move |_, _| Ok(first));
    let saved = Arc::new(Mutex::new(None));
    let (note, mut later) = (Arc::clone(&saved), crate::fixtures::Repos::default());
    later.outbox.expect_notice_run().returning(move |_, _| Ok(then));
    later.outbox.expect_save_notice_run().returning(move |run| {
        *note.lock().unwrap() = Some(*run);
        Ok(())
    });
    stage.later.push_back(later);
    stage.agenda.expect_expiring_points().returning(|from, until, after, _| {
        let day = TimeDelta::days(10);
        assert!(from > now() + day - TimeDelta::days(1) && until > now() + day);
        assert_eq!(after, None);
        Ok(vec![(CustomerId(Uuid::from_u128(7)), loss())])
    });
    let (ports, record) = stage.ports();
    let store = ports.storage.directory().store(&store().code).await.unwrap().unwrap();
    let (cx, permit) = Cx::system(ports, store);
    tell(&cx, permit, now() + TimeDelta::seconds(1)).await.unwrap();
    let saved = *saved.lock().unwrap();
    (record.take(), saved)
}

#[tokio::test]
async fn who_loses_points_is_told_of_once_a_day() {
    let (kept, saved) = told(None, None).await;
    assert!(kept.committed);
    assert_eq!(kept.events[0].topic, Topic::PointsExpiring);
    assert_eq!(kept.events[0].customer, Some(CustomerId(Uuid::from_u128(7))));
    let saved = saved.unwrap();
    assert_eq!((saved.after, saved.done), (Some(CustomerId(Uuid::from_u128(7))), true));

    let (kept, _) = told(Some(run(true)), None).await;
    assert!(kept.events.is_empty());
}

#[tokio::test]
async fn nothing_is_told_of_whom_another_server_told() {
    let (kept, saved) = told(None, Some(run(true))).await;
    assert!(kept.events.is_empty() && saved.is_none() && !kept.committed);
}

#[tokio::test]
async fn nothing_is_told_without_webhooks_or_days() {
    for key in ["webhooks", "expirePointsNotificationDays"] {
        let mut stage = Stage::new();
        if key == "webhooks" {
            stage.store.settings.put(key, true);
        } else {
            stage.store.settings.put(key, 10_i64);
        }
        let (ports, _) = stage.ports();
        let store = ports.storage.directory().store(&store().code).await.unwrap().unwrap();
        let (cx, permit) = Cx::system(ports, store);
        tell(&cx, permit, now() + TimeDelta::seconds(1)).await.unwrap();
    }
}
