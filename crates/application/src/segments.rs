//! Segments (behaviour 3.15).

mod activate;
mod create;
mod delete;
mod details;
mod list;
mod members;
mod update;

pub use self::activate::activate;
pub use self::create::create;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::members::members;
pub use self::update::update;
