//! Invitations: asking somebody to join, and what came of it (behaviour B9, B10).

mod accept;
mod invite;
mod list;

pub(crate) use self::accept::accept;
pub use self::invite::invite;
pub use self::list::list;
