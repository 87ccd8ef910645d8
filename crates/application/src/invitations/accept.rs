//! What becomes of an invitation when somebody registers with it (behaviour B10.5, 7.9).

use domain::customer::{Customer, CustomerState};
use domain::earning::ReferralEvent;
use domain::form::Given;
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use domain::store::ActivationMethod;

use super::invite::TOKEN_DIGITS;
use super::rewards;
use crate::cx::Cx;
use crate::earning::{self, Enrolment};
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// Enrols a newcomer, and attaches it to the invitation that its token means.
pub(crate) async fn enrol(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: Customer,
    token: &Given,
    enrolment: Enrolment,
) -> Result<(), Error> {
    let id = customer.id();
    let invited = find(cx, uow, token, customer.state()).await?;
    let enrolment = Enrolment { invited: invited.is_some(), ..enrolment };
    earning::enrol(cx, uow, customer, enrolment).await?;
    match invited {
        Some(invited) => invited.accept(cx, uow, id).await,
        None => Ok(()),
    }
}

/// An invitation that somebody is about to come of.
struct Invited {
    invitation: Invitation,
    /// Locked; only where its points may change.
    referrer: Option<Member>,
}

/// The open invitation that the token of a newcomer means. Where accounts are activated by e-mail
/// the token stands in the link of the invitation; by SMS it is the phone of the customer who told
/// about the programme. One that means nothing is ignored.
///
/// The referrer is locked from here on, before the newcomer's row is there: of two customers the
/// one with the lower id comes first, as everywhere.
async fn find(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    token: &Given,
    newcomer: &CustomerState,
) -> Result<Option<Invited>, Error> {
    let Given::Text(token) = token else { return Ok(None) };
    let found = match cx.store.settings.activation_method() {
        ActivationMethod::Email => uow.invitations().find_by_token(token).await?,
        ActivationMethod::Sms => told_by(cx, uow, token, newcomer).await?,
    };
    let Some(invitation) = found.filter(|it| it.recipient.is_none()) else { return Ok(None) };
    let referrer = if rewards(uow, &[ReferralEvent::Register]).await? {
        Member::find(cx, uow, invitation.referrer).await?
    } else {
        None
    };
    Ok(Some(Invited { invitation, referrer }))
}

impl Invited {
    /// Attaches the newcomer, who was just saved, and gives the referrer what that is worth.
    async fn accept(
        self,
        cx: &Cx,
        uow: &dyn UnitOfWork,
        newcomer: CustomerId,
    ) -> Result<(), Error> {
        let Self { mut invitation, referrer } = self;
        if invitation.accept(newcomer) {
            uow.invitations().save(&invitation).await?;
        }
        match referrer {
            Some(it) => earning::reward_referrer(cx, uow, it, &[ReferralEvent::Register]).await,
            None => Ok(()),
        }
    }
}

async fn told_by(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    phone: &str,
    newcomer: &CustomerState,
) -> Result<Option<Invitation>, Error> {
    let Some(own_phone) = newcomer.profile.phone.given() else { return Ok(None) };
    let found = uow.customers().find_by_phone(phone).await?;
    let referrer = found.map(|it| it.id()).filter(|it| *it != newcomer.id);
    Ok(referrer.map(|referrer| Invitation {
        id: InvitationId(cx.next_id()),
        referrer,
        invitee: Invitee::Phone(own_phone.clone()),
        recipient: None,
        status: InvitationStatus::Invited,
        token: cx.secrets().hex(TOKEN_DIGITS),
        created_at: cx.now(),
    }))
}

#[cfg(test)]
mod tests {
    use domain::contact::Email;
    use domain::ids::CustomerId;
    use domain::policy::Action;

    use super::*;
    use crate::fixtures::{Kept, Stage, anonymous, customer, now, phoned};

    fn sent(recipient: Option<CustomerId>) -> Invitation {
        Invitation {
            id: InvitationId(uuid::Uuid::from_u128(3)),
            referrer: customer(1).id(),
            invitee: Invitee::Email(Email::parse("ada@x.io").unwrap()),
            recipient,
            status: InvitationStatus::Invited,
            token: "token".to_owned(),
            created_at: now(),
        }
    }

    async fn accepted(by_sms: bool, token: &str, sent: Invitation) -> Kept {
        let mut stage = Stage::new();
        let method = if by_sms { "sms" } else { "email" };
        stage.store.settings.put("accountActivationMethod", method);
        stage
            .repos
            .invitations
            .expect_find_by_token()
            .returning(move |token| Ok(Some(sent.clone()).filter(|it| it.token == token)));
        stage.repos.customers.expect_find_by_phone().returning(|phone| {
            Ok(match phone {
                "+48123123123" => Some(phoned(1, "+48123123123")),
                "+48123123127" => Some(phoned(7, "+48123123127")),
                _ => None,
            })
        });
        let (cx, record) = stage.call(anonymous());
        let permit = cx.authorize(Action::CustomerSelfRegister).unwrap();
        let uow = cx.begin(permit).await.unwrap();
        let newcomer = phoned(7, "+48123123127");
        let token = Given::text(token);
        if let Some(invited) = find(&cx, &*uow, &token, newcomer.state()).await.unwrap() {
            invited.accept(&cx, &*uow, newcomer.id()).await.unwrap();
        }
        record.take()
    }

    #[tokio::test]
    async fn a_newcomer_is_attached_to_the_invitation_of_its_token() {
        let kept = accepted(false, "token", sent(None)).await;
        let [invitation] = &kept.invitations[..] else { panic!("one invitation") };
        assert_eq!(invitation.recipient, Some(customer(7).id()));
        assert_eq!(invitation.status, InvitationStatus::Registered);
    }

    #[tokio::test]
    async fn by_sms_the_token_is_the_phone_of_who_told_about_the_programme() {
        let kept = accepted(true, "+48123123123", sent(None)).await;
        let [invitation] = &kept.invitations[..] else { panic!("one invitation") };
        assert_eq!((invitation.referrer, invitation.recipient), {
            (customer(1).id(), Some(customer(7).id()))
        });
        assert_eq!(invitation.status, InvitationStatus::Registered);
        let phone = phoned(7, "+48123123127").state().profile.phone.given().cloned();
        assert_eq!(Some(&invitation.invitee), phone.map(Invitee::Phone).as_ref());
        assert_eq!(invitation.token.len(), TOKEN_DIGITS);
    }

    #[tokio::test]
    async fn what_means_nothing_is_ignored() {
        let taken = sent(Some(customer(2).id()));
        for (by_sms, token, sent) in [
            (false, "other", sent(None)),
            (false, "", sent(None)),
            (false, "token", taken),
            (true, "token", sent(None)),
            (true, "+48123123129", sent(None)),
            // One's own.
            (true, "+48123123127", sent(None)),
        ] {
            assert_eq!(accepted(by_sms, token, sent).await.invitations, [], "{token}");
        }
    }
}
