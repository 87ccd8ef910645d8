//! The ledger of points: lots that are earned, and movements that use them up, oldest first
//! (behaviour 3.12, 3.13). Nothing is ever taken back: whatever happens is one more movement.

mod lot;
mod terms;

pub use self::lot::{Bucket, Lot, LotState, Movement, Source};
pub use self::terms::{Expiry, Terms, Times};

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CustomerId, TransferId};

/// The sums of one account (behaviour 3.11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What can be spent.
    pub available: Amount,
    /// The part of it that came from peers.
    pub from_peers: Amount,
    /// Everything earned that was not cancelled; nothing from peers.
    pub earned: Amount,
    pub used: Amount,
    pub expired: Amount,
    pub locked: Amount,
}

/// A refused command. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    #[error("not enough points")]
    NotEnough,
    #[error("this transfer cannot be canceled")]
    NotCancelable,
}

/// What happens when a spend asks for more than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// It is refused.
    Refused,
    /// What is there is taken and the rest forgotten: points of a returned purchase
    /// (behaviour 3.12.6).
    Forgiven,
}

/// How much of which lot a spend took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    pub lot: TransferId,
    pub amount: Amount,
}

/// One customer's points: the lots that still matter, and the sums over all there ever were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    customer: CustomerId,
    balance: Balance,
    /// Those with something left, pending or active, oldest first.
    lots: Vec<Lot>,
    /// Those that had nothing left or ended since it was read.
    closed: Vec<Lot>,
    movements: Vec<Movement>,
}

/// What happened to an account since it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerChanges {
    pub movements: Vec<Movement>,
    /// Every lot that moved, as it is now.
    pub lots: Vec<Lot>,
}

impl Ledger {
    /// An account without points (behaviour 3.12.1).
    pub fn open(customer: CustomerId) -> Self {
        Self::restore(customer, Balance::default(), vec![])
    }

    /// Rebuild from storage. `lots`: every pending or active one with something left.
    pub fn restore(customer: CustomerId, balance: Balance, mut lots: Vec<Lot>) -> Self {
        lots.sort_by_key(Lot::age);
        Self { customer, balance, lots, closed: vec![], movements: vec![] }
    }

    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    pub fn balance(&self) -> Balance {
        self.balance
    }

    pub fn lots(&self) -> &[Lot] {
        &self.lots
    }

    /// Hands what happened to whoever persists it, exactly once.
    pub fn take_changes(&mut self) -> LedgerChanges {
        let movements = std::mem::take(&mut self.movements);
        let moved = |lot: &Lot| movements.iter().any(|it| it.lot == lot.id);
        let closed = std::mem::take(&mut self.closed);
        let lots = self.lots.iter().cloned().chain(closed).filter(moved).collect();
        LedgerChanges { movements, lots }
    }

    /// Brings the account up to `now`: what was locked until then is there, what expired by then
    /// is gone. Every other command wants this done first, so that nothing depends on when a job
    /// came by (behaviour 3.13.4). Tells which lots changed.
    pub fn settle(&mut self, now: Timestamp) -> Vec<Movement> {
        let before = self.movements.len();
        for at in 0..self.lots.len() {
            let lot = &self.lots[at];
            if lot.state == LotState::Pending && lot.locked_until.is_some_and(|it| it < now) {
                self.transfer(at, Bucket::Available, now, lot.id, lot.remaining);
                self.lots[at].state = LotState::Active;
            }
            let lot = &self.lots[at];
            if lot.state == LotState::Active && lot.expires_at.is_some_and(|it| it < now) {
                self.transfer(at, Bucket::Expired, now, lot.id, lot.remaining);
                self.lots[at].state = LotState::Expired;
            }
        }
        self.forget_closed();
        self.movements[before..].to_vec()
    }

    /// Adds points (behaviour 3.12.5): locked until later where `times` says so.
    pub fn add(&mut self, id: TransferId, value: Amount, source: Source, times: Times) {
        let pending = times.locked_until.is_some();
        let state = if pending { LotState::Pending } else { LotState::Active };
        let Times { created_at, locked_until, expires_at } = times;
        let lot = Lot {
            id,
            source,
            value,
            remaining: value,
            created_at,
            locked_until,
            expires_at,
            state,
        };
        if source == Source::Earned {
            self.balance.earned = self.balance.earned.plus(value);
        }
        let at = self.lots.partition_point(|it| it.age() <= lot.age());
        self.lots.insert(at, lot);
        let bucket = if pending { Bucket::Locked } else { Bucket::Available };
        self.count(source, bucket, value);
        self.record(id, id, Bucket::Outside, bucket, value, created_at);
    }

    /// Takes points, the oldest first (behaviour 3.12.6). Tells what it took from which lot.
    pub fn spend(
        &mut self,
        id: TransferId,
        value: Amount,
        shortfall: Shortfall,
        now: Timestamp,
    ) -> Result<Vec<Allocation>, LedgerRefusal> {
        if shortfall == Shortfall::Refused && self.balance.available < value {
            return Err(LedgerRefusal::NotEnough);
        }
        let mut left = value;
        let mut taken = vec![];
        for at in 0..self.lots.len() {
            let lot = &self.lots[at];
            let amount = lot.remaining.min(left);
            if lot.state != LotState::Active || amount <= Amount::ZERO {
                continue;
            }
            taken.push(Allocation { lot: lot.id, amount });
            self.transfer(at, Bucket::Used, now, id, amount);
            left = left.minus(amount);
        }
        self.forget_closed();
        Ok(taken)
    }

    /// Takes back what is left of an addition that has something left. What was spent of it stays spent; none of it counts
    /// as earned any more (behaviour 3.12.7).
    pub fn cancel(&mut self, id: TransferId, now: Timestamp) -> Result<(), LedgerRefusal> {
        let at = self.lots.iter().position(|it| it.id == id && it.source == Source::Earned);
        let at = at.ok_or(LedgerRefusal::NotCancelable)?;
        let Lot { value, remaining, .. } = self.lots[at];
        self.balance.earned = self.balance.earned.minus(value);
        self.transfer(at, Bucket::Canceled, now, id, remaining);
        self.lots[at].state = LotState::Canceled;
        self.forget_closed();
        Ok(())
    }

    /// Expires everything, locked or not (behaviour 3.10.5). Tells how much that was.
    pub fn reset(&mut self, now: Timestamp) -> Amount {
        let mut gone = Amount::ZERO;
        for at in 0..self.lots.len() {
            let Lot { id, remaining, .. } = self.lots[at];
            gone = gone.plus(remaining);
            self.transfer(at, Bucket::Expired, now, id, remaining);
            self.lots[at].state = LotState::Expired;
        }
        self.forget_closed();
        gone
    }

    /// Moves `amount` of a lot out of where it is now. Whoever moves all of it sets the state.
    fn transfer(
        &mut self,
        at: usize,
        to: Bucket,
        now: Timestamp,
        cause: TransferId,
        amount: Amount,
    ) {
        let lot = &mut self.lots[at];
        let from = if lot.state == LotState::Pending { Bucket::Locked } else { Bucket::Available };
        let (id, source) = (lot.id, lot.source);
        if to == Bucket::Used {
            lot.remaining = lot.remaining.minus(amount);
        }
        self.count(source, from, Amount::ZERO.minus(amount));
        self.count(source, to, amount);
        self.record(id, cause, from, to, amount, now);
    }

    fn count(&mut self, source: Source, bucket: Bucket, change: Amount) {
        let balance = &mut self.balance;
        let sum = match bucket {
            Bucket::Available => {
                if source == Source::Peer {
                    balance.from_peers = balance.from_peers.plus(change);
                }
                &mut balance.available
            }
            Bucket::Locked => &mut balance.locked,
            Bucket::Used => &mut balance.used,
            Bucket::Expired => &mut balance.expired,
            Bucket::Outside | Bucket::Canceled => return,
        };
        *sum = sum.plus(change);
    }

    fn record(
        &mut self,
        lot: TransferId,
        cause: TransferId,
        from: Bucket,
        to: Bucket,
        amount: Amount,
        at: Timestamp,
    ) {
        let available = self.balance.available;
        self.movements.push(Movement { lot, cause, from, to, amount, at, available });
    }

    fn forget_closed(&mut self) {
        let is_over = |it: &mut Lot| {
            let open = matches!(it.state, LotState::Pending | LotState::Active);
            !open || it.remaining <= Amount::ZERO
        };
        self.closed.extend(self.lots.extract_if(.., is_over));
    }
}

#[cfg(test)]
mod tests;
