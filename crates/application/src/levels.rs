//! Levels (behaviour C3, 3.9).

mod activate;
mod create;
mod details;
mod list;
mod list_active;
mod members;
mod update;

use domain::level::LevelRules;

pub use self::activate::activate;
pub use self::create::create;
pub use self::details::details;
pub use self::list::list;
pub use self::list_active::list_active;
pub use self::members::members;
pub use self::update::update;
use crate::cx::Cx;

fn rules(cx: &Cx) -> LevelRules<'_> {
    LevelRules { default_locale: &cx.store.default_locale, now: cx.now() }
}
