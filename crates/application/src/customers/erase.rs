//! What an erasure takes away beside the customer's own row (behaviour 7.3.3, 7.7.2).

use domain::account::User;
use domain::customer::CustomerState;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Contacts, Task, UnitOfWork};

/// Every way in, everything that waits to be sent, every copy and every file of a person. `before`
/// is the customer as it was.
pub(super) async fn erase(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    before: &CustomerState,
) -> Result<(), Error> {
    let (id, profile) = (before.id, &before.profile);
    let user = User::Customer(id);
    uow.sessions().end_all(user).await?;
    uow.logins().delete(user).await?;
    uow.codes().forget(user).await?;
    let contacts = Contacts {
        email: profile.email.clone(),
        phone: profile.phone.given().cloned(),
        loyalty_card: None,
    };
    uow.invitations().forget(id, &contacts).await?;
    uow.purchases().forget_buyer(id).await?;
    uow.jobs().forget(id).await?;
    uow.outbox().forget(id).await?;
    uow.audit().forget(id).await?;
    uow.jobs().add(&cx.job(Task::ForgetMessages(id))).await?;
    if let Some(avatar) = &before.avatar {
        uow.jobs().add(&cx.job(Task::SweepBlob { path: avatar.path.clone() })).await?;
    }
    Ok(())
}
