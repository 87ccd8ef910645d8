//! Making a change of phone effective (behaviour A14, 7.4).

use domain::account::User;
use domain::code::Purpose;
use domain::customer::{Changes, Entry};
use domain::form::{FormErrors, message};
use domain::policy::{Action, Actor};

use super::keep::keep;
use crate::codes;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Contacts};

/// Replaces the caller's phone by the number to which `secret` was sent. Five wrong guesses make
/// the code worthless.
pub async fn confirm_change(cx: &Cx, secret: &str) -> Result<(), Error> {
    let permit = cx.authorize(Action::CustomerConfirmChange)?;
    let Actor::Customer(id) = cx.actor else { return Err(Error::Forbidden) };
    let purpose = Purpose::PhoneChange;
    let uow = cx.begin(permit).await?;
    let mut customer = uow.customers().find(id).await?.ok_or(Error::NotFound)?;
    let found = uow.codes().find(User::Customer(id), purpose).await?;
    let mut code = found.filter(|it| it.is_live(cx.real_now())).ok_or(Error::NotFound)?;
    let digest = codes::digest(cx, purpose, secret);
    let is_right = code.live.as_ref().is_some_and(|it| cx.secrets().same(&it.digest, &digest));
    let Some(phone) = code.phone.clone().filter(|_| is_right) else {
        code.guess_failed();
        uow.codes().save(&code).await?;
        uow.commit().await?;
        return Err(Error::NotFound);
    };
    let claimed = Contacts { phone: Some(phone.clone()), ..Contacts::default() };
    if uow.customers().taken(&claimed, Some(id)).await?.phone.is_some() {
        let mut errors = FormErrors::default();
        errors.field("phone", message::PHONE_TAKEN);
        return Err(errors.into());
    }

    let submitted = AuditData::Submitted(vec![("phone", phone.as_str().to_owned())]);
    customer
        .update(Changes { phone: Some(Entry::Given(phone)), ..Changes::default() }, cx.now())?;
    code.spend();
    keep(cx, &*uow, customer).await?;
    uow.codes().save(&code).await?;
    uow.audit().record(cx.audit_customer("UpdateCustomerDetails", id, submitted)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::code::{Channel, OneTimeCode};
    use domain::contact::Phone;
    use domain::customer::CustomerEvent;
    use domain::webhook::Topic;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, as_customer, customer, now, phoned};

    const NEW: &str = "+48123123124";

    fn sent(minutes: i64) -> OneTimeCode {
        let then = now() - TimeDelta::minutes(minutes);
        let user = User::Customer(customer(7).id());
        let mut code = OneTimeCode::request(user, Purpose::PhoneChange, then);
        code.issue("PhoneChange/DEFAULT digest of 153105".to_owned(), Channel::Sms, then);
        code.phone = Phone::parse(NEW).ok();
        code
    }

    async fn tried(
        code: Option<OneTimeCode>,
        is_taken: bool,
        secret: &str,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.store.settings.put("webhooks", true);
        stage.repos.customers.expect_find().returning(|_| Ok(Some(phoned(7, "+48123123123"))));
        stage.repos.customers.expect_taken().returning(move |claimed, except| {
            assert_eq!(except, Some(customer(7).id()));
            Ok(if is_taken { claimed.clone() } else { Contacts::default() })
        });
        stage.repos.codes.expect_find().returning(move |user, purpose| {
            Ok(code.clone().filter(|it| it.user == user && it.purpose == purpose))
        });
        let (cx, record) = stage.call(as_customer(customer(7).id()));
        (confirm_change(&cx, secret).await, record.take())
    }

    #[tokio::test]
    async fn the_code_makes_the_new_number_the_customers() {
        let (done, kept) = tried(Some(sent(29)), false, "153105").await;
        done.unwrap();
        assert!(kept.committed);
        let changed = &kept.customers[0];
        assert_eq!(changed.state().profile.phone.given().map(Phone::as_str), Some(NEW));
        assert_eq!(changed.events().collect::<Vec<_>>(), [&CustomerEvent::DetailsUpdated]);
        assert_eq!((&kept.codes[0].live, &kept.codes[0].phone), (&None, &None));
        assert_eq!(kept.audited(), ["UpdateCustomerDetails"]);
        assert_eq!(kept.events[0].topic, Topic::CustomerUpdated);
    }

    #[tokio::test]
    async fn a_wrong_guess_is_counted_and_after_five_nothing_is_right() {
        let mut code = sent(1);
        for tries in 1..=5 {
            let (refused, kept) = tried(Some(code.clone()), false, "999999").await;
            assert!(matches!(refused, Err(Error::NotFound)) && kept.customers.is_empty());
            code = kept.codes[0].clone();
            assert_eq!(code.live.as_ref().unwrap().tries, tries);
        }
        let (refused, kept) = tried(Some(code), false, "153105").await;
        assert!(matches!(refused, Err(Error::NotFound)) && !kept.committed);
    }

    #[tokio::test]
    async fn no_code_an_old_one_and_a_used_one_are_not_found() {
        let mut used = sent(1);
        used.spend();
        for code in [None, Some(sent(30)), Some(used)] {
            let (refused, kept) = tried(code, false, "153105").await;
            assert!(matches!(refused, Err(Error::NotFound)) && !kept.committed);
        }
    }

    #[tokio::test]
    async fn a_number_that_was_taken_meanwhile_is_refused() {
        let (refused, kept) = tried(Some(sent(1)), true, "153105").await;
        let Err(Error::Form(errors)) = refused else { panic!("a form error") };
        let marked: Vec<_> = errors.fields.iter().map(|it| (&*it.path, &*it.message)).collect();
        assert_eq!(marked, [("phone", message::PHONE_TAKEN)]);
        assert!(!kept.committed);
    }

    #[tokio::test]
    async fn only_customers_have_something_to_confirm() {
        let (cx, _) = Stage::new().call(admin());
        assert!(matches!(confirm_change(&cx, "153105").await, Err(Error::Forbidden)));
    }
}
