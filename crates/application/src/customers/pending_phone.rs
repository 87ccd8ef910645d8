//! A customer's own change of the phone that it signs in with (behaviour 7.4).

use domain::account::User;
use domain::code::{OneTimeCode, Purpose};
use domain::contact::Phone;
use domain::customer::{Changes, Customer, Entry};
use domain::policy::Actor;
use domain::store::ActivationMethod;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Message, UnitOfWork};

/// Takes a new phone out of `changes` and keeps it until the code that is sent to it comes back.
/// The current number instead cancels what waits. Changes by others take effect at once, and so
/// do all where accounts are activated by e-mail.
pub(super) async fn hold_back(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: &Customer,
    changes: &mut Changes,
) -> Result<(), Error> {
    let by_sms = cx.store.settings.activation_method() == ActivationMethod::Sms;
    let is_own = matches!(cx.actor, Actor::Customer(_));
    let Some(Entry::Given(phone)) = changes.phone.clone().filter(|_| by_sms && is_own) else {
        return Ok(());
    };
    let user = User::Customer(customer.id());
    let last = uow.codes().find(user, Purpose::PhoneChange).await?;
    let current = customer.state().profile.phone.given().map(Phone::key);
    if current == Some(phone.key()) {
        if let Some(mut code) = last {
            code.spend();
            uow.codes().save(&code).await?;
        }
        return Ok(());
    }
    changes.phone = None;
    let request = || OneTimeCode::request(user, Purpose::PhoneChange, cx.real_now());
    let mut code = last.unwrap_or_else(request);
    code.request_for(phone, cx.real_now());
    uow.codes().save(&code).await?;
    uow.jobs().add(&cx.message(Message::PhoneChange(customer.id()))).await?;
    Ok(())
}
