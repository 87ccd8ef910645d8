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
