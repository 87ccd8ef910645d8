//! Stores: each a programme of its own (behaviour 7.1). They belong to the whole installation, so
//! the caller's store does not matter here.

mod create;
mod details;
mod list;
mod move_time;
mod update;

pub use self::create::create;
pub use self::details::details;
pub use self::list::list;
pub use self::move_time::move_time;
pub use self::update::update;
