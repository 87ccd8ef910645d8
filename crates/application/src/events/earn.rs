//! What a customer shows of itself: where it is, and what it scanned.

use domain::earning::{
    CodeDraft, Earner, Grant, PlaceDraft, Rule, RuleType, points_for_code, points_for_place,
};
use domain::policy::{Action, Actor};

use super::{Earned, keep};
use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::points::Member;

/// Gives the calling customer what the best rule of its place gives.
pub async fn be_at(cx: &Cx, draft: &PlaceDraft) -> Result<Earned, Error> {
    earn(cx, RuleType::Geolocation, || {
        let place = draft.check()?;
        Ok(move |rules: &[Rule], earner: Earner<'_>| {
            points_for_place(rules, &place, earner, cx.now())
        })
    })
    .await
}

/// Gives the calling customer what the best rule of a code gives. A wrong code, one that is not
/// for this customer and one that was used up are answered alike, and after the same work.
pub async fn scan(cx: &Cx, draft: &CodeDraft) -> Result<Earned, Error> {
    earn(cx, RuleType::QrCode, || {
        let scanned = draft.check()?;
        Ok(move |rules: &[Rule], earner: Earner<'_>| {
            points_for_code(rules, |it| cx.secrets().same(it, &scanned), earner, cx.now())
        })
    })
    .await
}

async fn earn<Of>(
    cx: &Cx,
    rule_type: RuleType,
    checked: impl FnOnce() -> Result<Of, Error>,
) -> Result<Earned, Error>
where
    Of: FnOnce(&[Rule], Earner<'_>) -> Option<Grant>,
{
    let permit = cx.authorize(Action::EventEarn)?;
    let Actor::Customer(own) = cx.actor else { return Err(Error::Forbidden) };
    let of = checked()?;
    let uow = cx.begin(permit).await?;
    let mut member = Member::find(cx, &*uow, own).await?.ok_or(Error::NotFound)?;
    let rules = earning::rules(cx, &*uow, &member, &[rule_type]).await?;
    let reward = earning::reward(cx, &*uow, &mut member, &rules, of).await?;
    keep(cx, uow, member, reward).await
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::earning::RuleKind;
    use domain::form::Given;
    use domain::settings::SettingValue;

    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, as_seller, customer, rule, seller};

    fn stage(uses: u64) -> Stage {
        let mut stage = Stage::new();
        stage
            .store
            .settings
            .put("customerStatusesEarning", SettingValue::Texts(vec!["new".to_owned()]));
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.rules.expect_active().returning(|types| {
            let points = Amount::from_units(2);
            let code = RuleKind::QrCode { code: "abcd".to_owned(), points };
            let (latitude, longitude) = ("50".to_owned(), "15".to_owned());
            let radius = "4".to_owned();
            let place = RuleKind::Geolocation { latitude, longitude, radius, points };
            let mut rules = vec![
                Rule { kind: code, ..rule("code", 0) },
                Rule { kind: place, ..rule("place", 0) },
            ];
            rules.retain(|it| types.contains(&it.kind.rule_type()));
            Ok(rules)
        });
        stage
            .repos
            .rules
            .expect_uses()
            .returning(move |_, of| Ok(of.iter().map(|(rule, _)| (*rule, uses)).collect()));
        stage
    }

    fn code(raw: &str) -> CodeDraft {
        CodeDraft { code: Given::text(raw), ..CodeDraft::default() }
    }

    fn place(latitude: &str) -> PlaceDraft {
        let (latitude, longitude) = (Given::text(latitude), Given::text("15"));
        PlaceDraft { latitude, longitude, ..PlaceDraft::default() }
    }

    #[tokio::test]
    async fn codes_and_places_give_once_a_day() {
        for (uses, points) in [(0, 2), (1, 0)] {
            let (cx, record) = stage(uses).call(as_customer(customer(7).id()));
            let earned = scan(&cx, &code("abcd")).await.unwrap();
            assert_eq!(earned.points, Amount::from_units(points));
            let used: Vec<_> = record.take().rule_uses.iter().map(|it| it.rule).collect();
            assert_eq!(used, vec![rule("code", 0).id; usize::from(points > 0)]);
            let (cx, record) = stage(uses).call(as_customer(customer(7).id()));
            let earned = be_at(&cx, &place("50.01")).await.unwrap();
            assert_eq!(earned.points, Amount::from_units(points));
            assert_eq!(record.take().committed, points > 0);
        }
    }

    #[tokio::test]
    async fn another_code_and_another_place_give_nothing() {
        let (cx, _) = stage(0).call(as_customer(customer(7).id()));
        assert_eq!(scan(&cx, &code("ABCD")).await.unwrap().transfer, None);
        let (cx, _) = stage(0).call(as_customer(customer(7).id()));
        assert_eq!(be_at(&cx, &place("51")).await.unwrap().transfer, None);
    }

    #[tokio::test]
    async fn only_customers_earn_like_that() {
        for caller in [admin(), as_seller(seller().id)] {
            let (cx, _) = stage(0).call(caller);
            assert!(matches!(scan(&cx, &code("abcd")).await, Err(Error::Forbidden)));
            assert!(matches!(be_at(&cx, &place("50")).await, Err(Error::Forbidden)));
        }
        let (cx, _) = stage(0).call(as_customer(customer(7).id()));
        let refused = be_at(&cx, &place("north")).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("latitude"));
    }
}
