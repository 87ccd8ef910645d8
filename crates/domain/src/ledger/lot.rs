//! What an account is made of: lots, and the movements between their states.

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::TransferId;

/// Where a lot came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A rule or a person gave it: `adding`.
    Earned,
    /// Another customer gave it: `p2p_adding`.
    Peer,
}

/// Behaviour 3.12.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotState {
    /// Locked.
    Pending,
    Active,
    Expired,
    Canceled,
}

/// Points that were added at once and expire at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    pub id: TransferId,
    pub source: Source,
    pub value: Amount,
    /// What was not spent. Kept when the rest expires or is cancelled.
    pub remaining: Amount,
    pub created_at: Timestamp,
    pub locked_until: Option<Timestamp>,
    /// Good up to and including this moment.
    pub expires_at: Option<Timestamp>,
    pub state: LotState,
}

impl Lot {
    /// The order in which lots are spent: oldest first, ties by id (behaviour 3.12.6).
    pub fn age(&self) -> (Timestamp, TransferId) {
        (self.created_at, self.id)
    }
}

/// Where points of a lot are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Not there yet.
    Outside,
    Locked,
    Available,
    Used,
    Expired,
    Canceled,
}

/// One line of the ledger: points of one lot went from one bucket to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    pub lot: TransferId,
    /// The transfer that moved them: the lot's own, or the spend.
    pub cause: TransferId,
    pub from: Bucket,
    pub to: Bucket,
    /// Never negative.
    pub amount: Amount,
    pub at: Timestamp,
    /// What was available right after it.
    pub available: Amount,
}
