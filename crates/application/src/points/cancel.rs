//! Cancelling an addition (behaviour C4, 3.12.7).

use domain::ids::TransferId;
use domain::policy::Action;

use super::Member;
use crate::cx::Cx;
use crate::error::Error;

/// Takes back what is left of points that were added.
pub async fn cancel(cx: &Cx, id: TransferId) -> Result<(), Error> {
    let permit = cx.authorize(Action::PointsCancel)?;
    let uow = cx.begin(permit).await?;
    let owner = uow.accounts().owner(id).await?.ok_or(Error::NotFound)?;
    // Whoever was deleted has no points left to cancel.
    let found = Member::find(cx, &*uow, owner).await?;
    let mut member = found.ok_or_else(|| Error::refused("this transfer cannot be canceled"))?;
    member.cancel(cx, id).map_err(|refusal| Error::refused(refusal.to_string()))?;
    member.keep(cx, &*uow).await?;
    Ok(uow.commit().await?)
}
