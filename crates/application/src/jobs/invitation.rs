//! Asking somebody to join (behaviour B10).

use domain::account::User;
use domain::code::Channel;
use domain::ids::InvitationId;
use domain::invitation::Invitee;

use super::Outcome;
use super::send::{Kind, Letter, send};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, Template};

const KIND: Kind = Kind {
    name: "invitation",
    mail: Some(Template::InvitationEmail),
    sms: Template::InvitationSms,
};

/// Sends the link to whom the invitation is for.
pub(super) async fn invitation(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    id: InvitationId,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let Some(invitation) = uow.invitations().find(id).await? else { return Ok(Outcome::Done) };
    let referrer = uow.customers().find(invitation.referrer).await?;
    drop(uow);
    let (channel, to) = match &invitation.invitee {
        Invitee::Email(email) => (Channel::Email, email.as_str()),
        Invitee::Phone(phone) => (Channel::Sms, phone.as_str()),
        Invitee::Erased => return Ok(Outcome::Done),
    };
    // Without the one who asks there is nothing to join.
    let known = referrer.filter(|it| !it.state().anonymized);
    let Some(referrer) = known else { return Ok(Outcome::Done) };
    let profile = &referrer.state().profile;
    let name = format!("{} {}", profile.first_name.as_str(), profile.last_name.as_str());
    let url = format!("{}#!/register/{}", cx.options().links.customer, invitation.token);
    // A copy that is kept is the referrer's: it names him, and goes with him.
    let user = Some(User::Customer(invitation.referrer));
    let values = vec![("referrer_name", name.trim().to_owned()), ("url", url)];
    let sent = send(cx, job, Letter { kind: KIND, user, mark: None, channel, to, values }).await;
    Ok(sent.map_or_else(Outcome::from, |()| Outcome::Done))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::contact::{Email, Phone};
    use domain::invitation::{Invitation, InvitationStatus};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, customer, now, store};
    use crate::ports::{Message, SendError, Words};

    fn invited(invitee: Invitee) -> Stage {
        let invitation = Invitation {
            id: InvitationId(Uuid::nil()),
            referrer: customer(7).id(),
            invitee,
            recipient: None,
            status: InvitationStatus::Invited,
            token: "token".to_owned(),
            created_at: now(),
        };
        let mut stage = Stage::new();
        let found = move |_| Ok(Some(invitation.clone()));
        stage.repos.invitations.expect_find().returning(found);
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.texts.expect_render().returning(|_, _, values| {
            let text = values.iter().map(|(_, it)| it.as_str()).collect::<Vec<_>>().join("|");
            Ok(Words { subject: String::new(), text, html: None })
        });
        stage
    }

    async fn done(stage: Stage) -> Outcome {
        let (cx, permit) = Cx::system(stage.ports().0, Arc::new(store()));
        let id = InvitationId(Uuid::nil());
        let job = cx.message(Message::Invitation(id));
        invitation(&cx, permit, &job, id).await.unwrap()
    }

    #[tokio::test]
    async fn the_link_goes_to_the_address_that_was_given() {
        let mut stage = invited(Invitee::Email(Email::parse("a@x.io").unwrap()));
        let said = "John Kowalski|http://localhost:8181/#!/register/token|Loyalty Program";
        let right =
            move |_: &_, mail: &crate::ports::Mail| mail.to == "a@x.io" && mail.text == said;
        stage.mail.expect_send().once().withf(right).returning(|_, _| Ok(()));
        assert_eq!(done(stage).await, Outcome::Done);
    }

    #[tokio::test]
    async fn a_phone_number_is_texted_and_a_hopeless_one_given_up() {
        let mut stage = invited(Invitee::Phone(Phone::parse("+48234234000").unwrap()));
        stage.sms.expect_send().once().returning(|_, _| Err(SendError::Never("no".to_owned())));
        assert_eq!(done(stage).await, Outcome::dead("no"));
    }

    #[tokio::test]
    async fn nobody_is_asked_once_the_person_is_erased() {
        assert_eq!(done(invited(Invitee::Erased)).await, Outcome::Done);
    }
}
