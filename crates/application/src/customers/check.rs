//! Whether a contact is already a member's (behaviour A10).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

/// How many customers have exactly this e-mail or phone. Nothing asked, nothing told: zero.
pub async fn check(cx: &Cx, contact: Option<&str>) -> Result<u64, Error> {
    let permit = cx.authorize(Action::CustomerCheck)?;
    match contact.map(str::trim).filter(|it| !it.is_empty()) {
        None => Ok(0),
        Some(contact) => Ok(cx.read(permit).count_by_contact(contact).await?),
    }
}
