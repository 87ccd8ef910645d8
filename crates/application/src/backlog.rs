//! What an operator does about jobs: looks, tries again, gives up.

mod delete;
mod details;
mod list;
mod replay;

pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::replay::replay;
