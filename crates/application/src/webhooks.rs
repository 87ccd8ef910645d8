//! Where a store's events are delivered.

mod create;
mod delete;
mod details;
mod list;
mod replay;
mod rotate_secret;
mod update;

pub use self::create::create;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::replay::replay;
pub use self::rotate_secret::rotate_secret;
pub use self::update::update;
