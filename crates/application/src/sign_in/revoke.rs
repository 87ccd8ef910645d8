//! Signing out everywhere (behaviour B4).

use domain::account::User;
use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;

/// Ends every session of the caller, this one included.
pub async fn revoke(cx: &Cx) -> Result<(), Error> {
    let permit = cx.authorize(Action::SessionRevoke)?;
    let user = match &cx.actor {
        Actor::Admin(id, _) => User::Admin(*id),
        Actor::Seller(id) => User::Seller(*id),
        Actor::Customer(id) => User::Customer(*id),
        Actor::Anonymous => return Err(Error::AuthenticationRequired),
    };
    let uow = cx.begin(permit).await?;
    uow.sessions().end_all(user).await?;
    Ok(uow.commit().await?)
}
