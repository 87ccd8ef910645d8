//! What follows when points change: levels, history, webhooks, messages.

use domain::customer::Placement;
use domain::ids::LevelId;
use domain::points::{Issuer, PointsEvent};
use domain::policy::Action;

use super::*;
use crate::fixtures::{Kept, Stage, admin, customer, level};

fn by_points(mut stage: Stage) -> Stage {
    stage.store.settings.put("tierAssignType", "points");
    stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(1, 20)]));
    stage
}

async fn added(mut stage: Stage, points: i64) -> Kept {
    stage.store.settings.put("webhooks", true);
    stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
    let (cx, record) = stage.call(admin());
    let permit = cx.authorize(Action::PointsChange).unwrap();
    let uow = cx.begin(permit).await.unwrap();
    let mut member = Member::find(&cx, &*uow, customer(7).id()).await.unwrap().unwrap();
    member.add(&cx, Amount::from_units(points), None, Note::new(Issuer::Admin, None));
    member.keep(&cx, &*uow).await.unwrap();
    record.take()
}

fn placed(kept: &Kept) -> Option<LevelId> {
    kept.customers.last()?.state().placement.map(Placement::level)
}

#[tokio::test]
async fn points_move_levels_where_points_decide() {
    let kept = added(by_points(Stage::new()), 20).await;
    assert_eq!(placed(&kept), Some(level(1, 20).id));
    let topics: Vec<_> = kept.events.iter().map(|it| it.topic.as_str()).collect();
    assert_eq!(
        topics,
        [
            "customer.updated",
            "customer.level_changed",
            "customer.level_changed_automatically",
            "account.available_points_amount_changed",
        ]
    );
    let [account] = &kept.accounts[..] else { panic!("one account") };
    assert_eq!(account.balance.available, Amount::from_units(20));
    // The history tells of the points before it tells of the level.
    let after = kept.told[0].after;
    assert_eq!(after, customer(7).state().version);
    assert!(matches!(kept.told[0].entry.event, PointsEvent::Added { .. }));
}

#[tokio::test]
async fn points_move_no_levels_where_purchases_decide() {
    let kept = added(Stage::new(), 20).await;
    assert_eq!(placed(&kept), None);
    assert_eq!(kept.messages().len(), 1);
}

#[tokio::test]
async fn locked_points_are_no_change_yet() {
    let mut stage = by_points(Stage::new());
    stage.store.settings.put("pointsDaysLocked", 7);
    let kept = added(stage, 20).await;
    assert_eq!((placed(&kept), kept.messages()), (None, vec![]));
    assert_eq!(kept.events, []);
    assert_eq!(kept.accounts[0].balance.locked, Amount::from_units(20));
}
