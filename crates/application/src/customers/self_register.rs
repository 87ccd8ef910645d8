//! Registration by the customer itself (behaviour B1).

use domain::account::{Login, User};
use domain::amount::Amount;
use domain::customer::{Customer, CustomerDraft, FormRules};
use domain::form::FormErrors;
use domain::ids::CustomerId;
use domain::level::level_for;
use domain::policy::Action;

use super::register::{Registered, first_taken, message_to, no_start_level};
use super::unique::{claimed_by_profile, lost_race};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, MessageKind};

/// Enrols the caller: status `new` until the activation message is answered.
pub async fn self_register(cx: &Cx, draft: &CustomerDraft) -> Result<Registered, Error> {
    let permit = cx.authorize(Action::CustomerSelfRegister)?;
    let mut errors = FormErrors::default();
    let profile = draft.profile(FormRules::of(&cx.store), &mut errors);
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
    uow.customers().save(customer).await.map_err(lost_race)?;
    uow.logins().save(&Login::with_password(User::Customer(id), hash)).await?;
    uow.outbox().add(message_to(cx, id, MessageKind::Activation)).await?;
    let submitted = AuditData::Submitted(draft.submitted());
    uow.audit().record(cx.audit_customer("RegisterCustomer", id, submitted)).await?;
    uow.commit().await?;
    Ok(Registered { id, email })
}
