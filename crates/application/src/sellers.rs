//! Sellers: the merchant's people at the till (behaviour C1, 3.24).

mod activate;
mod deactivate;
mod delete;
mod details;
mod list;
mod register;
mod update;

use domain::form::{FormErrors, message};
use domain::ids::PosId;

pub use self::activate::activate;
pub use self::deactivate::deactivate;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::register::register;
pub use self::update::update;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// What a form says when a unique value is taken.
const UNIQUE: [(&str, &str); 1] = [("email", message::SELLER_EMAIL_TAKEN)];

/// A seller's POS must exist.
async fn find_pos(uow: &dyn UnitOfWork, id: PosId) -> Result<(), Error> {
    if uow.pos().find(id).await?.is_some() {
        return Ok(());
    }
    let mut errors = FormErrors::default();
    errors.field("posId", message::NOT_VALID);
    Err(errors.into())
}

/// A deleted seller can be looked at, not changed.
fn gone() -> Error {
    Error::refused("The seller is deleted.")
}
