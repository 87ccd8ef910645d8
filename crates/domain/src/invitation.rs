//! Invitations: one customer asks somebody else to join (behaviour B9, B10).

use crate::Timestamp;
use crate::contact::{Email, Phone};
use crate::ids::{CustomerId, InvitationId};

/// Whom an invitation was sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invitee {
    Email(Email),
    Phone(Phone),
    /// The person was erased (behaviour 7.3.3).
    Erased,
}

/// How far an invitation got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationStatus {
    Invited,
    Registered,
    MadePurchase,
}

impl InvitationStatus {
    const ALL: [Self; 3] = [Self::Invited, Self::Registered, Self::MadePurchase];

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Registered => "registered",
            Self::MadePurchase => "made_purchase",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub referrer: CustomerId,
    pub invitee: Invitee,
    /// Who came of it.
    pub recipient: Option<CustomerId>,
    pub status: InvitationStatus,
    /// 40 hexadecimal digits, in the link of the message.
    pub token: String,
    pub created_at: Timestamp,
}

impl Invitation {
    /// Attaches the new customer, unless somebody else came first.
    pub fn accept(&mut self, recipient: CustomerId) -> bool {
        if self.recipient.is_some() {
            return false;
        }
        self.recipient = Some(recipient);
        self.status = InvitationStatus::Registered;
        true
    }
}
