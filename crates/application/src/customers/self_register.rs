//! Registration by the customer itself (behaviour B1).

use domain::account::{Login, User};
use domain::amount::Amount;
use domain::code::Purpose;
use domain::customer::{Customer, CustomerDraft, FormRules};
use domain::form::FormErrors;
use domain::ids::CustomerId;
use domain::level::level_for;
use domain::policy::Action;

use super::register::{Registered, first_taken, no_start_level};
use super::unique::claimed_by_profile;
use crate::codes;
use crate::cx::Cx;
use crate::earning::Enrolment;
use crate::error::Error;
use crate::invitations;
use crate::ports::{AuditData, Message};

/// Enrols the caller: status `new` until the activation message is answered.
pub async fn self_register(cx: &Cx, draft: &CustomerDraft) -> Result<Registered, Error> {
    let permit = cx.authorize(Action::CustomerSelfRegister)?;
    let mut errors = FormErrors::default();
    let rules = FormRules::of(&cx.store);
    let profile = draft.profile(rules, &mut errors);
    let password = draft.password(&mut errors);
    errors.none()?;
    let (Some(profile), Some(password)) = (profile, password) else {
        return Err(Error::Form(FormErrors::default()));
    };
    // Hashing is slow on purpose: it must not happen inside a transaction.
    let hash = cx.passwords().hash(&password).await?;

    let uow = cx.begin(permit).await?;
    let email = profile.email.as_ref().map_or_else(String::new, |it| it.as_str().to_owned());
    first_taken(&*uow, &claimed_by_profile(&profile)).await?;
    let levels = uow.levels().all().await?;
    let start = level_for(&levels, Amount::ZERO);
    if start.is_none() {
        return Err(no_start_level(""));
    }

    let now = cx.now();
    let id = CustomerId(cx.next_id());
    let customer = Customer::register(id, profile, now, start, &cx.store.default_locale, now);
    let submitted = draft.submitted(rules);
    let enrolment = Enrolment { submitted: submitted.clone(), ..Enrolment::default() };
    invitations::enrol(cx, &*uow, customer, &draft.invitation_token, enrolment).await?;
    uow.logins().save(&Login::with_password(User::Customer(id), hash)).await?;
    let message = Message::Activation(id);
    codes::request(cx, &*uow, User::Customer(id), Purpose::Activation, message).await?;
    let submitted = AuditData::Submitted(submitted);
    uow.audit().record(cx.audit_customer("RegisterCustomer", id, submitted)).await?;
    uow.commit().await?;
    Ok(Registered { id, email })
}

#[cfg(test)]
mod tests {
    use domain::customer::Status;
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, anonymous, customer_draft, level};
    use crate::ports::Contacts;

    #[tokio::test]
    async fn a_member_who_registers_itself_is_new_and_waits_for_the_activation_message() {
        let mut stage = Stage::new();
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0)]));
        stage.repos.customers.expect_taken().returning(|_, _| Ok(Contacts::default()));
        let (cx, record) = stage.call(anonymous());
        let draft =
            CustomerDraft { plain_password: Given::text("Str0ng!pass"), ..customer_draft() };
        self_register(&cx, &draft).await.unwrap();
        let kept = record.take();
        assert_eq!(kept.customers[0].state().status, Status::New);
        assert_eq!(kept.logins[0].password_hash.as_deref(), Some("hash of Str0ng!pass"));
        assert!(!kept.logins[0].temporary);
        assert_eq!(kept.messages(), [Message::Activation(kept.customers[0].id())]);
        assert!(!format!("{:?}", kept.audit).contains("Str0ng"));
    }

    #[tokio::test]
    async fn a_weak_password_is_refused_before_anything_is_opened() {
        let (cx, record) = Stage::new().call(anonymous());
        let draft = CustomerDraft { plain_password: Given::text("weak"), ..customer_draft() };
        let refused = self_register(&cx, &draft).await;
        let Err(Error::Form(errors)) = refused else { panic!("a form error") };
        assert!(errors.has("plainPassword"));
        assert!(!record.take().committed);
    }
}
