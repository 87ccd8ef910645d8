//! Invitations: asking somebody to join, and what came of it (behaviour B9, B10).

mod accept;
mod bought;
mod invite;
mod list;

pub(crate) use self::accept::accept;
pub(crate) use self::bought::bought;
pub use self::invite::invite;
pub use self::list::list;
