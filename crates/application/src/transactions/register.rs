//! Registering a sale or a return (behaviour 3.16.1).

use domain::form::FormErrors;
use domain::ids::TransactionId;
use domain::policy::Action;
use domain::transaction::{Kind, Sums, Transaction, TransactionDraft, TransactionTerms};
use domain::webhook::Topic;

use super::matching::buyer;
use super::ownership::{NUMBER, NUMBER_TAKEN, save, take, tell};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::points::Member;
use crate::ports::{Purchase, UnitOfWork};

const NO_SALE: &str = "Transaction not exist";
const NOT_A_SALE: &str = "Transaction wrong type";
const OTHER_OWNER: &str = "Incorrect owner of the transaction";
const NOT_VALID: &str = domain::form::message::NOT_VALID;

/// Registers a document once, and gives it to whoever bought.
pub async fn register(cx: &Cx, draft: &TransactionDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionManage)?;
    let mut errors = FormErrors::default();
    let terms = terms(cx, draft, &mut errors);
    enter(cx, permit, terms, errors).await
}

/// A document as it is by itself, by the programme's rules.
pub(super) fn terms(
    cx: &Cx,
    draft: &TransactionDraft,
    errors: &mut FormErrors,
) -> Option<TransactionTerms> {
    draft.check(cx.store.time_zone, cx.store.settings.accepts_returns(), errors)
}

/// Registers a document unless it has errors; those that are known already are told with what the
/// database finds.
pub(super) async fn enter(
    cx: &Cx,
    permit: Permit,
    terms: Option<TransactionTerms>,
    mut errors: FormErrors,
) -> Result<TransactionId, Error> {
    let uow = cx.begin(permit).await?;
    let sale = match &terms {
        Some(terms) => checked(&*uow, terms, &mut errors).await?,
        None => None,
    };
    errors.none()?;
    let terms = terms.ok_or_else(FormErrors::default)?;
    let id = TransactionId(cx.next_id());
    add(cx, &*uow, document(cx, id, terms), sale).await?;
    uow.commit().await?;
    Ok(id)
}

/// What the database knows better; the sale that a return takes back, locked.
async fn checked(
    uow: &dyn UnitOfWork,
    terms: &TransactionTerms,
    errors: &mut FormErrors,
) -> Result<Option<Purchase>, Error> {
    if uow.purchases().find_by_number(&terms.number).await?.is_some() {
        errors.field(NUMBER, NUMBER_TAKEN);
    }
    if let Some(pos) = terms.pos
        && uow.pos().find(pos).await?.is_none()
    {
        errors.field("pos", NOT_VALID);
    }
    let Kind::Return { revised: Some(number) } = &terms.kind else { return Ok(None) };
    let found = uow.purchases().find_by_number(number).await?;
    match &found {
        None => errors.field("revisedDocument", NO_SALE),
        Some(it) if it.document.is_return() => errors.field("revisedDocument", NOT_A_SALE),
        Some(_) => {}
    }
    Ok(found)
}

/// A document with its sums, by the lists that are in force now (behaviour 3.16.6).
pub(crate) fn document(cx: &Cx, id: TransactionId, terms: TransactionTerms) -> Transaction {
    let TransactionTerms { number, kind, purchased_at, place, pos, buyer, items, labels } = terms;
    let exclusions = cx.store.settings.exclusions();
    let sums = match kind {
        Kind::Sale => Sums::of_sale(&items, &exclusions),
        Kind::Return { .. } => Sums::of_return(&items, &exclusions),
    };
    Transaction {
        id,
        number,
        kind,
        purchased_at,
        place,
        pos,
        customer: None,
        buyer,
        items,
        labels,
        exclusions,
        sums,
        registered_at: cx.now(),
        version: 0,
    }
}

/// Saves a document and gives it to its customer, if that is known: a return's is the sale's
/// (behaviour 3.16.3).
pub(crate) async fn add(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    document: Transaction,
    sale: Option<Purchase>,
) -> Result<(), Error> {
    let customer = match sale.as_ref().and_then(|it| it.document.customer) {
        Some(owner) => {
            let named = buyer(cx, uow, &document.buyer).await?;
            if named.is_some_and(|it| it != owner) {
                let mut errors = FormErrors::default();
                errors.field("revisedDocument", OTHER_OWNER);
                return Err(errors.into());
            }
            Some(owner)
        }
        None => buyer(cx, uow, &document.buyer).await?,
    };
    let mut purchase = Purchase { document, returned: domain::amount::Amount::ZERO };
    purchase.document.customer = customer;
    tell(cx, uow, Topic::TransactionRegistered, &purchase).await?;
    let member = match customer {
        Some(id) => Member::find(cx, uow, id).await?,
        None => None,
    };
    match member {
        Some(member) => take(cx, uow, member, &mut purchase, sale).await,
        None => save(uow, &purchase, sale).await,
    }
}
