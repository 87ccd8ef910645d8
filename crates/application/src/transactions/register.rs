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
use crate::invitations::Buyer;
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
        && uow.pos().known(&[pos]).await?.is_empty()
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
    let mut purchase =
        Purchase { document, returned: domain::amount::Amount::ZERO, assigned_seq: None };
    purchase.document.customer = customer;
    tell(cx, uow, Topic::TransactionRegistered, &purchase).await?;
    let buyer = match customer {
        Some(id) => Buyer::find(cx, uow, id).await?,
        None => None,
    };
    match buyer {
        // All that follows on a purchase makes a large future.
        Some(buyer) => Box::pin(take(cx, uow, buyer, &mut purchase, sale)).await,
        // What comes back is taken off the sale when it is assigned.
        None => save(uow, &purchase, None).await,
    }
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{
        Kept, Stage, admin, back, customer, document_draft, level, reporter, sale, told,
    };

    /// Sale 30 is John's, 40 nobody's, return 5 is of 30. The phone of drafts finds `found`.
    fn stage(found: Option<u128>) -> Stage {
        let mut stage = Stage::new();
        stage.store.settings.put("returns", true);
        stage.store.settings.put("webhooks", true);
        let john = Some(customer(7).id());
        let papers = [sale(30, john), sale(40, None), back(5, john, "30")];
        stage.repos.purchases.expect_find_by_number().returning(move |number| {
            Ok(papers.iter().find(|it| it.document.number == number).cloned())
        });
        stage.repos.purchases.expect_any_other_sale().returning(|_, _| Ok(true));
        stage.repos.pos.expect_known().returning(|_| Ok(vec![]));
        stage.repos.accounts.expect_granted().returning(|_| Ok(Amount::ZERO));
        stage.repos.accounts.expect_revoked().returning(|_| Ok(Amount::ZERO));
        stage
            .repos
            .customers
            .expect_active_by()
            .returning(move |_, _| Ok(found.map(|it| customer(it).id()).into_iter().collect()));
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0)]));
        stage
    }

    async fn registered(found: Option<u128>, draft: TransactionDraft) -> Kept {
        let (cx, record) = stage(found).call(admin());
        register(&cx, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        kept
    }

    fn topics(kept: &Kept) -> Vec<&'static str> {
        kept.events.iter().map(|it| it.topic.as_str()).collect()
    }

    #[tokio::test]
    async fn a_sale_is_its_buyers_at_once() {
        let kept = registered(Some(7), document_draft("1", "17", None)).await;
        let [purchase] = &kept.purchases[..] else { panic!("one document") };
        assert_eq!(purchase.document.customer, Some(customer(7).id()));
        assert!(purchase.assigned_seq.is_some());
        assert_eq!(kept.customers[0].state().totals.amount, Amount::from_units(17));
        let [first, .., last] = &topics(&kept)[..] else { panic!("two events") };
        assert_eq!((*first, *last), ("transaction.registered", "transaction.assigned_to_customer"));
    }

    #[tokio::test]
    async fn a_sale_of_a_stranger_is_nobodys() {
        let kept = registered(None, document_draft("1", "17", None)).await;
        assert_eq!((kept.purchases[0].document.customer, kept.customers.len()), (None, 0));
        assert_eq!(kept.purchases[0].assigned_seq, None);
        assert_eq!(topics(&kept), ["transaction.registered"]);
    }

    #[tokio::test]
    async fn a_return_is_of_whoever_bought() {
        let kept = registered(None, document_draft("1", "12", Some("30"))).await;
        let [back, sale] = &kept.purchases[..] else { panic!("the return and its sale") };
        assert_eq!(back.document.customer, Some(customer(7).id()));
        assert_eq!(sale.returned, Amount::from_units(12));
    }

    #[tokio::test]
    async fn a_return_of_what_is_nobodys_is_taken_off_later() {
        let kept = registered(None, document_draft("1", "12", Some("40"))).await;
        let [back] = &kept.purchases[..] else { panic!("only the return") };
        assert_eq!((back.document.customer, back.assigned_seq), (None, None));
    }

    #[tokio::test]
    async fn whatever_does_not_fit_is_told_where() {
        let elsewhere = TransactionDraft {
            pos: Given::text("00000000-0000-0000-0000-000000000005"),
            ..document_draft("1", "1", None)
        };
        let number = "transactionData.documentNumber";
        for (found, draft, field, said) in [
            (None, document_draft("30", "1", None), number, NUMBER_TAKEN),
            (None, elsewhere, "pos", NOT_VALID),
            (None, document_draft("1", "1", Some("31")), "revisedDocument", NO_SALE),
            (None, document_draft("1", "1", Some("5")), "revisedDocument", NOT_A_SALE),
            (Some(8), document_draft("1", "1", Some("30")), "revisedDocument", OTHER_OWNER),
        ] {
            let (cx, record) = stage(found).call(admin());
            let refused = register(&cx, &draft).await;
            assert_eq!(told(refused), [(field.to_owned(), said.to_owned())]);
            assert!(!record.take().committed);
        }
        let mut stage = stage(None);
        stage.store.settings.put("returns", false);
        let (cx, _) = stage.call(admin());
        let refused = register(&cx, &document_draft("1", "1", Some("30"))).await;
        let kind = "transactionData.documentType".to_owned();
        assert_eq!(told(refused), [(kind, "Returns are not enabled".to_owned())]);
    }

    #[tokio::test]
    async fn whoever_only_looks_registers_nothing() {
        let (cx, _) = stage(None).call(reporter());
        let refused = register(&cx, &document_draft("1", "1", None)).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
