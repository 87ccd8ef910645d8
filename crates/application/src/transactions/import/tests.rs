//! Imports over mocked ports.

use domain::transaction::{BuyerDraft, DataDraft, ItemDraft};

use super::*;
use crate::fixtures::{Repos, Stage, admin, as_seller, reporter, seller};
use crate::ports::{BadFile, StorageError};

fn draft(number: &str) -> TransactionDraft {
    let data = DataDraft {
        document_number: Given::text(number),
        purchase_date: Given::text("2022-03-01 10:00"),
        ..DataDraft::default()
    };
    let item = ItemDraft {
        sku: Given::text("S"),
        name: Given::text("Thing"),
        quantity: Given::text("1"),
        gross_value: Given::text("3"),
        category: Given::text("things"),
        ..ItemDraft::default()
    };
    let buyer = BuyerDraft { name: Given::text("Ada"), ..BuyerDraft::default() };
    TransactionDraft {
        data: GivenGroup::Members(data),
        items: Some(vec![item]),
        buyer: GivenGroup::Members(buyer),
        ..TransactionDraft::default()
    }
}

fn data(draft: &mut TransactionDraft) -> &mut DataDraft {
    match &mut draft.data {
        GivenGroup::Members(data) => data,
        _ => panic!("a draft with data"),
    }
}

/// Nothing is registered yet, nor known.
fn repos() -> Repos {
    let mut repos = Repos::default();
    repos.purchases.expect_find_by_number().returning(|_| Ok(None));
    repos.pos.expect_known().returning(|_| Ok(vec![]));
    repos
}

/// A programme with units of work for a few rows.
fn stage(units: Vec<Repos>) -> Stage {
    let mut stage = Stage::new();
    let mut units = units.into_iter();
    stage.repos = units.next().expect("one");
    stage.later = units.chain([Repos::default()]).collect();
    stage
}

fn row(draft: TransactionDraft) -> SaleRecord {
    SaleRecord::Row(Box::new(draft))
}

fn told(items: &[ImportItem]) -> Vec<(&str, &str)> {
    fn said(item: &ImportItem) -> &str {
        item.outcome.as_ref().err().map_or("", String::as_str)
    }
    items.iter().map(|it| (&*it.identifier, said(it))).collect()
}

#[tokio::test]
async fn a_failing_row_costs_only_itself_and_the_audit_log_is_told_the_counts() {
    let mut dateless = draft("2");
    data(&mut dateless).purchase_date = Given::text("soon");
    let mut nameless = draft("3");
    nameless.items = Some(vec![ItemDraft { sku: Given::text("S"), ..ItemDraft::default() }]);
    let mut somewhere = draft("4");
    somewhere.pos = Given::text("there");
    let mut nowhere = draft("5");
    nowhere.pos = Given::text("00000000-0000-0000-0000-000000000001");
    let rows = [
        row(draft("1")),
        SaleRecord::Unreadable,
        row(dateless),
        row(nameless),
        row(somewhere),
        row(nowhere),
        row(draft("")),
        row(draft("8")),
    ];
    let (cx, record) = stage(vec![repos(), repos(), repos()]).call(admin());
    let rows = rows.into_iter().map(Ok).chain([Err(BadFile("it is torn".to_owned()))]);
    let items = import(&cx, || Ok(Box::new(rows))).await.unwrap();
    let expected = [
        ("1", ""),
        ("", "Convert exception: XML has invalid structure"),
        ("2", "Convert exception: purchaseDate This value is not valid."),
        ("3", "Convert exception: items.0.name This value should not be blank."),
        ("4", "Convert exception: posId This value is not valid."),
        ("5", "Process exception: posId does not exist"),
        ("", "Convert exception: documentNumber This value should not be blank."),
        ("8", ""),
        ("", "Convert exception: the rest of the file cannot be read: it is torn"),
    ];
    assert_eq!(told(&items), expected);
    let kept = record.take();
    let saved: Vec<_> = kept.purchases.iter().map(|it| &*it.document.number).collect();
    assert_eq!(saved, ["1", "8"]);
    assert_eq!(items[0].outcome, Ok(kept.purchases[0].document.id.0));
    assert_eq!(kept.audited(), ["ImportTransactions"]);
    assert_eq!(kept.audit[0].data, counts(9, 7));
}

#[tokio::test]
async fn what_the_programme_refuses_is_told_apart_from_what_is_malformed() {
    let back = |number: &str, revised: &str| {
        let mut back = draft(number);
        data(&mut back).document_type = Given::text("return");
        back.revised_document = Given::text(revised);
        back
    };
    let mut torn = back("2", "1");
    data(&mut torn).purchase_date = Given::Absent;
    let mut lost = repos();
    lost.purchases.expect_save().returning(|_| Err(StorageError::Taken("number")));
    for (returns, draft, units, expected) in [
        (false, back("2", "1"), vec![], "Process exception: Returns are not enabled"),
        (false, torn, vec![], "Convert exception: purchaseDate This value should not be blank."),
        (true, back("2", "1"), vec![repos()], "Process exception: Transaction not exist"),
        (true, draft("2"), vec![lost], "Process exception: Document number should be unique"),
    ] {
        let mut stage = stage(units.into_iter().chain([Repos::default()]).collect());
        stage.store.settings.put("returns", returns);
        let (cx, record) = stage.call(admin());
        let items = Import::new(&cx).unwrap().add(&[row(draft)]).await.unwrap();
        assert_eq!(told(&items), [("2", expected)]);
        assert!(!record.take().committed, "{expected}");
    }
}

#[tokio::test]
async fn a_row_is_tried_again_while_another_transaction_is_in_its_way() {
    let mut first = repos();
    first.purchases.expect_save().returning(|_| Err(StorageError::Stale));
    let (cx, record) = stage(vec![first, repos()]).call(admin());
    let items = Import::new(&cx).unwrap().add(&[row(draft("1"))]).await.unwrap();
    assert_eq!(told(&items), [("1", "")]);
    assert_eq!(record.take().purchases.len(), 1);
}

#[tokio::test]
async fn only_who_may_register_transactions_imports_them() {
    for somebody in [reporter(), as_seller(seller().id)] {
        let (cx, _) = Stage::new().call(somebody);
        let refused = import(&cx, || panic!("nothing is opened")).await.unwrap_err();
        assert_eq!(refused.to_string(), "Forbidden");
    }
}
