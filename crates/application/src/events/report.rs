//! Something that an operator's own program saw a customer do.

use domain::earning::{EventDraft, RuleType, points_for_custom_event};
use domain::policy::Action;

use super::{Earned, keep};
use crate::customers::load;
use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::points::Member;
use crate::ports::CustomerRef;

/// Gives the customer what the best rule of that event gives; where none applies, nothing.
pub async fn report(cx: &Cx, who: &CustomerRef, draft: &EventDraft) -> Result<Earned, Error> {
    let permit = cx.authorize_customer(Action::EventReport, who).await?;
    let (uow, customer) = load(cx, permit, who).await?;
    let name = draft.check()?;
    let mut member = Member::of(cx, &*uow, customer).await?;
    let rules = earning::rules(cx, &*uow, &member, &[RuleType::Custom]).await?;
    let reward = earning::reward(cx, &*uow, &mut member, &rules, |rules, earner| {
        points_for_custom_event(rules, &name, earner, cx.now())
    });
    let reward = reward.await?;
    keep(cx, uow, member, reward).await
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::earning::{LimitPeriod, Rule, UsageLimit};
    use domain::form::Given;
    use domain::settings::SettingValue;

    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, as_seller, customer, rule, seller};

    fn stage(rules: Vec<Rule>, uses: u64) -> Stage {
        let mut stage = Stage::new();
        stage
            .store
            .settings
            .put("customerStatusesEarning", SettingValue::Texts(vec!["new".to_owned()]));
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.rules.expect_active().returning(move |_| Ok(rules.clone()));
        stage
            .repos
            .rules
            .expect_uses()
            .returning(move |_, of| Ok(of.iter().map(|(rule, _)| (*rule, uses)).collect()));
        stage
    }

    fn event(name: &str) -> EventDraft {
        EventDraft { name: Given::text(name), ..EventDraft::default() }
    }

    fn limited(times: u32) -> Rule {
        Rule { limit: Some(UsageLimit { times, period: LimitPeriod::Week }), ..rule("limited", 9) }
    }

    async fn reported(stage: Stage, name: &str) -> (Earned, crate::fixtures::Kept) {
        let (cx, record) = stage.call(as_seller(seller().id));
        let earned = report(&cx, &customer(7).id().into(), &event(name)).await.unwrap();
        (earned, record.take())
    }

    #[tokio::test]
    async fn the_best_rule_of_the_event_gives_its_points() {
        let rules = vec![rule("five", 5), rule("seven", 7)];
        let (earned, kept) = reported(stage(rules, 0), "like").await;
        assert_eq!(earned.points, Amount::from_units(7));
        assert!(kept.committed);
        let [transfer] = &kept.accounts[0].transfers[..] else { panic!("one transfer") };
        assert_eq!(Some(transfer.id), earned.transfer);
        assert_eq!(transfer.note.comment.as_deref(), Some("seven"));
        assert_eq!(kept.rule_uses, []);
    }

    #[tokio::test]
    async fn where_no_rule_applies_nothing_is_given() {
        for (stage, name) in [
            (stage(vec![rule("five", 5)], 0), "dislike"),
            (stage(vec![Rule { levels: vec![], ..rule("nobody", 5) }], 0), "like"),
            (stage(vec![limited(3)], 3), "like"),
        ] {
            let (earned, kept) = reported(stage, name).await;
            assert_eq!(earned, Earned { transfer: None, points: Amount::ZERO });
            assert!(kept.accounts.is_empty());
        }
        let mut closed = stage(vec![rule("five", 5)], 0);
        closed
            .store
            .settings
            .put("customerStatusesEarning", SettingValue::Texts(vec!["active".to_owned()]));
        assert_eq!(reported(closed, "like").await.0.transfer, None);
    }

    #[tokio::test]
    async fn the_use_of_a_rule_with_a_limit_is_noted() {
        let (earned, kept) = reported(stage(vec![limited(3)], 2), "like").await;
        let [used] = kept.rule_uses[..] else { panic!("one use") };
        assert_eq!((used.rule, Some(used.transfer)), (limited(3).id, earned.transfer));
        assert_eq!(used.customer, customer(7).id());
    }

    #[tokio::test]
    async fn customers_report_nothing_and_the_form_is_judged_last() {
        let found = Stage::new().reading(|read| {
            read.expect_find_customer().returning(|_| Ok(Some(customer(7).id())));
        });
        let (cx, _) = found.call(as_customer(customer(7).id()));
        let refused = report(&cx, &customer(7).id().into(), &event("like")).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let (cx, record) = stage(vec![], 0).call(admin());
        let refused = report(&cx, &customer(7).id().into(), &event("")).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("name"));
        assert!(!record.take().committed);
    }
}
