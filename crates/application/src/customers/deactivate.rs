//! Deactivation by an administrator or a seller (behaviour A2).

use domain::account::User;
use domain::policy::Action;

use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Blocks a member and ends its sessions at once.
pub async fn deactivate(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerActivate, who).await?;
    let uow = cx.begin(permit).await?;
    let mut customer = load(cx, permit, &*uow, who).await?;
    let id = customer.id();
    customer.deactivate(cx.now());
    uow.customers().save(customer).await?;
    uow.sessions().end_all(User::Customer(id)).await?;
    uow.audit().record(cx.audit_customer("DeactivateCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}
