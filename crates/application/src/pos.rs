//! Points of sale (behaviour C2, 3.23).

mod create;
mod details;
mod list;
mod update;

use domain::form::message;

pub use self::create::create;
pub use self::details::details;
pub use self::list::list;
pub use self::update::update;

/// What a form says when a unique value is taken.
const UNIQUE: [(&str, &str); 1] = [("identifier", message::ALREADY_USED)];
