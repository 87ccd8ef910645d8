//! What customers do, told so that it may be rewarded (behaviour 3.14.6).

mod earn;
mod report;

use domain::amount::Amount;
use domain::ids::TransferId;

pub use self::earn::{be_at, scan};
pub use self::report::report;
use crate::cx::Cx;
use crate::earning::{self, Reward};
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// What it was worth: without a transfer nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    pub transfer: Option<TransferId>,
    pub points: Amount,
}

/// Keeps a customer with what it just got.
async fn keep(
    cx: &Cx,
    uow: Box<dyn UnitOfWork>,
    member: Member,
    reward: Reward,
) -> Result<Earned, Error> {
    let Reward { transfer, points, uses } = reward;
    if transfer.is_some() {
        member.keep(cx, &*uow).await?;
        earning::note(&*uow, &uses).await?;
        uow.commit().await?;
    }
    Ok(Earned { transfer, points })
}
