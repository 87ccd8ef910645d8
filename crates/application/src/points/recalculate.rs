//! What time does to one customer (behaviour 3.10.5, 3.13.4).

use domain::calendar::days_earlier;
use domain::ids::CustomerId;
use domain::tier::Trigger;

use super::Member;
use super::member::point_facts;
use crate::cx::{Cx, Permit};
use crate::error::Error;

/// Unlocks and expires what is due. Whoever is gone by now has nothing due.
pub(crate) async fn settle(cx: &Cx, permit: Permit, id: CustomerId) -> Result<(), Error> {
    let uow = cx.begin(permit).await?;
    if let Some(member) = Member::find(cx, &*uow, id).await? {
        member.keep(cx, &*uow).await?;
        uow.commit().await?;
    }
    Ok(())
}

/// Judges a customer's level by what it earned, and begins to count anew. Somebody who was
/// recalculated in between is left alone.
pub(crate) async fn recalculate(cx: &Cx, permit: Permit, id: CustomerId) -> Result<(), Error> {
    let policy = cx.store.settings.tier_policy();
    let Some(days) = policy.recalculation_days() else { return Ok(()) };
    let uow = cx.begin(permit).await?;
    let Some(mut member) = Member::find(cx, &*uow, id).await? else { return Ok(()) };
    let state = member.customer.state();
    let since = state.last_level_recalculation.unwrap_or(state.created_at);
    if since > days_earlier(cx.now(), days, cx.store.time_zone) {
        return Ok(());
    }
    let points = point_facts(cx, &*uow, &member.customer, member.balance()).await?;
    let levels = uow.levels().all().await?;
    member.judge(cx, Trigger::Recalculation, &levels, points);
    member.customer.recalculated(cx.now());
    if policy.resets_points() {
        member.reset_points(cx);
    }
    member.keep(cx, &*uow).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::customer::{Customer, CustomerState, Placement};
    use domain::ids::TransferId;
    use domain::ledger::Times;
    use domain::points::{Account, Issuer, Note};
    use domain::policy::Action;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, customer, level, now};

    const DAYS: i64 = 30;

    /// On level 2 since so many days, with 7.9 points.
    fn stage(days: i64, resets: bool) -> Stage {
        let mut stage = Stage::new();
        for (key, value) in [
            ("tierAssignType", "points"),
            ("levelDowngradeMode", "after_x_days"),
            ("levelDowngradeBase", "active_points"),
        ] {
            stage.store.settings.put(key, value);
        }
        stage.store.settings.put("levelDowngradeDays", DAYS);
        stage.store.settings.put("levelResetPointsOnDowngrade", resets);
        let john = CustomerState {
            placement: Some(Placement::Earned(level(2, 200).id)),
            last_level_recalculation: Some(now() - chrono::TimeDelta::days(days)),
            ..customer(7).state().clone()
        };
        stage
            .repos
            .customers
            .expect_find()
            .returning(move |_| Ok(Some(Customer::restore(john.clone()))));
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(2, 200)]));
        stage.repos.accounts.expect_find().returning(|id| {
            let mut account = Account::open(id);
            let points = Amount::parse("7.9").unwrap();
            let created_at = now() - chrono::TimeDelta::days(5);
            let times = Times { created_at, locked_until: None, expires_at: None };
            account.add(TransferId(uuid::Uuid::nil()), points, times, Note::new(Issuer::Api, None));
            account.take_entries();
            Ok(account)
        });
        stage
    }

    async fn run(stage: Stage) -> Kept {
        let (cx, record) = stage.call(admin());
        let permit = cx.authorize(Action::PointsChange).unwrap();
        recalculate(&cx, permit, customer(7).id()).await.unwrap();
        record.take()
    }

    #[tokio::test]
    async fn a_level_that_was_not_kept_up_goes_down_and_counting_begins_anew() {
        let kept = run(stage(DAYS, false)).await;
        let state = kept.customers[0].state();
        assert_eq!(state.placement, Some(Placement::Earned(level(0, 0).id)));
        assert_eq!(state.last_level_recalculation, Some(now()));
        assert_eq!(kept.accounts[0].balance.available, Amount::parse("7.9").unwrap());
    }

    #[tokio::test]
    async fn points_go_with_it_where_the_programme_says_so() {
        let kept = run(stage(DAYS, true)).await;
        assert_eq!(kept.accounts[0].balance.available, Amount::ZERO);
        assert_eq!(kept.told[0].entry.event.name(), "PointsHasBeenReset");
    }

    #[tokio::test]
    async fn nobody_is_recalculated_before_the_time() {
        let kept = run(stage(DAYS - 1, true)).await;
        assert!(kept.customers.is_empty() && !kept.committed);
    }
}
