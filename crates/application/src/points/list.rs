//! Lists of transfers (behaviour C4).

use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, TransferQuery, TransferView};

/// Everybody's transfers.
pub async fn list(cx: &Cx, query: &TransferQuery) -> Result<Listing<TransferView>, Error> {
    let permit = cx.authorize(Action::PointsList)?;
    Ok(cx.read(permit).transfers(query).await?)
}

/// The caller's own transfers, whatever else was asked for.
pub async fn own(cx: &Cx, mut query: TransferQuery) -> Result<Listing<TransferView>, Error> {
    let permit = cx.authorize(Action::PointsListOwn)?;
    if let Actor::Customer(own) = cx.actor {
        query.customer = Some(own);
    }
    Ok(cx.read(permit).transfers(&query).await?)
}
