//! Administrators, as the operator at the command line makes them (decision 10).

mod any;
mod create;

pub use self::any::any;
pub use self::create::{NewAdmin, create};
