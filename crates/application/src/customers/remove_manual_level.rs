//! Taking a manual level away (behaviour A24, 3.9.12).

use domain::level::level_for;
use domain::policy::Action;

use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Clears the manual mark and moves to the level that the customer's amount earns.
pub async fn remove_manual_level(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAssignLevel, who).await?;
    let uow = cx.begin(permit).await?;
    let mut customer = load(cx, permit, &*uow, who).await?;
    let id = customer.id();
    let levels = uow.levels().all().await?;
    let earned = level_for(&levels, customer.tier_amount(&cx.store));
    customer.remove_manual_level(earned, &cx.store.default_locale, cx.now())?;
    uow.customers().save(customer).await?;
    let moved = AuditData::List(earned.iter().map(|it| it.id.to_string()).collect());
    uow.audit().record(cx.audit_customer("MoveCustomerToLevel", id, moved)).await?;
    Ok(uow.commit().await?)
}
