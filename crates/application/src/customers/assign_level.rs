//! Moving a customer to a level by hand (behaviour A19).

use domain::form::Given;
use domain::ids::LevelId;
use domain::policy::Action;

use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Moves to the level, which may be inactive, and remembers that it was by hand.
pub async fn assign_level(cx: &Cx, who: &CustomerRef, level: &Given) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAssignLevel, who).await?;
    let uow = cx.begin(permit).await?;
    let mut customer = load(cx, permit, &*uow, who).await?;
    let wanted = match level {
        Given::Absent | Given::Empty => {
            return Err(Error::MissingParameter("levelId", "field is required"));
        }
        Given::Malformed => return Err(Error::NotFound),
        Given::Text(raw) => LevelId::parse(raw).ok_or(Error::NotFound)?,
    };
    let level = uow.levels().find(wanted).await?.ok_or(Error::NotFound)?;
    let id = customer.id();
    customer.assign_level(&level, &cx.store.default_locale, cx.now());
    uow.customers().save(customer).await?;
    let moved = AuditData::List(vec![wanted.to_string()]);
    uow.audit().record(cx.audit_customer("MoveCustomerToLevel", id, moved)).await?;
    Ok(uow.commit().await?)
}
