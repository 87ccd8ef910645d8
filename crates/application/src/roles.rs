//! ACL roles of administrators (behaviour 1.4).

mod create;
mod delete;
mod details;
mod list;
mod update;

use domain::access::Rights;
use domain::policy::Actor;

pub use self::create::create;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::update::update;
use crate::cx::Cx;
use crate::error::Error;

/// Nobody grants, takes away or removes more than he holds.
pub(crate) fn must_hold(cx: &Cx, rights: &Rights) -> Result<(), Error> {
    match &cx.actor {
        Actor::Admin(_, held) if held.cover_all_of(rights) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}
