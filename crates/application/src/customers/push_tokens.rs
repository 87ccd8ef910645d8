//! A customer's devices of the Pushy service (behaviour A21 to A23, 3.22).

use domain::customer::PushToken;
use domain::form::{FormErrors, Given, Shape};
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::CustomerRef;

/// A device as submitted.
#[derive(Clone, Debug, Default)]
pub struct PushTokenDraft {
    pub shape: Shape,
    pub push_token: Given,
}

/// The devices in the order they came.
pub async fn push_tokens(cx: &Cx, who: &CustomerRef) -> Result<Vec<PushToken>, Error> {
    let permit = cx.authorize_customer(Action::CustomerView, who).await?;
    let view = cx.read(permit).customer(who).await?.ok_or(Error::NotFound)?;
    Ok(view.state.push_tokens)
}

/// Adds a device. One that is there already stays once.
pub async fn add_push_token(
    cx: &Cx,
    who: &CustomerRef,
    draft: &PushTokenDraft,
) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let token = draft.check()?;
    customer.add_push_token(token)?;
    keep(cx, &*uow, customer).await?;
    Ok(uow.commit().await?)
}

/// Forgets a device, known or not.
pub async fn remove_push_token(cx: &Cx, who: &CustomerRef, token: &str) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    customer.remove_push_token(token);
    keep(cx, &*uow, customer).await?;
    Ok(uow.commit().await?)
}

impl PushTokenDraft {
    fn check(&self) -> Result<PushToken, FormErrors> {
        let mut errors = FormErrors::default();
        let mut token = None;
        if self.shape.report(&mut errors) {
            token = self.push_token.required("pushyToken", &mut errors, PushToken::parse);
        }
        match token {
            Some(token) if errors.is_empty() => Ok(token),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::customer::{Customer, CustomerState};
    use domain::form::message;

    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer};

    fn sent(token: &str) -> PushTokenDraft {
        PushTokenDraft { shape: Shape::Sound, push_token: Given::text(token) }
    }

    fn stage_with(tokens: &[&str]) -> Stage {
        let push_tokens = tokens.iter().map(|it| PushToken::parse(it).unwrap()).collect();
        let stored = CustomerState { push_tokens, ..customer(7).state().clone() };
        let stored = Customer::restore(stored);
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(move |_| Ok(Some(stored.clone())));
        stage
    }

    #[tokio::test]
    async fn a_device_is_added_once_and_nothing_is_told() {
        let (cx, record) = stage_with(&["a"]).call(as_customer(customer(7).id()));
        add_push_token(&cx, &customer(7).id().into(), &sent("b")).await.unwrap();
        let kept = record.take();
        let tokens: Vec<_> =
            kept.customers[0].state().push_tokens.iter().map(PushToken::as_str).collect();
        assert_eq!(tokens, ["a", "b"]);
        assert!(kept.committed && kept.events.is_empty() && kept.audit.is_empty());
    }

    #[tokio::test]
    async fn a_blank_or_endless_token_is_refused() {
        for (token, said) in [
            ("", message::BLANK),
            (&"x".repeat(256), "This value is too long. It should have 255 characters or less."),
        ] {
            let (cx, record) = stage_with(&[]).call(admin());
            let refused = add_push_token(&cx, &customer(7).id().into(), &sent(token)).await;
            let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
            assert_eq!(
                (errors.fields[0].path.as_ref(), &*errors.fields[0].message),
                ("pushyToken", said)
            );
            assert!(!record.take().committed);
        }
    }

    #[tokio::test]
    async fn a_device_is_forgotten() {
        let (cx, record) = stage_with(&["a", "b"]).call(admin());
        remove_push_token(&cx, &customer(7).id().into(), "a").await.unwrap();
        let tokens = record.take().customers[0].state().push_tokens.clone();
        assert_eq!(tokens, [PushToken::parse("b").unwrap()]);
    }
}
