//! Use-cases on points: what customers have, get and spend (behaviour 3.12, C4).

mod add;
mod cancel;
mod give;
mod list;
mod member;
mod recalculate;
mod spend;

pub use self::add::add;
pub use self::cancel::cancel;
pub use self::give::{GiftDraft, give};
pub use self::list::list;
pub(crate) use self::member::{Member, Parts, tier_amount};
pub(crate) use self::recalculate::{recalculate, settle};
pub use self::spend::spend;
