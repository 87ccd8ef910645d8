//! What the first subscription to the newsletter gives (behaviour 3.2.6).

use domain::customer::Customer;
use domain::earning::{NEWSLETTER, RuleType};

use super::{note, reward_event, rules};
use crate::customers;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// Saves a customer after a command that may have left it subscribed, with the points for that.
pub(crate) async fn keep_subscribed(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    mut customer: Customer,
) -> Result<(), Error> {
    if !customer.subscribe() {
        return customers::keep(cx, uow, customer).await;
    }
    let mut member = Member::of(cx, uow, customer).await?;
    let rules = rules(cx, uow, &member, &[RuleType::Event]).await?;
    let reward = reward_event(cx, uow, &mut member, &rules, NEWSLETTER, None).await?;
    member.keep(cx, uow).await?;
    note(uow, &reward.uses).await
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::customer::{Agreements, Changes, CustomerState};
    use domain::earning::{Rule, RuleKind};
    use domain::policy::Action;
    use domain::settings::SettingValue;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, customer, now, rule};

    async fn kept(newsletter: bool, used: bool) -> Kept {
        let mut stage = Stage::new();
        let new = SettingValue::Texts(vec!["new".to_owned()]);
        stage.store.settings.put("customerStatusesEarning", new);
        stage.repos.rules.expect_active().returning(|_| {
            let points = Amount::from_units(85);
            let kind = RuleKind::Event { event: NEWSLETTER.to_owned(), points };
            Ok(vec![Rule { kind, ..rule("newsletter", 0) }])
        });
        let (cx, record) = stage.call(admin());
        let permit = cx.authorize(Action::CustomerEdit).unwrap();
        let uow = cx.begin(permit).await.unwrap();
        let mut stored = CustomerState { newsletter_used: used, ..customer(7).state().clone() };
        stored.profile.agreements = Agreements([true, newsletter, false]);
        let mut john = Customer::restore(stored);
        john.update(Changes::default(), now()).unwrap();
        keep_subscribed(&cx, &*uow, john).await.unwrap();
        record.take()
    }

    #[tokio::test]
    async fn the_newsletter_is_rewarded_once_in_a_lifetime() {
        for (newsletter, used, transfers) in
            [(true, false, 1), (true, true, 0), (false, false, 0), (false, true, 0)]
        {
            let kept = kept(newsletter, used).await;
            let given: usize = kept.accounts.iter().map(|it| it.transfers.len()).sum();
            assert_eq!(given, transfers, "{newsletter} {used}");
            let [customer] = &kept.customers[..] else { panic!("saved once") };
            assert_eq!(customer.state().newsletter_used, newsletter || used);
        }
    }
}
