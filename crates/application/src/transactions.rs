//! Use-cases on sales and returns (behaviour 3.16, C5).

mod assign;
mod details;
mod import;
mod label;
mod list;
mod matching;
mod ownership;
mod register;

pub use self::assign::assign;
pub use self::details::details;
pub use self::import::{Import, import};
pub use self::label::{LabelsDraft, append_labels, replace_labels};
pub use self::list::{list, of_customer};
pub use self::register::register;
pub(crate) use self::register::{add, document};
