//! Rewards that points buy (behaviour 2.0, 3.14.3).

mod activate;
mod buy;
mod create;
mod details;
mod hand_over;
mod list;
mod offers;
mod rewards;
mod update;
mod use_reward;

use domain::campaign::Coupon;
use domain::form::Given;
use domain::ids::{CouponId, CustomerId};
use domain::policy::Actor;

pub use self::activate::activate;
pub use self::buy::{Bought, buy};
pub use self::create::create;
pub use self::details::details;
pub(crate) use self::hand_over::present;
pub use self::list::list;
pub use self::offers::offers;
pub use self::rewards::{own_rewards, rewards};
pub use self::update::update;
pub use self::use_reward::{UseDraft, use_reward};
use crate::cx::Cx;
use crate::error::Error;

const REQUIRED: &str = "field is required";

/// Codes as coupons, each with an id of its own.
fn coupons(cx: &Cx, codes: Vec<String>) -> Vec<Coupon> {
    codes.into_iter().map(|code| Coupon { id: CouponId(cx.next_id()), code }).collect()
}

/// Whom a call is about: a customer means itself unless it says otherwise. `None`: nobody is named.
fn whom(cx: &Cx, given: &Given) -> Result<Option<CustomerId>, Error> {
    match (given, &cx.actor) {
        (Given::Absent | Given::Empty, Actor::Customer(own)) => Ok(Some(*own)),
        (Given::Absent | Given::Empty | Given::Malformed, _) => Ok(None),
        (Given::Text(raw), _) => CustomerId::parse(raw).map(Some).ok_or(Error::NotFound),
    }
}
