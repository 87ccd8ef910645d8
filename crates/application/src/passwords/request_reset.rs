//! Asking for a way to set a new password (behaviour B5).

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, OneTimeCode, Purpose, RESEND_AFTER, RESET_AGAIN_AFTER};
use domain::form::Given;
use domain::policy::Action;
use domain::store::ActivationMethod;

use super::Audience;
use crate::codes;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Message, UnitOfWork};

/// Has a link or a code sent to the user of that name who may sign in. Another e-mail is sent a
/// day after the last one, or when that one was used; another SMS after two minutes.
pub async fn request_reset(cx: &Cx, audience: Audience, name: &Given) -> Result<(), Error> {
    let permit = cx.authorize(Action::PasswordReset)?;
    let Given::Text(name) = name else {
        return Err(Error::refused("field \"username\" should not be empty"));
    };
    let user = find(cx, permit, audience, name).await?.ok_or(Error::NotFound)?;
    let uow = cx.begin(permit).await?;
    let channel = channel(cx, &*uow, user).await?;
    let last = uow.codes().find(user, Purpose::PasswordReset).await?;
    if last.is_some_and(|it| cx.real_now() - it.requested_at < wait(&it, channel)) {
        return Err(Error::refused("resetting password already requested"));
    }
    let message = Message::PasswordReset(user);
    codes::request(cx, &*uow, user, Purpose::PasswordReset, message).await?;
    Ok(uow.commit().await?)
}

/// All kinds are looked through, found or not.
async fn find(
    cx: &Cx,
    permit: Permit,
    audience: Audience,
    name: &str,
) -> Result<Option<User>, Error> {
    let directory = cx.directory(permit);
    let mut found = None;
    for kind in audience.kinds() {
        let candidate = directory.candidate(*kind, &cx.store.code, name).await?;
        found = found.or(candidate.filter(|it| it.can_sign_in).map(|it| it.user));
    }
    Ok(found)
}

/// By which way a message to this user is to go.
async fn channel(cx: &Cx, uow: &dyn UnitOfWork, user: User) -> Result<Channel, Error> {
    let User::Customer(id) = user else { return Ok(Channel::Email) };
    let customer = uow.customers().find(id).await?.ok_or(Error::NotFound)?;
    let has_phone = customer.state().profile.phone.given().is_some();
    Ok(match cx.store.settings.activation_method() {
        ActivationMethod::Sms if has_phone => Channel::Sms,
        ActivationMethod::Sms | ActivationMethod::Email => Channel::Email,
    })
}

fn wait(last: &OneTimeCode, channel: Channel) -> TimeDelta {
    match last.live.as_ref().map_or(channel, |it| it.channel) {
        Channel::Email => RESET_AGAIN_AFTER,
        Channel::Sms => RESEND_AFTER,
    }
}

#[cfg(test)]
mod tests {
    use domain::account::{Login, UserKind};
    use domain::policy::Actor;

    use super::*;
    use crate::fixtures::{Kept, Stage, anonymous, customer, now, phoned, seller};
    use crate::ports::{Candidate, Principal};

    fn candidate(user: User, can_sign_in: bool) -> Candidate {
        let principal = Principal { actor: Actor::Anonymous, store: None, username: String::new() };
        Candidate { user, principal, can_sign_in, login: Login::without_password(user) }
    }

    fn john() -> User {
        User::Customer(customer(7).id())
    }

    /// A code that was asked for so long ago, and sent.
    fn last(channel: Channel, ago: TimeDelta) -> OneTimeCode {
        let mut last = OneTimeCode::request(john(), Purpose::PasswordReset, now() - ago);
        last.issue("x".to_owned(), channel, now() - ago);
        last
    }

    async fn asked(
        audience: Audience,
        found: Vec<Candidate>,
        by_sms: bool,
        last: Option<OneTimeCode>,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.directory.expect_candidate().returning(move |kind, _, name| {
            assert_eq!(name, "john@example.com");
            Ok(found.iter().find(|it| it.user.kind() == kind).cloned())
        });
        stage.repos.customers.expect_find().returning(|_| Ok(Some(phoned(7, "111112222"))));
        stage.repos.codes.expect_find().returning(move |_, _| Ok(last.clone()));
        let method = if by_sms { "sms" } else { "email" };
        stage.store.settings.put("accountActivationMethod", method);
        let (cx, record) = stage.call(anonymous());
        let done = request_reset(&cx, audience, &Given::text("john@example.com")).await;
        (done, record.take())
    }

    #[tokio::test]
    async fn whoever_may_sign_in_is_sent_a_message() {
        let somebody = UserKind::Admin.of(customer(1).id().0);
        let sellers = User::Seller(seller().id);
        for (found, expected) in [
            (vec![candidate(john(), true)], john()),
            (vec![candidate(sellers, true)], sellers),
            // Administrators come first, but not those who may not sign in.
            (vec![candidate(john(), true), candidate(somebody, true)], somebody),
            (vec![candidate(john(), true), candidate(somebody, false)], john()),
        ] {
            let (done, kept) = asked(Audience::Everybody, found, false, None).await;
            done.unwrap();
            assert!(kept.committed);
            assert_eq!(kept.messages(), [Message::PasswordReset(expected)]);
            assert_eq!((kept.codes[0].user, kept.codes[0].requested_at), (expected, now()));
        }
    }

    #[tokio::test]
    async fn nobody_and_whoever_may_not_sign_in_are_not_found() {
        let admin = UserKind::Admin.of(customer(1).id().0);
        for (audience, found) in [
            (Audience::Everybody, vec![]),
            (Audience::Everybody, vec![candidate(john(), false)]),
            (Audience::Customers, vec![candidate(admin, true)]),
        ] {
            let (done, kept) = asked(audience, found, false, None).await;
            assert!(matches!(done, Err(Error::NotFound)));
            assert!(!kept.committed);
        }
    }

    #[tokio::test]
    async fn an_email_is_sent_once_a_day_and_a_text_every_two_minutes() {
        let (day, minutes) = (TimeDelta::days(1), TimeDelta::minutes(2));
        let moment = TimeDelta::microseconds(1);
        let mut used = last(Channel::Email, minutes);
        used.spend();
        let mut unsent = last(Channel::Email, minutes);
        unsent.live = None;
        for (last, by_sms, sent) in [
            (last(Channel::Email, day - moment), false, false),
            (last(Channel::Email, day), false, true),
            // The last one counts, whatever the method is now.
            (last(Channel::Email, minutes), true, false),
            (last(Channel::Sms, minutes - moment), true, false),
            (last(Channel::Sms, minutes), true, true),
            (unsent.clone(), false, false),
            (unsent, true, true),
            (used, false, true),
        ] {
            let what = format!("{last:?} {by_sms}");
            let found = vec![candidate(john(), true)];
            let (done, kept) = asked(Audience::Customers, found, by_sms, Some(last)).await;
            let said = done.as_ref().err().map(ToString::to_string);
            let expected = (!sent).then_some("resetting password already requested".to_owned());
            assert_eq!((said, kept.committed), (expected, sent), "{what}");
        }
    }

    #[tokio::test]
    async fn a_name_must_be_given() {
        let (cx, _) = Stage::new().call(anonymous());
        for name in [Given::Absent, Given::Empty, Given::Malformed] {
            let refused = request_reset(&cx, Audience::Everybody, &name).await.unwrap_err();
            assert_eq!(refused.to_string(), "field \"username\" should not be empty");
        }
    }
}
