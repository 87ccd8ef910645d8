//! Use-cases on customers.

mod activate;
mod anonymize;
mod assign_level;
mod assign_pos;
mod assigned;
mod check;
mod deactivate;
mod delete;
mod details;
mod erase;
mod keep;
mod list;
mod load;
mod register;
mod remove_manual_level;
mod search;
mod self_register;
mod unique;
mod update;

pub use self::activate::activate;
pub use self::anonymize::anonymize;
pub use self::assign_level::assign_level;
pub use self::assign_pos::assign_pos;
pub use self::check::check;
pub use self::deactivate::deactivate;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::register::{Registered, register};
pub use self::remove_manual_level::remove_manual_level;
pub use self::search::{SearchDraft, search};
pub use self::self_register::self_register;
pub use self::update::update;
