//! Messages that operators read and write.

mod list;
mod notify;

pub use self::list::list;
pub use self::notify::notify;
