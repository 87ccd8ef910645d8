//! Whom a message is for, and how that person is reached.

use domain::account::User;
use domain::code::Channel;
use domain::customer::Customer;
use domain::store::ActivationMethod;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// Somebody with an account, or about to have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub email: Option<String>,
    pub phone: Option<String>,
    pub loyalty_card: Option<String>,
}

impl Person {
    pub(super) fn of(customer: &Customer) -> Self {
        let profile = &customer.state().profile;
        Self {
            email: profile.email.as_ref().map(|it| it.as_str().to_owned()),
            phone: profile.phone.given().map(|it| it.as_str().to_owned()),
            loyalty_card: profile.loyalty_card.given().map(|it| it.as_str().to_owned()),
        }
    }

    /// Where messages by `channel` reach this person.
    pub(super) fn address(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Email => self.email.as_deref(),
            Channel::Sms => self.phone.as_deref(),
        }
    }
}

/// The person behind an account. Nobody for one that was deleted.
pub(super) async fn find(uow: &dyn UnitOfWork, user: User) -> Result<Option<Person>, Error> {
    Ok(match user {
        User::Customer(id) => uow.customers().find(id).await?.as_ref().map(Person::of),
        User::Seller(id) => uow
            .sellers()
            .find(id)
            .await?
            .filter(|it| !it.deleted)
            .map(|it| Person { email: Some(it.email.as_str().to_owned()), ..Person::default() }),
        User::Admin(id) => uow
            .admins()
            .find(id)
            .await?
            .map(|it| Person { email: Some(it.email.as_str().to_owned()), ..Person::default() }),
    })
}

/// How customers are reached, the store's own way first (behaviour 3.8.1, 3.8.5).
pub(super) fn both_ways(cx: &Cx) -> &'static [Channel] {
    match cx.store.settings.activation_method() {
        ActivationMethod::Email => &[Channel::Email, Channel::Sms],
        ActivationMethod::Sms => &[Channel::Sms, Channel::Email],
    }
}
