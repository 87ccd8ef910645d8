//! Taking a manual level away (behaviour A24, 3.9.12).

use domain::level::level_for;
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::tier_amount;
use crate::ports::{AuditData, CustomerRef};

/// Clears the manual mark and moves to the level that the customer's amount earns.
pub async fn remove_manual_level(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAssignLevel, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let id = customer.id();
    let levels = uow.levels().all().await?;
    let amount = tier_amount(cx, &*uow, &customer).await?;
    let earned = level_for(&levels, amount);
    customer.remove_manual_level(earned, &cx.store.default_locale, cx.now())?;
    keep(cx, &*uow, customer).await?;
    let moved = AuditData::List(earned.iter().map(|it| it.id.to_string()).collect());
    uow.audit().record(cx.audit_customer("MoveCustomerToLevel", id, moved)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::customer::Placement;

    use super::*;
    use crate::fixtures::{Stage, admin, customer, level, now};

    #[tokio::test]
    async fn the_level_of_the_amount_comes_back() {
        let mut john = customer(7);
        john.assign_level(&level(2, 200), &domain::locale::Locale::english(), now());
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(move |_| Ok(Some(john.clone())));
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(1, 20)]));
        let (cx, record) = stage.call(admin());
        remove_manual_level(&cx, &customer(7).id().into()).await.unwrap();
        let placement = record.take().customers[0].state().placement;
        assert_eq!(placement, Some(Placement::Earned(level(0, 0).id)));
    }

    #[tokio::test]
    async fn without_a_manual_level_there_is_nothing_to_remove() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0)]));
        let (cx, _) = stage.call(admin());
        let refused = remove_manual_level(&cx, &customer(7).id().into()).await.unwrap_err();
        assert_eq!(refused.to_string(), "Customer is not assigned to level manually");
    }
}
