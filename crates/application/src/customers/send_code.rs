//! An activation code at the request of an administrator or a seller (behaviour A27, A29).

use domain::account::User;
use domain::code::Purpose;
use domain::customer::Status;
use domain::policy::Action;

use super::load::load;
use crate::codes;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerRef, Message};

/// Texts a new activation code to a customer who is still new; nothing is sent to anybody else.
pub async fn send_code(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerSendCode, who).await?;
    let (uow, customer) = load(cx, permit, who).await?;
    let state = customer.state();
    if state.status != Status::New {
        return Ok(());
    }
    if state.profile.phone.given().is_none() {
        return Err(Error::NoCode);
    }
    let (user, message) = (User::Customer(state.id), Message::ActivationCode(state.id));
    codes::request(cx, &*uow, user, Purpose::Activation, message).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::code::{Channel, OneTimeCode};
    use domain::customer::Customer;

    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer, now, phoned};

    fn stage(found: Customer) -> Stage {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(move |_| Ok(Some(found.clone())));
        stage
    }

    #[tokio::test]
    async fn a_new_customer_is_sent_another_code_however_young_the_last_one_is() {
        let id = customer(7).id();
        let mut last = OneTimeCode::request(User::Customer(id), Purpose::Activation, now());
        last.requested_at = now() - TimeDelta::seconds(1);
        last.issue("x".to_owned(), Channel::Sms, last.requested_at);
        let mut stage = stage(phoned(7, "+48123123123"));
        stage.repos.codes.expect_find().return_once(move |_, _| Ok(Some(last)));
        let (cx, record) = stage.call(admin());
        send_code(&cx, &id.into()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.codes[0].requested_at, kept.codes[0].number), (now(), 1));
        assert_eq!(kept.messages(), [Message::ActivationCode(id)]);
    }

    #[tokio::test]
    async fn nothing_is_sent_to_somebody_who_is_not_new() {
        let mut active = phoned(7, "+48123123123");
        active.activate(now()).unwrap();
        let (cx, record) = stage(active).call(admin());
        send_code(&cx, &customer(7).id().into()).await.unwrap();
        assert_eq!(record.take().messages(), []);
    }

    #[tokio::test]
    async fn without_a_phone_no_code_can_be_sent() {
        let (cx, record) = stage(customer(7)).call(admin());
        let refused = send_code(&cx, &customer(7).id().into()).await;
        assert!(matches!(refused, Err(Error::NoCode)));
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn customers_do_not_send_codes() {
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().return_once(|_| Ok(Some(customer(7).id())));
        });
        let (cx, _) = stage.call(as_customer(customer(7).id()));
        let refused = send_code(&cx, &customer(7).id().into()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
