//! Earning rules (behaviour 3.14).

mod activate;
mod create;
mod delete;
mod details;
mod list;
mod update;

use domain::earning::{Rule, RuleDraft, RuleRules};
use domain::ids::RuleId;

pub use self::activate::activate;
pub use self::create::create;
pub use self::delete::delete;
pub use self::details::details;
pub use self::list::list;
pub use self::update::update;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// The rule that a draft describes, with every level and point of sale that it names looked up.
async fn checked(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    draft: &RuleDraft,
    id: RuleId,
    stored: Option<&Rule>,
) -> Result<Rule, Error> {
    let levels: Vec<_> = uow.levels().all().await?.into_iter().map(|it| it.id).collect();
    let named = draft.named_pos();
    let pos = if named.is_empty() { vec![] } else { uow.pos().known(&named).await? };
    let rules = RuleRules { zone: cx.store.time_zone, levels: &levels, pos: &pos };
    Ok(draft.check(id, stored, rules)?)
}
