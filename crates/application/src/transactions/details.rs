//! One purchase (behaviour C5).

use domain::ids::TransactionId;
use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::TransactionView;

/// A purchase; of a customer only its own. Somebody else's is 403, an unknown one 404 (behaviour
/// 0.4.6).
pub async fn details(cx: &Cx, id: TransactionId) -> Result<TransactionView, Error> {
    let permit = match cx.actor {
        Actor::Customer(own) => cx.authorize_customer(Action::TransactionView, &own.into()).await?,
        _ => cx.authorize(Action::TransactionView)?,
    };
    let found = cx.read(permit).transaction(id).await?.ok_or(Error::NotFound)?;
    match cx.actor {
        Actor::Customer(own) if found.document.customer != Some(own) => Err(Error::Forbidden),
        _ => Ok(found),
    }
}
