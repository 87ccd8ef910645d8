//! Assigning a customer to a point of sale (behaviour A20, A30).

use domain::form::Given;
use domain::ids::PosId;
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Replaces the customer's POS.
pub async fn assign_pos(cx: &Cx, who: &CustomerRef, pos: &Given) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAssignPos, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let wanted = match pos {
        Given::Absent | Given::Empty => {
            return Err(Error::MissingParameter("posId", "field is required"));
        }
        Given::Malformed => return Err(Error::NotFound),
        Given::Text(raw) => PosId::parse(raw).ok_or(Error::NotFound)?,
    };
    uow.pos().find(wanted).await?.ok_or(Error::NotFound)?;
    let id = customer.id();
    customer.assign_pos(wanted, cx.now());
    keep(cx, &*uow, customer).await?;
    let assigned = AuditData::List(vec![wanted.to_string()]);
    uow.audit().record(cx.audit_customer("AssignPosToCustomer", id, assigned)).await?;
    Ok(uow.commit().await?)
}
