//! What becomes of an invitation when whoever came of it buys something (behaviour B10.5).

use domain::ids::CustomerId;

use crate::error::Error;
use crate::ports::UnitOfWork;

/// Notes the first purchase of somebody who was invited.
pub(crate) async fn bought(uow: &dyn UnitOfWork, customer: CustomerId) -> Result<(), Error> {
    let Some(mut invitation) = uow.invitations().find_by_recipient(customer).await? else {
        return Ok(());
    };
    if invitation.bought() {
        uow.invitations().save(&invitation).await?;
    }
    Ok(())
}
