//! Rows: how each aggregate is written into columns and read back.

pub mod admin;
pub mod audit;
pub mod campaign;
pub mod code;
pub mod customer;
pub mod endpoint;
pub mod event;
mod fields;
pub mod invitation;
pub mod job;
pub mod json;
pub mod key;
pub mod level;
pub mod login;
pub mod pos;
pub mod purchase;
pub mod reward;
pub mod role;
pub mod rule;
pub mod segment;
pub mod seller;
pub mod session;
mod settings;
pub mod store;
pub mod transfer;

pub use self::fields::Fields;

/// What a statement writes: columns and their values.
pub type Written = Vec<(&'static str, sea_orm::Value)>;

/// Names a table's columns once: `COLUMNS` is the text to select them under the table's alias,
/// `NAMES` their order.
macro_rules! columns {
    ($table:literal as $alias:literal: $first:literal $(, $name:literal)* $(,)?) => {
        const TABLE: &str = $table;

        /// Every column that [`from_row`] reads, under the alias that all statements use.
        pub const COLUMNS: &str = concat!($alias, ".", $first $(, ", ", $alias, ".", $name)*);

        /// How many columns those are: whatever a statement selects after them starts here.
        pub const WIDTH: usize = [$first $(, $name)*].len();

        const NAMES: &[&str; WIDTH] = &[$first $(, $name)*];
    };
}
pub(crate) use columns;
