//! The audit log (behaviour 5.5).

mod list;

pub use self::list::list;
