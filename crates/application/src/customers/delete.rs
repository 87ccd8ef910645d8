//! Removing a customer (behaviour A37, 7.7).

use domain::account::User;
use domain::policy::Action;

use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Erases the person: profile, login, sessions, waiting messages and what the audit log was told.
/// The row stays, nameless, for what refers to it.
pub async fn delete(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerDelete, who).await?;
    let uow = cx.begin(permit).await?;
    let mut customer = load(cx, permit, &*uow, who).await?;
    let id = customer.id();
    customer.delete(cx.now());
    uow.customers().save(customer).await?;
    uow.sessions().end_all(User::Customer(id)).await?;
    uow.logins().delete(User::Customer(id)).await?;
    uow.outbox().forget(id).await?;
    uow.audit().forget(id).await?;
    uow.audit().record(cx.audit_customer("DeleteCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}
