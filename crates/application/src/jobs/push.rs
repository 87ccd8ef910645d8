//! Words of the operator's own, to a customer's devices.

use domain::account::User;
use domain::ids::CustomerId;

use super::Outcome;
use super::send::envelope;
use crate::customers::keep;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, PushMessage};

/// Sends to every device the customer has, and forgets those that are there no more.
pub(super) async fn push(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    id: CustomerId,
    title: &str,
    text: &str,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let found = uow.customers().find(id).await?;
    drop(uow);
    let to = found.map(|it| it.state().push_tokens.clone()).unwrap_or_default();
    if to.is_empty() {
        return Ok(Outcome::Done);
    }
    let key = cx.store.settings.push_key().map(str::to_owned);
    let (title, text) = (title.to_owned(), text.to_owned());
    let message = PushMessage { to, title, text, key };
    let envelope = envelope(cx, job, Some(User::Customer(id)), "push");
    let gone = match cx.channels().push.send(&envelope, &message).await {
        Ok(gone) => gone,
        Err(error) => return Ok(error.into()),
    };
    if !gone.is_empty() {
        let uow = cx.begin(permit).await?;
        if let Some(mut customer) = uow.customers().find(id).await? {
            for token in gone {
                customer.remove_push_token(token.as_str());
            }
            keep(cx, &*uow, customer).await?;
            uow.commit().await?;
        }
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::customer::{Customer, PushToken};

    use super::*;
    use crate::fixtures::{Kept, Repos, Stage, customer, store};
    use crate::ports::Message;

    fn with_devices() -> Customer {
        let mut john = customer(7);
        for token in ["a", "b"] {
            john.add_push_token(PushToken::parse(token).unwrap()).unwrap();
        }
        Customer::restore(john.state().clone())
    }

    fn repos(john: Customer) -> Repos {
        let mut repos = Repos::default();
        repos.customers.expect_find().returning(move |_| Ok(Some(john.clone())));
        repos
    }

    async fn done(stage: Stage) -> (Outcome, Kept) {
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        let (title, text) = ("Hello".to_owned(), "you".to_owned());
        let id = customer(7).id();
        let job = cx.message(Message::Push { customer: id, title, text });
        (push(&cx, permit, &job, id, "Hello", "you").await.unwrap(), record.take())
    }

    #[tokio::test]
    async fn devices_that_are_gone_are_forgotten() {
        let mut stage = Stage { repos: repos(with_devices()), ..Stage::new() };
        stage.later.push_back(repos(with_devices()));
        let gone = |_: &_, _: &_| Ok(vec![PushToken::parse("a").unwrap()]);
        stage.push.expect_send().once().returning(gone);
        let (outcome, kept) = done(stage).await;
        assert_eq!(outcome, Outcome::Done);
        let left = &kept.customers[0].state().push_tokens;
        assert_eq!(left.iter().map(PushToken::as_str).collect::<Vec<_>>(), ["b"]);
    }

    #[tokio::test]
    async fn nothing_is_sent_without_a_device() {
        let stage = Stage { repos: repos(customer(7)), ..Stage::new() };
        assert_eq!(done(stage).await.0, Outcome::Done);
    }
}
