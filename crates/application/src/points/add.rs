//! Adding points by hand (behaviour C4, 3.12.5).

use domain::ids::TransferId;
use domain::points::{Issuer, Note, TransferDraft};
use domain::policy::{Action, Actor};

use super::Member;
use crate::cx::{Cx, Permit};
use crate::error::Error;

/// Adds points to the customer that the form names.
pub async fn add(cx: &Cx, draft: &TransferDraft) -> Result<TransferId, Error> {
    let permit = authorize(cx).await?;
    let terms = draft.check()?;
    let uow = cx.begin(permit).await?;
    let found = Member::find(cx, &*uow, terms.customer).await?;
    let mut member = found.ok_or_else(|| unknown_customer(terms.customer))?;
    let id = member.add(cx, terms.points, terms.validity, Note::new(issuer(cx), terms.comment));
    member.keep(cx, &*uow).await?;
    uow.commit().await?;
    Ok(id)
}

/// Administrators who may, and sellers who were allowed to (behaviour 1.5).
pub(super) async fn authorize(cx: &Cx) -> Result<Permit, Error> {
    let permit = cx.authorize(Action::PointsChange)?;
    if let Actor::Seller(id) = cx.actor {
        let seller = cx.read(permit).seller(id).await?;
        if !seller.is_some_and(|it| it.seller.allow_point_transfer) {
            return Err(Error::Forbidden);
        }
    }
    Ok(permit)
}

/// In whose name it is done (behaviour 3.12.3).
pub(super) fn issuer(cx: &Cx) -> Issuer {
    match cx.actor {
        Actor::Seller(_) => Issuer::Seller,
        Actor::Admin(..) | Actor::Anonymous => Issuer::Admin,
        Actor::Customer(_) => Issuer::Api,
    }
}

pub(super) fn unknown_customer(id: domain::ids::CustomerId) -> Error {
    let mut errors = domain::form::FormErrors::default();
    errors.field("customer", format!("Customer ID: {id} does not exist"));
    errors.into()
}
