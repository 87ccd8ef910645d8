//! Each rule of behaviour 3.16.1 and 3.16.4.

use super::*;

fn label(key: &str, value: &str) -> LabelDraft {
    LabelDraft { key: Given::text(key), value: Given::text(value) }
}

fn item() -> ItemDraft {
    ItemDraft {
        sku: Given::text("SKU1"),
        name: Given::text("item 1"),
        quantity: Given::text("1"),
        gross_value: Given::text("1.5"),
        category: Given::text("aaa"),
        maker: Given::text("sss"),
        labels: Some(vec![label("test", "label")]),
    }
}

fn data() -> DataDraft {
    DataDraft {
        document_type: Given::text("sell"),
        document_number: Given::text("123"),
        purchase_place: Given::text("New York"),
        purchase_date: Given::text("2022-03-01 10:00"),
    }
}

fn buyer() -> BuyerDraft {
    BuyerDraft {
        name: Given::text("John Doe"),
        email: Given::text("OPEN@oloy.com"),
        phone: Given::text("+48123123123"),
        ..BuyerDraft::default()
    }
}

fn draft() -> TransactionDraft {
    TransactionDraft {
        shape: Shape::Sound,
        data: GivenGroup::Members(data()),
        items: Some(vec![item()]),
        buyer: GivenGroup::Members(buyer()),
        labels: Some(vec![label("scan_id", "1")]),
        ..TransactionDraft::default()
    }
}

fn errors(draft: &TransactionDraft, returns: bool) -> Vec<(String, String)> {
    let mut errors = FormErrors::default();
    draft.check(chrono_tz::Europe::Warsaw, returns, &mut errors);
    errors.fields.into_iter().map(|it| (it.path.into_owned(), it.message.into_owned())).collect()
}

#[test]
fn a_complete_draft_becomes_a_document() {
    let mut errors = FormErrors::default();
    let terms = draft().check(chrono_tz::Europe::Warsaw, false, &mut errors).unwrap();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((terms.number.as_str(), terms.kind), ("123", Kind::Sale));
    assert_eq!(terms.purchased_at.to_rfc3339(), "2022-03-01T09:00:00+00:00");
    assert_eq!(terms.items[0].gross, Amount::parse("1.5").unwrap());
    assert_eq!((terms.items[0].labels.len(), terms.labels.len()), (1, 1));
}

#[test]
fn returns_are_taken_where_the_programme_takes_them() {
    let returned = DataDraft { document_type: Given::text("return"), ..data() };
    let draft = TransactionDraft {
        data: GivenGroup::Members(returned),
        revised_document: Given::text("122"),
        ..draft()
    };
    let path = "transactionData.documentType".to_owned();
    assert_eq!(errors(&draft, false), [(path, NO_RETURNS.to_owned())]);
    let terms = draft.check(chrono_tz::UTC, true, &mut FormErrors::default()).unwrap();
    assert_eq!(terms.kind, Kind::Return { revised: Some("122".to_owned()) });
}

#[test]
fn what_is_missing_or_wrong_is_named_where_it_stands() {
    let empty = TransactionDraft { shape: Shape::Sound, ..TransactionDraft::default() };
    let paths: Vec<_> = errors(&empty, true).into_iter().map(|it| it.0).collect();
    assert_eq!(
        paths,
        ["transactionData.documentNumber", "transactionData.purchaseDate", "customerData.name"]
    );
    let odd = ItemDraft {
        sku: Given::Absent,
        quantity: Given::text("1.5"),
        gross_value: Given::text("1000000000.01"),
        labels: Some(vec![label("", "x")]),
        ..item()
    };
    let odd = TransactionDraft { items: Some(vec![item(), odd]), ..draft() };
    let named = |path: &str, said: &str| (path.to_owned(), said.to_owned());
    assert_eq!(
        errors(&odd, true),
        [
            named("items.1.sku.code", message::BLANK),
            named("items.1.quantity", message::NOT_VALID),
            named("items.1.grossValue", TOO_MANY),
            named("items.1.labels.0.key", message::BLANK),
        ]
    );
    let many = TransactionDraft { items: Some(vec![item(); 1001]), ..draft() };
    assert_eq!(errors(&many, true).len(), 1);
    let letters = BuyerDraft { phone: Given::text("12x"), ..buyer() };
    let letters = TransactionDraft { buyer: GivenGroup::Members(letters), ..draft() };
    assert_eq!(errors(&letters, true), [named("customerData.phone", message::NOT_VALID)]);
}

#[test]
fn exactly_one_name_of_the_customer_is_asked_for() {
    let draft = |id: &str, card: &str, phone: &str| AssignDraft {
        shape: Shape::Sound,
        document_number: Given::text("123"),
        customer_id: Given::text(id),
        loyalty_card_number: Given::text(card),
        phone_number: Given::text(phone),
    };
    assert!(draft("", "4783", "").check(false).is_ok());
    assert!(draft("", "", "").check(true).is_ok());
    for refused in [draft("", "", ""), draft("", "1", "2"), draft("x", "", "")] {
        assert!(refused.check(false).is_err());
    }
}
