//! What the history says about an account (behaviour 7.6.3).

use crate::Timestamp;
use crate::amount::Amount;
use crate::customer::Variable;
use crate::ids::{CustomerId, TransactionId, TransferId};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Timestamp,
    pub event: PointsEvent,
    /// Available points right after it.
    pub balance: Amount,
    /// By how much it changed them.
    pub change: Amount,
}

/// What happened to points, in the past tense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointsEvent {
    Added { points: Amount, transaction: Option<TransactionId>, comment: Option<String> },
    Spent { points: Amount, transaction: Option<TransactionId>, comment: Option<String> },
    Given { points: Amount, receiver: CustomerId, comment: Option<String> },
    Received { points: Amount, sender: CustomerId, comment: Option<String> },
    Canceled { points: Amount, transfer: TransferId },
    Expired { points: Amount, transfer: TransferId },
    Unlocked { points: Amount, transfer: TransferId },
    Reset { points: Amount },
}

/// How webhooks name a change of the available points (behaviour 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Add,
    Subtract,
    PeerAdd,
    PeerSubtract,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Subtract => "subtract",
            Self::PeerAdd => "p2p_add",
            Self::PeerSubtract => "p2p_subtract",
        }
    }
}

impl Entry {
    /// In which way the available points changed; `None` when they did not.
    pub fn kind_of_change(&self) -> Option<Change> {
        match self.event {
            _ if self.change == Amount::ZERO => None,
            PointsEvent::Received { .. } => Some(Change::PeerAdd),
            PointsEvent::Given { .. } => Some(Change::PeerSubtract),
            _ if self.change.is_negative() => Some(Change::Subtract),
            _ => Some(Change::Add),
        }
    }
}

impl PointsEvent {
    /// The name in the history.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Added { .. } => "PointsWereAdded",
            Self::Spent { .. } => "PointsWereSpent",
            Self::Given { .. } | Self::Received { .. } => "PointsWereTransferred",
            Self::Canceled { .. } => "PointsTransferHasBeenCanceled",
            Self::Expired { .. } => "PointsTransferHasBeenExpired",
            Self::Unlocked { .. } => "PointsTransferHasBeenUnlocked",
            Self::Reset { .. } => "PointsHasBeenReset",
        }
    }

    /// Its variables, in order. An unknown id is the empty text (behaviour 7.6.2).
    pub fn variables(&self) -> Vec<(&'static str, Option<Variable>)> {
        let number = |points: &Amount| ("points", Some(Variable::Number(*points)));
        let comment = |text: &Option<String>| ("comment", text.clone().map(Variable::Text));
        let id = |name, id: String| (name, Some(Variable::Text(id)));
        match self {
            Self::Added { points, transaction, comment: text }
            | Self::Spent { points, transaction, comment: text } => {
                let transaction = transaction.map_or_else(String::new, |it| it.to_string());
                vec![number(points), id("transactionId", transaction), comment(text)]
            }
            Self::Given { points, receiver, comment: text } => {
                vec![number(points), id("receiverId", receiver.to_string()), comment(text)]
            }
            Self::Received { points, sender, comment: text } => {
                vec![number(points), id("senderId", sender.to_string()), comment(text)]
            }
            Self::Canceled { points, transfer }
            | Self::Expired { points, transfer }
            | Self::Unlocked { points, transfer } => {
                vec![number(points), id("pointsTransferId", transfer.to_string())]
            }
            Self::Reset { points } => vec![number(points)],
        }
    }
}
