//! Lists of transfers (behaviour C4).

use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, TransferQuery, TransferView};

/// Everybody's transfers; a customer's own, whatever else it asks for.
pub async fn list(cx: &Cx, query: &TransferQuery) -> Result<Listing<TransferView>, Error> {
    let mut query = query.clone();
    let permit = match cx.actor {
        Actor::Customer(own) => {
            query.customer = Some(own);
            cx.authorize_customer(Action::PointsList, &own.into()).await?
        }
        _ => cx.authorize(Action::PointsList)?,
    };
    Ok(cx.read(permit).transfers(&query).await?)
}
