//! Sales and returns (behaviour 3.16).

use application::ports::{Purchase, Storage, StorageError};
use domain::amount::Amount;
use domain::customer::Address;
use domain::ids::{CustomerId, PosId, TransactionId};
use domain::transaction::{Buyer, Exclusions, Item, Kind, Sums, Transaction};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{
    abroad, at, begin, everybody, home, kept, label, pos, save_customer, somebody, with_abroad,
};

laws![
    a_document_is_found_as_it_was_saved,
    a_document_is_found_by_its_number_to_the_letter,
    a_number_is_used_once_per_store,
    of_two_who_read_a_document_the_later_is_refused,
    labels_are_replaced,
    another_sale_is_known,
    a_point_of_sale_counts_each_document_once,
    buyers_are_forgotten_and_documents_stay,
    documents_belong_to_their_store,
];

fn id(number: u128) -> TransactionId {
    TransactionId(Uuid::from_u128(number))
}

fn who(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

/// A sale with nothing that could be left out.
fn sale(number: u128, of: Option<u128>) -> Purchase {
    let gross = Amount::parse("12.3456").unwrap();
    let document = Transaction {
        id: id(number),
        number: format!("Nr/{number}"),
        kind: Kind::Sale,
        purchased_at: at(5),
        place: None,
        pos: None,
        customer: of.map(who),
        buyer: Buyer { name: "Ada".to_owned(), ..Buyer::default() },
        items: vec![],
        labels: vec![],
        exclusions: Exclusions::default(),
        sums: Sums { gross, without_delivery: gross, excluded_for_level: Amount::ZERO },
        registered_at: at(6),
        version: 0,
    };
    Purchase { document, returned: Amount::ZERO, assigned_seq: None }
}

fn back(number: u128, of: Option<u128>, revised: u128) -> Purchase {
    let mut purchase = sale(number, of);
    purchase.document.kind = Kind::Return { revised: Some(format!("Nr/{revised}")) };
    purchase
}

/// A sale with everything.
fn full(number: u128, of: Option<u128>) -> Purchase {
    let mut purchase = sale(number, of);
    let text = |it: &str| Some(it.to_owned());
    purchase.document.place = text("Wrocław");
    purchase.document.pos = Some(PosId(Uuid::from_u128(1)));
    purchase.document.buyer = Buyer {
        name: "Ada Łukasiewicz".to_owned(),
        email: text("Ada@X.io"),
        phone: text("+48123"),
        nip: text("123-45"),
        card: text("Card-1"),
        address: everybody().address,
    };
    purchase.document.items = vec![Item {
        sku: "SKU".to_owned(),
        name: "\"thing\"".to_owned(),
        quantity: -3,
        gross: Amount::parse("-12.3456").unwrap(),
        category: "things".to_owned(),
        maker: text("maker"),
        labels: vec![label("a", "1"), label("a", "")],
    }];
    purchase.document.labels = vec![label("b", "2"), label("a", "1"), label("b", "2")];
    purchase.document.exclusions = Exclusions {
        delivery_skus: vec!["DEL".to_owned()],
        level_skus: vec!["X".to_owned(), "Y".to_owned()],
        level_categories: vec!["gifts".to_owned()],
    };
    purchase.returned = Amount::parse("0.0001").unwrap();
    purchase.assigned_seq = of.map(|_| 7);
    purchase
}

fn saved(mut purchase: Purchase) -> Purchase {
    purchase.document.version += 1;
    purchase
}

async fn save(it: &TestDatabase, purchase: &Purchase) {
    kept(it, async |uow| uow.purchases().save(purchase).await).await;
}

async fn find(it: &TestDatabase, number: u128) -> Option<Purchase> {
    begin(it).await.purchases().find(id(number)).await.unwrap()
}

async fn with_people(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    save_customer(it, somebody(2)).await;
    kept(it, async |uow| uow.pos().save(&pos(1)).await).await;
}

async fn a_document_is_found_as_it_was_saved(it: &TestDatabase) {
    with_people(it).await;
    let lone = {
        let mut lone = back(4, None, 1);
        lone.document.kind = Kind::Return { revised: None };
        lone.document.buyer.address = Some(Address::default());
        lone
    };
    for purchase in [sale(1, None), full(2, Some(1)), back(3, Some(2), 1), lone] {
        save(it, &purchase).await;
        let found = find(it, purchase.document.id.0.as_u128()).await;
        assert_eq!(found, Some(saved(purchase)));
    }
    assert_eq!(find(it, 9).await, None);
    let mut changed = find(it, 2).await.unwrap();
    changed.document.customer = Some(who(2));
    changed.returned = Amount::from_units(3);
    save(it, &changed).await;
    assert_eq!(find(it, 2).await, Some(saved(changed)));
}

async fn a_document_is_found_by_its_number_to_the_letter(it: &TestDatabase) {
    save(it, &sale(1, None)).await;
    let uow = begin(it).await;
    for (number, found) in [("Nr/1", true), ("nr/1", false), ("Nr/1 ", false), ("Nr/", false)] {
        let purchase = uow.purchases().find_by_number(number).await.unwrap();
        assert_eq!(purchase.is_some(), found, "{number}");
    }
}

async fn a_number_is_used_once_per_store(it: &TestDatabase) {
    save(it, &sale(1, None)).await;
    let mut twin = sale(2, None);
    "Nr/1".clone_into(&mut twin.document.number);
    let refused = begin(it).await.purchases().save(&twin).await;
    assert!(matches!(refused, Err(StorageError::Taken("number"))), "{refused:?}");
    // Numbers that differ by a letter's size differ.
    "nr/1".clone_into(&mut twin.document.number);
    save(it, &twin).await;
}

async fn of_two_who_read_a_document_the_later_is_refused(it: &TestDatabase) {
    kept(it, async |uow| uow.pos().save(&pos(1)).await).await;
    save(it, &full(1, None)).await;
    let mut late = find(it, 1).await.unwrap();
    let mut early = late.clone();
    early.document.labels = vec![];
    save(it, &early).await;
    late.returned = Amount::from_units(1);
    let uow = begin(it).await;
    let refused = uow.purchases().save(&late).await;
    assert!(matches!(refused, Err(StorageError::Stale)), "{refused:?}");
    drop(uow);
    assert_eq!(find(it, 1).await, Some(saved(early)));
}

async fn labels_are_replaced(it: &TestDatabase) {
    const LABELS: &str = "SELECT key || '=' || value FROM purchase_label ORDER BY position";
    kept(it, async |uow| uow.pos().save(&pos(1)).await).await;
    save(it, &full(1, None)).await;
    assert_eq!(it.texts(LABELS).await, ["b=2", "a=1", "b=2"]);
    let mut changed = find(it, 1).await.unwrap();
    changed.document.labels = vec![label("c", "3")];
    save(it, &changed).await;
    assert_eq!(it.texts(LABELS).await, ["c=3"]);
}

async fn another_sale_is_known(it: &TestDatabase) {
    with_people(it).await;
    let any = async |customer, than| {
        begin(it).await.purchases().any_other_sale(who(customer), id(than)).await.unwrap()
    };
    save(it, &sale(1, Some(1))).await;
    save(it, &back(2, Some(1), 1)).await;
    save(it, &sale(3, None)).await;
    assert_eq!((any(1, 1).await, any(1, 2).await, any(2, 1).await), (false, true, false));
    save(it, &sale(4, Some(1))).await;
    assert_eq!((any(1, 1).await, any(1, 4).await), (true, true));
}

async fn a_point_of_sale_counts_each_document_once(it: &TestDatabase) {
    const SUMS: &str = "SELECT transactions_count || ' ' || transactions_amount FROM pos";
    kept(it, async |uow| uow.pos().save(&pos(1)).await).await;
    save(it, &sale(1, None)).await;
    assert_eq!(it.texts(SUMS).await, ["0 0"]);
    save(it, &full(2, None)).await;
    save(it, &full(3, None)).await;
    assert_eq!(it.texts(SUMS).await, ["2 246912"]);
    let mut returned = back(4, None, 2);
    returned.document.pos = full(2, None).document.pos;
    returned.document.sums.gross = Amount::parse("0.3456").unwrap();
    save(it, &returned).await;
    save(it, &find(it, 2).await.unwrap()).await;
    assert_eq!(it.texts(SUMS).await, ["2 243456"]);
}

async fn buyers_are_forgotten_and_documents_stay(it: &TestDatabase) {
    with_people(it).await;
    for (number, of) in [(1, Some(1)), (2, Some(2)), (3, None)] {
        save(it, &full(number, of)).await;
    }
    kept(it, async |uow| uow.purchases().forget_buyer(who(1)).await).await;
    let mut expected = saved(full(1, Some(1)));
    expected.document.buyer = Buyer::default();
    assert_eq!(find(it, 1).await, Some(expected));
    for (number, of) in [(2, Some(2)), (3, None)] {
        assert_eq!(find(it, number).await, Some(saved(full(number, of))));
    }
    let keys = "SELECT count(*) FROM purchase WHERE name_key <> '' OR email_key IS NOT NULL \
                OR phone_key IS NOT NULL OR loyalty_card_key IS NOT NULL";
    assert_eq!(it.number(keys).await, 2);
}

async fn documents_belong_to_their_store(it: &TestDatabase) {
    with_abroad(it).await;
    for store in [home(), abroad()] {
        let uow = it.database.begin(&store).await.unwrap();
        uow.customers().save(somebody(1)).await.unwrap();
        if store == home() {
            uow.purchases().save(&sale(1, Some(1))).await.unwrap();
        }
        uow.commit().await.unwrap();
    }
    let uow = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(uow.purchases().find(id(1)).await.unwrap(), None);
    assert_eq!(uow.purchases().find_by_number("Nr/1").await.unwrap(), None);
    assert!(!uow.purchases().any_other_sale(who(1), id(9)).await.unwrap());
    uow.purchases().forget_buyer(who(1)).await.unwrap();
    // The same number is free abroad.
    uow.purchases().save(&sale(1, None)).await.unwrap();
    uow.commit().await.unwrap();
    assert_eq!(find(it, 1).await, Some(saved(sale(1, Some(1)))));
}
