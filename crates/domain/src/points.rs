//! A customer's account of points: the ledger, the transfers that the wire shows, and what the
//! history says about them (behaviour 3.12, 7.6.3).

mod draft;
mod entry;
mod transfer;

pub use self::draft::{TransferDraft, TransferTerms, parse_points};
pub use self::entry::{Change, Entry, PointsEvent};
pub use self::transfer::{Issuer, Note, Transfer, TransferKind};

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CustomerId, TransferId};
use crate::ledger::{
    Balance, Bucket, Ledger, LedgerRefusal, Lot, LotState, Movement, Shortfall, Source, Terms,
    Times,
};

/// One customer's account (behaviour 3.12.1). Every command but [`settle`](Self::settle) wants it
/// settled first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    ledger: Ledger,
    /// Movements when it was read.
    read_version: i64,
    transfers: Vec<Transfer>,
    entries: Vec<Entry>,
}

/// What happened to an account since it was read, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountChanges {
    pub customer: CustomerId,
    pub balance: Balance,
    /// Movements when it was read: the first of `movements` is the next one.
    pub read_version: i64,
    pub movements: Vec<Movement>,
    /// New ones, as they are now.
    pub transfers: Vec<Transfer>,
    /// Older ones that moved, as they are now.
    pub lots: Vec<Lot>,
}

/// Points on their way from one customer to another. They expire when they would have expired at
/// the giver's (behaviour 3.12.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gift {
    pub amount: Amount,
    pub expires_at: Option<Timestamp>,
}

impl Account {
    /// An account without points (behaviour 3.12.1).
    pub fn open(customer: CustomerId) -> Self {
        Self::restore(Ledger::open(customer), 0)
    }

    /// Rebuild from storage. `movements`: how many there were so far.
    pub fn restore(ledger: Ledger, movements: i64) -> Self {
        Self { ledger, read_version: movements, transfers: vec![], entries: vec![] }
    }

    pub fn customer(&self) -> CustomerId {
        self.ledger.customer()
    }

    pub fn balance(&self) -> Balance {
        self.ledger.balance()
    }

    /// Pending and active ones with something left, oldest first.
    pub fn lots(&self) -> &[Lot] {
        self.ledger.lots()
    }

    /// Unlocks and expires whatever is due (behaviour 3.13.4).
    pub fn settle(&mut self, now: Timestamp) {
        for movement in self.ledger.settle(now) {
            let Movement { lot: transfer, to, amount: points, at, available, .. } = movement;
            let unlocked = to == Bucket::Available;
            let change = if unlocked {
                points
            } else if movement.from == Bucket::Available {
                Amount::ZERO.minus(points)
            } else {
                Amount::ZERO
            };
            let event = if unlocked {
                PointsEvent::Unlocked { points, transfer }
            } else {
                PointsEvent::Expired { points, transfer }
            };
            self.entries.push(Entry { at, event, balance: available, change });
        }
    }

    /// Adds points (behaviour 3.12.5).
    pub fn add(&mut self, id: TransferId, points: Amount, times: Times, note: Note) {
        let event = PointsEvent::Added {
            points,
            transaction: note.transaction,
            comment: note.comment.clone(),
        };
        self.recorded(times.created_at, |it| {
            it.add(id, points, Source::Earned, times);
            event
        });
        self.note_lot(id, note, None);
    }

    /// Takes points, the oldest first (behaviour 3.12.6).
    pub fn spend(
        &mut self,
        id: TransferId,
        points: Amount,
        shortfall: Shortfall,
        now: Timestamp,
        note: Note,
    ) -> Result<(), LedgerRefusal> {
        let before = self.balance().available;
        let taken = self.ledger.spend(id, points, shortfall, now)?;
        let taken = taken.iter().fold(Amount::ZERO, |sum, it| sum.plus(it.amount));
        let (transaction, comment) = (note.transaction, note.comment.clone());
        if taken > Amount::ZERO {
            let event = PointsEvent::Spent { points: taken, transaction, comment };
            self.recorded_since(before, now, event);
        }
        let spent = (points, points.minus(taken));
        self.note_spend(id, TransferKind::Spending, spent, now, note, None);
        Ok(())
    }

    /// Takes points for somebody else, and tells what he gets (behaviour 3.12.8).
    pub fn give(
        &mut self,
        id: TransferId,
        points: Amount,
        receiver: CustomerId,
        now: Timestamp,
        note: Note,
    ) -> Result<Vec<Gift>, LedgerRefusal> {
        let before = self.balance().available;
        let expiry: Vec<_> = self.lots().iter().map(|it| (it.id, it.expires_at)).collect();
        let taken = self.ledger.spend(id, points, Shortfall::Refused, now)?;
        let gift = |of: &crate::ledger::Allocation| Gift {
            amount: of.amount,
            expires_at: expiry.iter().find(|it| it.0 == of.lot).and_then(|it| it.1),
        };
        let gifts = taken.iter().map(gift).collect();
        let event = PointsEvent::Given { points, receiver, comment: note.comment.clone() };
        self.recorded_since(before, now, event);
        let spent = (points, Amount::ZERO);
        self.note_spend(id, TransferKind::PeerSpending, spent, now, note, Some(receiver));
        Ok(gifts)
    }

    /// Adds what somebody else gave.
    pub fn receive(
        &mut self,
        id: TransferId,
        gift: Gift,
        sender: CustomerId,
        now: Timestamp,
        note: Note,
    ) {
        let points = gift.amount;
        let event = PointsEvent::Received { points, sender, comment: note.comment.clone() };
        self.recorded(now, |it| {
            it.add(id, points, Source::Peer, Terms::of_peer(now, gift.expires_at));
            event
        });
        self.note_lot(id, note, Some(sender));
    }

    /// Takes back what is left of an addition (behaviour 3.12.7).
    pub fn cancel(&mut self, id: TransferId, now: Timestamp) -> Result<(), LedgerRefusal> {
        let before = self.balance().available;
        let left = self.lots().iter().find(|it| it.id == id).map(|it| it.remaining);
        self.ledger.cancel(id, now)?;
        let points = left.unwrap_or_default();
        self.recorded_since(before, now, PointsEvent::Canceled { points, transfer: id });
        Ok(())
    }

    /// Expires everything, locked or not (behaviour 3.10.5, 7.7.2).
    pub fn reset(&mut self, now: Timestamp) {
        let before = self.balance().available;
        let points = self.ledger.reset(now);
        if points > Amount::ZERO {
            self.recorded_since(before, now, PointsEvent::Reset { points });
        }
    }

    /// Hands over what the history has not been told yet, exactly once.
    pub fn take_entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// What is to be stored; `None` when nothing happened.
    pub fn into_changes(mut self) -> Option<AccountChanges> {
        let changed = self.ledger.take_changes();
        if changed.movements.is_empty() && self.transfers.is_empty() {
            return None;
        }
        let mut transfers = self.transfers;
        for transfer in &mut transfers {
            if let Some(lot) = changed.lots.iter().find(|it| it.id == transfer.id) {
                transfer.remaining = lot.remaining;
                transfer.state = lot.state;
            }
        }
        let is_new = |lot: &Lot| transfers.iter().any(|it| it.id == lot.id);
        let lots = changed.lots.into_iter().filter(|it| !is_new(it)).collect();
        Some(AccountChanges {
            customer: self.ledger.customer(),
            balance: self.ledger.balance(),
            read_version: self.read_version,
            movements: changed.movements,
            transfers,
            lots,
        })
    }

    fn recorded(&mut self, at: Timestamp, command: impl FnOnce(&mut Ledger) -> PointsEvent) {
        let before = self.balance().available;
        let event = command(&mut self.ledger);
        self.recorded_since(before, at, event);
    }

    fn recorded_since(&mut self, before: Amount, at: Timestamp, event: PointsEvent) {
        let balance = self.balance().available;
        self.entries.push(Entry { at, event, balance, change: balance.minus(before) });
    }

    fn note_lot(&mut self, id: TransferId, note: Note, peer: Option<CustomerId>) {
        let customer = self.customer();
        let lot = self.lots().iter().find(|it| it.id == id);
        let transfer = lot.map(|it| Transfer::of_lot(it, customer, note, peer));
        self.transfers.extend(transfer);
    }

    /// `spent`: what was asked for, and what of it could not be taken.
    fn note_spend(
        &mut self,
        id: TransferId,
        kind: TransferKind,
        (value, remaining): (Amount, Amount),
        created_at: Timestamp,
        note: Note,
        peer: Option<CustomerId>,
    ) {
        self.transfers.push(Transfer {
            id,
            customer: self.customer(),
            kind,
            value,
            remaining,
            state: LotState::Active,
            created_at,
            locked_until: None,
            expires_at: None,
            note,
            peer,
        });
    }
}

#[cfg(test)]
mod tests;
