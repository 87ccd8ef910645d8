//! Permanent keys for machines (decision 11).

mod create;
mod delete;
mod list;

pub use self::create::{NewKey, create};
pub use self::delete::delete;
pub use self::list::list;
