//! Transfers: what the wire shows of an account, one line for each addition and each spend
//! (behaviour 3.12.2 to 3.12.4).

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CustomerId, TransactionId, TransferId};
use crate::ledger::{Lot, LotState, Source};

/// Behaviour 3.12.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    Adding,
    Spending,
    PeerAdding,
    PeerSpending,
}

impl TransferKind {
    pub const ALL: [Self; 4] = [Self::Adding, Self::Spending, Self::PeerAdding, Self::PeerSpending];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::Spending => "spending",
            Self::PeerAdding => "p2p_adding",
            Self::PeerSpending => "p2p_spending",
        }
    }

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }

    /// Of a lot of points.
    pub fn of(source: Source) -> Self {
        match source {
            Source::Earned => Self::Adding,
            Source::Peer => Self::PeerAdding,
        }
    }

    /// Where a lot of this kind came from; `None` for spends.
    pub fn source(self) -> Option<Source> {
        match self {
            Self::Adding => Some(Source::Earned),
            Self::PeerAdding => Some(Source::Peer),
            Self::Spending | Self::PeerSpending => None,
        }
    }
}

impl LotState {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Active, Self::Expired, Self::Canceled];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Canceled => "canceled",
        }
    }

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }
}

/// Who caused a transfer (behaviour 3.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {
    Admin,
    Seller,
    /// A rule.
    System,
    /// A customer, for peers.
    Api,
}

impl Issuer {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Seller, Self::System, Self::Api];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Seller => "seller",
            Self::System => "system",
            Self::Api => "api",
        }
    }

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }
}

/// What is written beside a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub issuer: Issuer,
    pub comment: Option<String>,
    /// The purchase that earned the points, or the return that takes them back.
    pub transaction: Option<TransactionId>,
    /// Of a return: the sale that earned them.
    pub revised: Option<TransactionId>,
}

impl Note {
    pub fn new(issuer: Issuer, comment: Option<String>) -> Self {
        Self { issuer, comment, transaction: None, revised: None }
    }
}

/// One transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub id: TransferId,
    pub customer: CustomerId,
    pub kind: TransferKind,
    /// More than zero.
    pub value: Amount,
    /// Of a lot: what was not spent. Of a spend: what could not be taken (behaviour 3.12.6).
    pub remaining: Amount,
    pub state: LotState,
    pub created_at: Timestamp,
    pub locked_until: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub note: Note,
    /// The other customer of a transfer between two.
    pub peer: Option<CustomerId>,
}

impl Transfer {
    pub(super) fn of_lot(
        lot: &Lot,
        customer: CustomerId,
        note: Note,
        peer: Option<CustomerId>,
    ) -> Self {
        let Lot { id, source, value, remaining, created_at, locked_until, expires_at, state } =
            *lot;
        let kind = TransferKind::of(source);
        Self {
            id,
            customer,
            kind,
            value,
            remaining,
            state,
            created_at,
            locked_until,
            expires_at,
            note,
            peer,
        }
    }
}
