//! A customer asks somebody to join (behaviour B10).

use domain::form::{FormErrors, message};
use domain::ids::InvitationId;
use domain::invitation::{Invitation, InvitationDraft, InvitationStatus, Invitee};
use domain::policy::{Action, Actor};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Contacts, Message};

/// How long tokens are.
pub(super) const TOKEN_DIGITS: usize = 40;

/// Sends an invitation, unless that person is a customer or was invited by the same one before.
pub async fn invite(cx: &Cx, draft: &InvitationDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::InvitationCreate)?;
    let Actor::Customer(referrer) = cx.actor else { return Err(Error::Forbidden) };
    let mut errors = FormErrors::default();
    let invitee = draft.invitee(&mut errors);
    errors.none()?;
    let invitee = invitee.ok_or_else(FormErrors::default)?;
    let contacts = match &invitee {
        Invitee::Email(email) => Contacts { email: Some(email.clone()), ..Contacts::default() },
        Invitee::Phone(phone) => Contacts { phone: Some(phone.clone()), ..Contacts::default() },
        Invitee::Erased => Contacts::default(),
    };

    let uow = cx.begin(permit).await?;
    // Locked, so that nobody is invited twice at once.
    uow.customers().find(referrer).await?.ok_or(Error::NotFound)?;
    let is_customer = uow.customers().taken(&contacts, None).await? != Contacts::default();
    if is_customer || uow.invitations().any_to(referrer, &invitee).await? {
        let mut errors = FormErrors::default();
        errors.root(message::INVITED);
        return Err(errors.into());
    }
    let invitation = Invitation {
        id: InvitationId(cx.next_id()),
        referrer,
        invitee,
        recipient: None,
        status: InvitationStatus::Invited,
        token: cx.secrets().hex(TOKEN_DIGITS),
        created_at: cx.now(),
    };
    uow.invitations().save(&invitation).await?;
    uow.jobs().add(&cx.message(Message::Invitation(invitation.id))).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::contact::{Email, Phone};
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, as_customer, customer};

    fn by_email() -> InvitationDraft {
        InvitationDraft { recipient_email: Given::text("Ada@x.io"), ..InvitationDraft::default() }
    }

    fn by_phone() -> InvitationDraft {
        InvitationDraft {
            kind: Given::text("mobile"),
            recipient_phone: Given::text("123123105"),
            ..InvitationDraft::default()
        }
    }

    async fn invited(
        draft: InvitationDraft,
        is_customer: bool,
        is_invited: bool,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.customers.expect_taken().returning(move |claimed, except| {
            assert_eq!(except, None);
            Ok(if is_customer { claimed.clone() } else { Contacts::default() })
        });
        stage.repos.invitations.expect_any_to().returning(move |_, _| Ok(is_invited));
        let (cx, record) = stage.call(as_customer(customer(7).id()));
        (invite(&cx, &draft).await, record.take())
    }

    #[tokio::test]
    async fn somebody_new_is_invited_by_email_or_phone() {
        for (draft, expected) in [
            (by_email(), Invitee::Email(Email::parse("ada@x.io").unwrap())),
            (by_phone(), Invitee::Phone(Phone::parse("123123105").unwrap())),
        ] {
            let (done, kept) = invited(draft, false, false).await;
            done.unwrap();
            assert!(kept.committed);
            let invitation = &kept.invitations[0];
            assert_eq!((invitation.referrer, &invitation.invitee), (customer(7).id(), &expected));
            assert_eq!(invitation.token, "a".repeat(40));
            assert_eq!(kept.messages(), [Message::Invitation(invitation.id)]);
        }
    }

    #[tokio::test]
    async fn customers_and_those_invited_before_are_refused() {
        for (is_customer, is_invited) in [(true, false), (false, true)] {
            for draft in [by_email(), by_phone()] {
                let (refused, kept) = invited(draft, is_customer, is_invited).await;
                let Err(Error::Form(errors)) = refused else { panic!("a form error") };
                assert_eq!(errors.root, [message::INVITED]);
                assert!(!kept.committed);
            }
        }
    }

    #[tokio::test]
    async fn only_customers_invite() {
        let (cx, _) = Stage::new().call(admin());
        assert!(matches!(invite(&cx, &by_email()).await, Err(Error::Forbidden)));
    }
}
