//! Documents of sales and returns.

use domain::form::GivenGroup;

use super::*;

fn drafts(document: &str) -> Vec<Option<TransactionDraft>> {
    let draft = |record| match record {
        SaleRecord::Row(draft) => Some(*draft),
        SaleRecord::Unreadable => None,
    };
    let records = super::read(Box::new(std::io::Cursor::new(document.to_owned())));
    records.map(|it| draft(it.unwrap())).collect()
}

fn one(inside: &str) -> TransactionDraft {
    let document = format!("<transactions><transaction>{inside}</transaction></transactions>");
    drafts(&document).remove(0).expect("a document")
}

fn data(draft: &TransactionDraft) -> &DataDraft {
    let GivenGroup::Members(data) = &draft.data else { panic!("{draft:?}") };
    data
}

fn buyer(draft: &TransactionDraft) -> &BuyerDraft {
    let GivenGroup::Members(buyer) = &draft.buyer else { panic!("{draft:?}") };
    buyer
}

type Leaf = fn(&TransactionDraft) -> &Given;

/// Each node of a document, and where it goes.
const TABLE: &[(&str, Leaf)] = &[
    ("documentNumber", |it| &data(it).document_number),
    ("purchaseDate", |it| &data(it).purchase_date),
    ("documentType", |it| &data(it).document_type),
    ("purchasePlace", |it| &data(it).purchase_place),
    ("revisedDocument", |it| &it.revised_document),
    ("posId", |it| &it.pos),
    ("customerData/name", |it| &buyer(it).name),
    ("customerData/email", |it| &buyer(it).email),
    ("customerData/phone", |it| &buyer(it).phone),
    ("customerData/nip", |it| &buyer(it).nip),
    ("customerData/loyaltyCardNumber", |it| &buyer(it).loyalty_card_number),
    ("customerData/address/street", |it| &address(it).street),
    ("customerData/address/address1", |it| &address(it).address1),
    ("customerData/address/address2", |it| &address(it).address2),
    ("customerData/address/postal", |it| &address(it).postal),
    ("customerData/address/city", |it| &address(it).city),
    ("customerData/address/province", |it| &address(it).province),
    ("customerData/address/country", |it| &address(it).country),
    ("items/item/sku", |it| &item(it).sku),
    ("items/item/sku/code", |it| &item(it).sku),
    ("items/item/name", |it| &item(it).name),
    ("items/item/quantity", |it| &item(it).quantity),
    ("items/item/grossValue", |it| &item(it).gross_value),
    ("items/item/category", |it| &item(it).category),
    ("items/item/maker", |it| &item(it).maker),
    ("items/item/labels/label/key", |it| &item(it).labels.as_ref().unwrap()[0].key),
    ("items/item/labels/label/value", |it| &item(it).labels.as_ref().unwrap()[0].value),
    ("labels/label/key", |it| &it.labels.as_ref().unwrap()[0].key),
    ("labels/label/value", |it| &it.labels.as_ref().unwrap()[0].value),
];

fn address(draft: &TransactionDraft) -> &AddressDraft {
    let GivenGroup::Members(address) = &buyer(draft).address else { panic!("{draft:?}") };
    address
}

fn item(draft: &TransactionDraft) -> &ItemDraft {
    &draft.items.as_ref().unwrap()[0]
}

#[test]
fn every_node_is_read_into_its_place() {
    for (path, leaf) in TABLE {
        let wrapped = path
            .rsplit('/')
            .fold("x &lt; y".to_owned(), |inside, name| format!("<{name}>{inside}</{name}>"));
        assert_eq!(*leaf(&one(&wrapped)), Given::text("x < y"), "{path}");
        let elsewhere = format!("<unknown>{wrapped}</unknown>");
        let debug = format!("{:?}", one(&elsewhere));
        assert!(!debug.contains("x < y"), "{path} below what is unknown");
    }
}

#[test]
fn lines_and_labels_stay_apart_and_in_order() {
    let label = |key: &str| format!("<label><key>{key}</key><value>v</value></label>");
    let line = |sku: &str| {
        format!("<item><sku><code>{sku}</code></sku><labels>{}</labels></item>", label(sku))
    };
    let draft = one(&format!(
        "<items>{}{}<item><sku/></item></items><labels>{}{}</labels>",
        line("a"),
        line("b"),
        label("c"),
        label("d")
    ));
    let items = draft.items.unwrap();
    let skus: Vec<_> = items.iter().map(|it| it.sku.clone()).collect();
    assert_eq!(skus, [Given::text("a"), Given::text("b"), Given::Empty]);
    let keys = |labels: &[LabelDraft]| labels.iter().map(|it| it.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(items[1].labels.as_ref().unwrap()), [Given::text("b")]);
    assert_eq!(keys(&draft.labels.unwrap()), [Given::text("c"), Given::text("d")]);
}

#[test]
fn a_broken_document_costs_only_itself() {
    let sound = |number: &str| {
        format!("<transaction><documentNumber>{number}</documentNumber></transaction>")
    };
    for broken in ["<documentNumber>2</posId>", "<items><item>", "&unknown;", "<a>"] {
        let document = format!(
            "<transactions>{}<transaction>{broken}</transaction>{}</transactions>",
            sound("1"),
            sound("3")
        );
        let read = drafts(&document);
        let [Some(first), None, Some(last)] = &read[..] else { panic!("{broken}: {read:?}") };
        assert_eq!(data(first).document_number, Given::text("1"));
        assert_eq!(data(last).document_number, Given::text("3"));
    }
    assert!(drafts("<customers><customer/></customers>").is_empty());
}

#[test]
fn no_more_is_collected_of_a_document_than_says_that_it_is_too_much() {
    let items = |number| format!("<items>{}</items>", "<item/>".repeat(number));
    assert_eq!(one(&items(1000)).items.unwrap().len(), 1000);
    assert_eq!(one(&items(5000)).items.unwrap().len(), MOST_ITEMS);
    let labels = format!("<labels>{}</labels>", "<label/>".repeat(500));
    assert_eq!(one(&labels).labels.unwrap().len(), MOST_LABELS);
    let endless = format!("<transaction>{}</transaction>", "<a/>".repeat(100_001));
    assert!(matches!(drafts(&endless)[..], [None]));
}
