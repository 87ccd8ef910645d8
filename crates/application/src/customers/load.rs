//! Finding the customer that a path names, for a write.

use domain::customer::Customer;

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{CustomerRef, UnitOfWork};

/// The customer, locked for this unit of work: by id, or else by loyalty card number.
pub(super) async fn load(
    cx: &Cx,
    permit: Permit,
    uow: &dyn UnitOfWork,
    who: &CustomerRef,
) -> Result<Customer, Error> {
    if let Some(id) = who.id
        && let Some(customer) = uow.customers().find(id).await?
    {
        return Ok(customer);
    }
    let id = cx.read(permit).find_customer(who).await?.ok_or(Error::NotFound)?;
    uow.customers().find(id).await?.ok_or(Error::NotFound)
}
