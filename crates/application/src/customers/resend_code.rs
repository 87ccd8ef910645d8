//! Another code at the customer's own request (behaviour A28, 7.4.6).

use domain::account::{User, UserKind};
use domain::code::{OneTimeCode, Purpose, RESEND_AFTER};
use domain::customer::{Customer, Status};
use domain::form::Given;
use domain::ids::CustomerId;
use domain::policy::{Action, Actor};
use uuid::Uuid;

use crate::codes;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Message, UnitOfWork};

/// Texts another activation code to the new customer with `phone`, whoever asks. Without a phone
/// the caller is the customer: a new one gets its activation code again, another one the code of
/// the change of phone that waits to be confirmed. Two minutes must have gone by since the last
/// code. Why none is sent, nobody is told.
pub async fn resend_code(cx: &Cx, phone: &Given) -> Result<(), Error> {
    let permit = cx.authorize(Action::CustomerResendCode)?;
    let own = match (phone, &cx.actor) {
        (Given::Absent | Given::Empty, Actor::Customer(id)) => Some(*id),
        (Given::Text(_), _) => None,
        _ => return Err(Error::NoCode),
    };
    let uow = cx.begin(permit).await?;
    let found = match (own, phone) {
        (Some(id), _) => uow.customers().find(id).await?,
        (None, Given::Text(phone)) => uow.customers().find_by_phone(phone).await?,
        (None, _) => None,
    };
    let wanted = wanted(found.as_ref(), own);
    // Nobody's last code is looked for as well: the time shall not tell who is somebody.
    let (id, purpose) = wanted.unwrap_or((CustomerId(Uuid::nil()), Purpose::Activation));
    let last = uow.codes().find(UserKind::Customer.of(id.0), purpose).await?;
    let may_be_sent = wanted.is_some() && is_due(cx, purpose, last.as_ref());
    if !may_be_sent {
        return Err(Error::NoCode);
    }
    send(cx, &*uow, id, purpose).await?;
    Ok(uow.commit().await?)
}

/// Whose code of which purpose this is about.
fn wanted(found: Option<&Customer>, own: Option<CustomerId>) -> Option<(CustomerId, Purpose)> {
    let state = found?.state();
    match state.status {
        Status::New => {
            state.profile.phone.given()?;
            Some((state.id, Purpose::Activation))
        }
        _ if own.is_some() => Some((state.id, Purpose::PhoneChange)),
        _ => None,
    }
}

fn is_due(cx: &Cx, purpose: Purpose, last: Option<&OneTimeCode>) -> bool {
    let waits_for_code = match purpose {
        Purpose::PhoneChange => last.is_some_and(|it| it.phone.is_some()),
        Purpose::Activation | Purpose::PasswordReset => true,
    };
    waits_for_code && last.is_none_or(|it| cx.real_now() - it.requested_at >= RESEND_AFTER)
}

async fn send(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    id: CustomerId,
    purpose: Purpose,
) -> Result<(), Error> {
    let message = match purpose {
        Purpose::PhoneChange => Message::PhoneChange(id),
        Purpose::Activation | Purpose::PasswordReset => Message::ActivationCode(id),
    };
    codes::request(cx, uow, User::Customer(id), purpose, message).await
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::contact::Phone;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, anonymous, as_customer, customer, now, phoned};

    const PHONE: &str = "+48123123123";

    fn active() -> Customer {
        let mut active = phoned(7, PHONE);
        active.activate(now()).unwrap();
        active
    }

    /// A code that was asked for so many seconds ago.
    fn last(purpose: Purpose, seconds: i64) -> OneTimeCode {
        let at = now() - TimeDelta::seconds(seconds);
        let mut code = OneTimeCode::request(User::Customer(customer(7).id()), purpose, at);
        code.phone = (purpose == Purpose::PhoneChange).then(|| Phone::parse("111112222").unwrap());
        code
    }

    async fn asked(
        actor: Actor,
        phone: &str,
        found: Option<Customer>,
        last: Option<OneTimeCode>,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        let by_phone = found.clone();
        stage.repos.customers.expect_find().returning(move |_| Ok(found.clone()));
        stage.repos.customers.expect_find_by_phone().returning(move |_| Ok(by_phone.clone()));
        stage.repos.codes.expect_find().returning(move |user, purpose| {
            Ok(last.clone().filter(|it| it.user == user && it.purpose == purpose))
        });
        let (cx, record) = stage.call(actor);
        let done = resend_code(&cx, &Given::text(phone)).await;
        (done, record.take())
    }

    #[tokio::test]
    async fn a_new_customer_gets_another_code_two_minutes_after_the_last() {
        for (last, sent) in [
            (None, true),
            (Some(last(Purpose::Activation, 119)), false),
            (Some(last(Purpose::Activation, 120)), true),
        ] {
            let what = format!("{last:?}");
            let (done, kept) = asked(anonymous(), PHONE, Some(phoned(7, PHONE)), last).await;
            assert_eq!((done.is_ok(), kept.committed), (sent, sent), "{what}");
            let expected = sent.then_some(Message::ActivationCode(customer(7).id()));
            assert_eq!(kept.messages(), Vec::from_iter(expected), "{what}");
        }
    }

    #[tokio::test]
    async fn why_no_code_is_sent_is_not_told() {
        let pending = || Some(last(Purpose::PhoneChange, 500));
        for (actor, phone, found, last) in [
            (anonymous(), "", None, None),
            (anonymous(), PHONE, None, None),
            (anonymous(), PHONE, Some(active()), None),
            // Not by the phone: only the customer itself asks for that code.
            (anonymous(), PHONE, Some(active()), pending()),
            (admin(), "", None, None),
            (as_customer(customer(7).id()), "", Some(active()), None),
        ] {
            let what = format!("{actor:?} {phone} {last:?}");
            let (done, kept) = asked(actor, phone, found, last).await;
            assert!(matches!(done, Err(Error::NoCode)), "{what}");
            assert!(!kept.committed, "{what}");
        }
    }

    #[tokio::test]
    async fn a_customer_gets_the_code_of_its_pending_change_again() {
        for (seconds, sent) in [(119, false), (120, true)] {
            let last = Some(last(Purpose::PhoneChange, seconds));
            let id = customer(7).id();
            let (done, kept) = asked(as_customer(id), "", Some(active()), last).await;
            assert_eq!(done.is_ok(), sent);
            assert_eq!(kept.messages(), Vec::from_iter(sent.then_some(Message::PhoneChange(id))));
        }
    }
}
