//! Telling whose a purchase is, later (behaviour 3.16.4).

use domain::form::FormErrors;
use domain::ids::{CustomerId, TransactionId};
use domain::policy::{Action, Actor};
use domain::settings::Identification;
use domain::transaction::{AssignDraft, AssignTerms};

use super::ownership::take;
use crate::cx::Cx;
use crate::error::Error;
use crate::invitations::Buyer;
use crate::ports::UnitOfWork;

const NO_SUCH: &str = "No such transaction";
const ASSIGNED: &str = "Customer is already assign to this transaction";
const MANY: &str = "To many customers with such data. Please provide more details.";
const NOBODY: &str = "Such customer does not exist. Please provide more details.";

/// Gives a purchase that is nobody's to the customer that the form names; a customer takes it for
/// itself.
pub async fn assign(cx: &Cx, draft: &AssignDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionAssign)?;
    let own = match cx.actor {
        Actor::Customer(id) => Some(id),
        _ => None,
    };
    let terms = draft.check(own.is_some())?;
    let uow = cx.begin(permit).await?;
    let found = uow.purchases().find_by_number(&terms.number).await?;
    let Some(mut purchase) = found else {
        return Err(refusal("transactionDocumentNumber", NO_SUCH));
    };
    if purchase.document.customer.is_some() {
        return Err(refusal("transactionDocumentNumber", ASSIGNED));
    }
    let customer = named(&*uow, &terms, own).await?;
    let sale = match purchase.document.revised_number() {
        Some(number) => uow.purchases().find_by_number(number).await?,
        None => None,
    };
    let buyer = Buyer::find(cx, &*uow, customer).await?;
    let buyer = buyer.ok_or_else(|| refusal(field(&terms), NOBODY))?;
    let id = purchase.document.id;
    Box::pin(take(cx, &*uow, buyer, &mut purchase, sale)).await?;
    uow.commit().await?;
    Ok(id)
}

/// The customer that is meant. Customers who name somebody must name themselves.
async fn named(
    uow: &dyn UnitOfWork,
    terms: &AssignTerms,
    own: Option<CustomerId>,
) -> Result<CustomerId, Error> {
    let found = match (&terms.customer, &terms.card, &terms.phone) {
        (Some(id), ..) => vec![*id],
        (None, Some(card), _) => {
            uow.customers().active_by(Identification::LoyaltyCardNumber, card).await?
        }
        (None, None, Some(phone)) => {
            uow.customers().active_by(Identification::Phone, phone).await?
        }
        (None, None, None) => own.into_iter().collect(),
    };
    match (&found[..], own) {
        ([one], None) => Ok(*one),
        ([one], Some(own)) if *one == own => Ok(own),
        ([_], Some(_)) => Err(Error::Forbidden),
        ([], _) => Err(refusal(field(terms), NOBODY)),
        _ => Err(refusal(field(terms), MANY)),
    }
}

fn field(terms: &AssignTerms) -> &'static str {
    match terms {
        AssignTerms { card: Some(_), .. } => "customerLoyaltyCardNumber",
        AssignTerms { phone: Some(_), .. } => "customerPhoneNumber",
        AssignTerms { .. } => "customerId",
    }
}

fn refusal(path: &'static str, message: &'static str) -> Error {
    let mut errors = FormErrors::default();
    errors.field(path, message);
    errors.into()
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::form::{Given, Shape};
    use domain::policy::Actor;

    use super::*;
    use crate::fixtures::{
        Kept, Stage, admin, as_customer, back, customer, level, reporter, sale, told,
    };
    use crate::ports::Purchase;

    /// Document 20 is nobody's, 30 is John's, 5 is what came back of 30 and nobody's. So many
    /// customers have the card.
    fn stage(with_card: usize) -> Stage {
        let mut stage = Stage::new();
        let john = customer(7).id();
        let papers = [sale(20, None), sale(30, Some(john)), back(5, None, "30")];
        stage.repos.purchases.expect_find_by_number().returning(move |number| {
            Ok(papers.iter().find(|it| it.document.number == number).cloned())
        });
        stage.repos.purchases.expect_any_other_sale().returning(|_, _| Ok(true));
        stage.repos.accounts.expect_granted().returning(|_| Ok(Amount::ZERO));
        stage.repos.accounts.expect_revoked().returning(|_| Ok(Amount::ZERO));
        stage
            .repos
            .customers
            .expect_active_by()
            .returning(move |_, _| Ok(vec![customer(7).id(); with_card]));
        stage
            .repos
            .customers
            .expect_find()
            .returning(|id| Ok(Some(customer(7)).filter(|it| it.id() == id)));
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(1, 20)]));
        stage
    }

    fn draft(number: &str, id: Option<CustomerId>, card: &str) -> AssignDraft {
        AssignDraft {
            shape: Shape::Sound,
            document_number: Given::text(number),
            customer_id: id.map_or(Given::Absent, |it| Given::text(&it.to_string())),
            loyalty_card_number: if card.is_empty() { Given::Absent } else { Given::text(card) },
            phone_number: Given::Absent,
        }
    }

    async fn assigned(actor: Actor, draft: AssignDraft) -> Kept {
        let (cx, record) = stage(1).call(actor);
        assign(&cx, &draft).await.unwrap();
        record.take()
    }

    #[tokio::test]
    async fn a_document_becomes_its_customers() {
        let john = customer(7);
        for (actor, draft) in [
            (admin(), draft("20", Some(john.id()), "")),
            (admin(), draft("20", None, "card")),
            (as_customer(john.id()), draft("20", None, "")),
            (as_customer(john.id()), draft("20", None, "card")),
        ] {
            let kept = assigned(actor, draft).await;
            let [Purchase { document, assigned_seq, .. }] = &kept.purchases[..] else {
                panic!("one document")
            };
            assert_eq!(document.customer, Some(john.id()));
            // It follows on whatever the customer was before.
            assert_eq!(*assigned_seq, Some(john.state().version + 1));
            let state = kept.customers[0].state();
            assert_eq!((state.totals.count, state.totals.amount), (1, Amount::from_units(20)));
            assert_eq!(
                state.placement.map(domain::customer::Placement::level),
                Some(level(1, 20).id)
            );
            assert!(kept.committed);
        }
    }

    #[tokio::test]
    async fn a_return_is_taken_off_its_sale() {
        let kept = assigned(admin(), draft("5", Some(customer(7).id()), "")).await;
        let [back, sale] = &kept.purchases[..] else { panic!("the return and its sale") };
        assert_eq!((&*back.document.number, &*sale.document.number), ("5", "30"));
        assert_eq!((back.returned, sale.returned), (Amount::ZERO, Amount::from_units(5)));
    }

    #[tokio::test]
    async fn whatever_does_not_fit_is_told_where() {
        let john = customer(7).id();
        let card = "customerLoyaltyCardNumber";
        for (with_card, draft, field, said) in [
            (1, draft("21", Some(john), ""), "transactionDocumentNumber", NO_SUCH),
            (1, draft("30", Some(john), ""), "transactionDocumentNumber", ASSIGNED),
            (0, draft("20", None, "card"), card, NOBODY),
            (2, draft("20", None, "card"), card, MANY),
            (1, draft("20", Some(customer(8).id()), ""), "customerId", NOBODY),
        ] {
            let (cx, record) = stage(with_card).call(admin());
            let refused = assign(&cx, &draft).await;
            assert_eq!(told(refused), [(field.to_owned(), said.to_owned())], "{draft:?}");
            assert!(!record.take().committed);
        }
    }

    #[tokio::test]
    async fn nobody_assigns_to_others_who_may_not() {
        let (cx, _) = stage(1).call(reporter());
        let refused = assign(&cx, &draft("20", Some(customer(7).id()), "")).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let (cx, record) = stage(1).call(as_customer(customer(8).id()));
        let refused = assign(&cx, &draft("20", None, "card")).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "the card is John's");
        assert!(!record.take().committed);
    }
}
