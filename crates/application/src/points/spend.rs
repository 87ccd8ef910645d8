//! Taking points by hand (behaviour C4, 3.12.6).

use domain::form::FormErrors;
use domain::ids::TransferId;
use domain::ledger::Shortfall;
use domain::points::{Note, TransferDraft};

use super::Member;
use super::add::{authorize, issuer, unknown_customer};
use crate::cx::Cx;
use crate::error::Error;

/// Takes points of the customer that the form names, the oldest first.
pub async fn spend(cx: &Cx, draft: &TransferDraft) -> Result<TransferId, Error> {
    let permit = authorize(cx).await?;
    let terms = draft.check()?;
    let uow = cx.begin(permit).await?;
    let found = Member::find(cx, &*uow, terms.customer).await?;
    let mut member = found.ok_or_else(|| unknown_customer(terms.customer))?;
    let note = Note::new(issuer(cx), terms.comment);
    let spent = member.spend(cx, terms.points, Shortfall::Refused, note);
    let id = spent.map_err(|refusal| {
        let mut errors = FormErrors::default();
        errors.field("points", refusal.to_string());
        errors
    })?;
    member.keep(cx, &*uow).await?;
    uow.commit().await?;
    Ok(id)
}
