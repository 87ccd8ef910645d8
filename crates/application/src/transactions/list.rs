//! Lists of purchases (behaviour C5).

use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerRef, Listing, TransactionQuery, TransactionView};

/// Everybody's purchases; a customer's own.
pub async fn list(cx: &Cx, mut query: TransactionQuery) -> Result<Listing<TransactionView>, Error> {
    let permit = match cx.actor {
        Actor::Customer(own) => {
            query.customer = Some(own);
            cx.authorize_customer(Action::TransactionView, &own.into()).await?
        }
        _ => cx.authorize(Action::TransactionView)?,
    };
    Ok(cx.read(permit).transactions(&query).await?)
}

/// The purchases of one customer.
pub async fn of_customer(
    cx: &Cx,
    who: &CustomerRef,
    mut query: TransactionQuery,
) -> Result<Listing<TransactionView>, Error> {
    let permit = cx.authorize_customer(Action::TransactionView, who).await?;
    let read = cx.read(permit);
    query.customer = Some(read.find_customer(who).await?.ok_or(Error::NotFound)?);
    Ok(read.transactions(&query).await?)
}
