//! Points from one customer to another (behaviour C4, 3.12.8).

use domain::form::{FormErrors, Given, Shape, message};
use domain::ids::{CustomerId, TransferId};
use domain::points::{Issuer, Note, parse_points};
use domain::policy::{Action, Actor};

use super::Member;
use crate::cx::{Cx, Permit};
use crate::error::Error;

const YOURSELF: &str = "transferring points to yourself is forbidden";
const NOBODY: &str = "such customer does not exist";

/// A transfer between customers as submitted.
#[derive(Clone, Debug, Default)]
pub struct GiftDraft {
    pub shape: Shape,
    /// Only of administrators; a customer sends its own points.
    pub sender: Given,
    /// An id, an e-mail address, a phone or a loyalty card number.
    pub receiver: Given,
    pub points: Given,
}

/// Moves points. Who is locked first depends on the ids alone, so that two who give to each other
/// at the same time do not wait for each other for ever.
pub async fn give(cx: &Cx, draft: &GiftDraft) -> Result<TransferId, Error> {
    let permit = cx.authorize(Action::PointsGive)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let sender = match cx.actor {
        Actor::Customer(own) => {
            if draft.sender.is_present() {
                errors.root(message::EXTRA_FIELDS);
            }
            Some(own)
        }
        _ => match draft.sender.required_line("sender", &mut errors) {
            Some(text) => found(cx, permit, text.as_str(), "sender", &mut errors).await?,
            None => None,
        },
    };
    let receiver = match draft.receiver.required_line("receiver", &mut errors) {
        Some(text) => found(cx, permit, text.as_str(), "receiver", &mut errors).await?,
        None => None,
    };
    let points = draft.points.required("points", &mut errors, parse_points);
    if receiver.is_some() && sender == receiver {
        errors.field("receiver", YOURSELF);
    }
    errors.none()?;
    let (Some(sender), Some(receiver), Some(points)) = (sender, receiver, points) else {
        return Err(FormErrors::default().into());
    };

    let uow = cx.begin(permit).await?;
    let mut members = vec![];
    for id in [sender.min(receiver), sender.max(receiver)] {
        members.extend(Member::find(cx, &*uow, id).await?);
    }
    let nobody = |field| {
        let mut errors = FormErrors::default();
        errors.field(field, NOBODY);
        errors
    };
    let mut take = |id, field| {
        let at = members.iter().position(|it| it.id() == id).ok_or_else(|| nobody(field))?;
        Ok::<_, Error>(members.swap_remove(at))
    };
    let (mut from, mut to) = (take(sender, "sender")?, take(receiver, "receiver")?);
    let id = from.give(cx, points, &mut to, &Note::new(Issuer::Api, None));
    let id = id.map_err(|refusal| {
        let mut errors = FormErrors::default();
        errors.field("points", refusal.to_string());
        errors
    })?;
    from.keep(cx, &*uow).await?;
    to.keep(cx, &*uow).await?;
    uow.commit().await?;
    Ok(id)
}

/// Whoever has this id, e-mail address, phone or card; nobody is an error on `field`.
async fn found(
    cx: &Cx,
    permit: Permit,
    text: &str,
    field: &'static str,
    errors: &mut FormErrors,
) -> Result<Option<CustomerId>, Error> {
    let found = cx.read(permit).customer_called(text).await?;
    if found.is_none() {
        errors.field(field, NOBODY);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;

    use super::*;
    use crate::fixtures::{Stage, account, admin, as_customer, as_seller, customer, seller, told};

    /// John, number 7, has ten points; Jane, number 8, is called by her card.
    fn stage() -> Stage {
        let find = |text: &str| match text {
            "card of Jane" => Some(customer(8).id()),
            id => CustomerId::parse(id).filter(|it| *it == customer(7).id()),
        };
        let mut stage = Stage::new();
        for _ in 0..2 {
            stage = stage.reading(move |it| {
                it.expect_customer_called().returning(move |text| Ok(find(text)));
            });
        }
        stage.repos.customers.expect_find().returning(|id| {
            let known = [customer(7), customer(8)];
            Ok(known.into_iter().find(|it| it.id() == id))
        });
        stage.repos.accounts.expect_find().returning(|id| Ok(account(id, 10)));
        stage
    }

    fn draft(sender: Option<&str>, receiver: &str, points: &str) -> GiftDraft {
        GiftDraft {
            shape: Shape::Sound,
            sender: sender.map_or(Given::Absent, Given::text),
            receiver: Given::text(receiver),
            points: Given::text(points),
        }
    }

    #[tokio::test]
    async fn points_go_from_one_to_the_other() {
        let john = customer(7).id().to_string();
        for (actor, sender) in
            [(admin(), Some(john.as_str())), (as_customer(customer(7).id()), None)]
        {
            let (cx, record) = stage().call(actor);
            give(&cx, &draft(sender, "card of Jane", "2.5")).await.unwrap();
            let kept = record.take();
            let left: Vec<_> =
                kept.accounts.iter().map(|it| (it.customer, it.balance.available)).collect();
            let amount = |it| Amount::parse(it).unwrap();
            let expected = [(customer(7).id(), amount("7.5")), (customer(8).id(), amount("12.5"))];
            assert_eq!(left, expected);
            assert!(kept.committed);
        }
    }

    #[tokio::test]
    async fn nothing_is_given_to_nobody_or_oneself_or_that_is_not_there() {
        let john = customer(7).id().to_string();
        for (sender, receiver, points, field, said) in [
            (&*john, &*john, "1", "receiver", YOURSELF),
            (&*john, "nobody", "1", "receiver", NOBODY),
            ("nobody", "card of Jane", "1", "sender", NOBODY),
            (&*john, "card of Jane", "10.01", "points", "not enough points"),
        ] {
            let (cx, record) = stage().call(admin());
            let refused = give(&cx, &draft(Some(sender), receiver, points)).await;
            assert_eq!(told(refused), [(field.to_owned(), said.to_owned())]);
            assert!(!record.take().committed);
        }
        let (cx, _) = stage().call(as_seller(seller().id));
        let refused = give(&cx, &draft(Some(&john), "card of Jane", "1")).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let (cx, record) = stage().call(as_customer(customer(8).id()));
        let refused = give(&cx, &draft(Some(&john), "card of Jane", "1")).await;
        assert!(matches!(refused, Err(Error::Form(_))), "nobody names another sender");
        assert!(!record.take().committed);
    }
}
