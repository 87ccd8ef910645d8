//! Activation by an administrator or a seller (behaviour A1).

use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Lets a member collect and sign in, whatever its status was.
pub async fn activate(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerActivate, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let id = customer.id();
    customer.activate(cx.now())?;
    keep(cx, &*uow, customer).await?;
    uow.audit().record(cx.audit_customer("ActivateCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}
