//! The ways out: e-mail, SMS, push, webhooks, and the words they consist of.

mod files;
mod texts;
mod unset;

pub use self::files::Files;
pub use self::texts::{BadTemplates, Templates};
pub use self::unset::Unset;
