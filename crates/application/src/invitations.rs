//! Invitations: asking somebody to join, and what came of it (behaviour B9, B10).

mod accept;
mod bought;
mod invite;
mod list;

use domain::earning::{ReferralEvent, RuleKind, RuleType};

pub(crate) use self::accept::enrol;
pub(crate) use self::bought::{Buyer, bought, reward_buyer};
pub use self::invite::invite;
pub use self::list::list;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// Whether any rule rewards one of these.
async fn rewards(uow: &dyn UnitOfWork, events: &[ReferralEvent]) -> Result<bool, Error> {
    let rules = uow.rules().active(&[RuleType::Referral]).await?;
    let is_one =
        |kind: &_| matches!(kind, RuleKind::Referral { when, .. } if events.contains(when));
    Ok(rules.iter().any(|it| is_one(&it.kind)))
}
