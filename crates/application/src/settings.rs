//! The settings of a programme (behaviour 4, C6).

mod activation_method;
mod choices;
mod details;
mod statuses;
mod style;
mod update;

pub use self::activation_method::activation_method;
pub use self::choices::choices;
pub use self::details::details;
pub use self::statuses::statuses;
pub use self::style::style;
pub use self::update::update;
