//! Invitations: one customer asks somebody else to join (behaviour B9, B10).

use crate::Timestamp;
use crate::contact::{Email, Phone};
use crate::form::{FormErrors, Given, Shape, message};
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

    /// Whoever came of it bought something. `false`: that is known already.
    pub fn bought(&mut self) -> bool {
        let is_new = self.status == InvitationStatus::Registered;
        if is_new {
            self.status = InvitationStatus::MadePurchase;
        }
        is_new
    }
}

/// An invitation as submitted.
#[derive(Clone, Debug, Default)]
pub struct InvitationDraft {
    pub shape: Shape,
    /// `email` or `mobile`; nothing means e-mail.
    pub kind: Given,
    pub recipient_email: Given,
    pub recipient_phone: Given,
}

impl InvitationDraft {
    /// Whom it is for, or `None` with every error reported (behaviour B10.2).
    pub fn invitee(&self, errors: &mut FormErrors) -> Option<Invitee> {
        if !self.shape.report(errors) {
            return None;
        }
        let kind = match &self.kind {
            Given::Absent | Given::Empty => "email",
            Given::Text(kind) => kind,
            Given::Malformed => "",
        };
        match kind {
            "email" => {
                let email = self.recipient_email.required("recipientEmail", errors, Email::parse);
                email.map(Invitee::Email)
            }
            "mobile" => {
                let phone = self.recipient_phone.required("recipientPhone", errors, Phone::parse);
                phone.map(Invitee::Phone)
            }
            _ => {
                errors.field("type", message::NOT_VALID);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked field and the invitee.
    fn checked(kind: &str, email: &str, phone: &str) -> (Vec<String>, Option<Invitee>) {
        let draft = InvitationDraft {
            shape: Shape::Sound,
            kind: Given::text(kind),
            recipient_email: Given::text(email),
            recipient_phone: Given::text(phone),
        };
        let mut errors = FormErrors::default();
        let invitee = draft.invitee(&mut errors);
        (errors.fields.into_iter().map(|it| it.path.into_owned()).collect(), invitee)
    }

    #[test]
    fn the_type_says_which_address_counts() {
        let ada = || Email::parse("ada@x.io").ok().map(Invitee::Email);
        let phone = || Phone::parse("123123105").ok().map(Invitee::Phone);
        for (kind, email, number, marked, invitee) in [
            ("", "ada@x.io", "", "", ada()),
            ("email", "ada@x.io", "x", "", ada()),
            ("mobile", "x", "123123105", "", phone()),
            ("", "", "123123105", "recipientEmail", None),
            ("email", "x", "", "recipientEmail", None),
            ("mobile", "ada@x.io", "", "recipientPhone", None),
            ("mobile", "", "12a45", "recipientPhone", None),
            ("pigeon", "ada@x.io", "123123105", "type", None),
        ] {
            let (errors, found) = checked(kind, email, number);
            assert_eq!((errors.concat(), found), (marked.to_owned(), invitee), "{kind}");
        }
    }
}
