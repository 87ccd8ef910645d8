//! Values that only one customer, seller or POS of a store may have.

use application::ports::{Contacts, StorageError, UnitOfWork};
use domain::contact::{Email, Phone};
use domain::customer::{Customer, Entry, Profile};
use domain::seller::Seller;
use laurel_tests::databases::TestDatabase;

use super::fixtures::{
    at, begin, everybody, kept, nobody, pos, registered, save_customer, seller, somebody, text,
};

laws![
    an_email_a_phone_and_a_card_are_used_once_per_store,
    contacts_are_free_again_after_deletion,
    erased_and_missing_contacts_are_no_contacts,
    a_phone_finds_its_customer_with_and_without_a_plus,
    taken_names_what_others_use_and_nothing_else,
    a_sellers_email_and_a_pos_identifier_are_used_once_per_store,
    an_id_is_used_once_per_store,
];

fn with_email(raw: &str) -> Profile {
    Profile { email: Email::parse(raw).ok(), ..nobody() }
}

fn with_phone(raw: &str) -> Profile {
    Profile { phone: Entry::Given(Phone::parse(raw).unwrap()), ..nobody() }
}

fn with_card(raw: &str) -> Profile {
    Profile { loyalty_card: Entry::Given(text(raw)), ..nobody() }
}

fn named(error: &StorageError) -> &'static str {
    match error {
        StorageError::Taken(field) => field,
        other => panic!("{other:?}"),
    }
}

async fn refused(it: &TestDatabase, customer: Customer) -> &'static str {
    named(&begin(it).await.customers().save(customer).await.unwrap_err())
}

async fn an_email_a_phone_and_a_card_are_used_once_per_store(it: &TestDatabase) {
    save_customer(it, registered(1, everybody())).await;
    for (profile, field) in [
        (with_email("ADA@x.io"), "email"),
        (with_phone("48123123123"), "phone"),
        (with_phone("+48123123123"), "phone"),
        (with_card("Card-1"), "loyaltyCardNumber"),
    ] {
        assert_eq!(refused(it, registered(2, profile)).await, field);
    }
    // Card numbers are compared with regard to case.
    save_customer(it, registered(2, with_card("CARD-1"))).await;
}

async fn a_phone_finds_its_customer_with_and_without_a_plus(it: &TestDatabase) {
    let mut gone = registered(1, with_phone("+48123123124"));
    gone.delete(at(1));
    save_customer(it, gone).await;
    save_customer(it, registered(2, with_phone("+48123123123"))).await;
    save_customer(it, registered(3, with_phone("48123123125"))).await;
    let uow = begin(it).await;
    for (phone, found) in [
        ("+48123123123", Some(2)),
        ("48123123123", Some(2)),
        ("+48123123125", Some(3)),
        ("8123123123", None),
        ("48123123124", None),
        ("", None),
    ] {
        let customer = uow.customers().find_by_phone(phone).await.unwrap();
        assert_eq!(customer.map(|it| it.id().0.as_u128()), found, "{phone}");
    }
}

async fn contacts_are_free_again_after_deletion(it: &TestDatabase) {
    let mut gone = registered(1, everybody());
    gone.delete(at(2));
    save_customer(it, gone.clone()).await;
    assert_eq!(super::fixtures::find_customer(it, gone.id()).await, None);
    save_customer(it, registered(2, everybody())).await;
    let personal = "SELECT count(*) FROM customer WHERE status = 'deleted' AND email IS NULL \
        AND phone = '' AND loyalty_card = '' AND first_name = 'anonymous' AND city IS NULL \
        AND labels = '[]'";
    assert_eq!(it.number(personal).await, 1);
}

async fn erased_and_missing_contacts_are_no_contacts(it: &TestDatabase) {
    let erased =
        Profile { phone: Entry::Erased, loyalty_card: Entry::Erased, email: None, ..nobody() };
    for (number, profile) in
        (1..).zip([erased.clone(), erased, nobody(), nobody(), Profile::erased()])
    {
        save_customer(it, registered(number, profile)).await;
    }
}

async fn taken_names_what_others_use_and_nothing_else(it: &TestDatabase) {
    let ada = registered(1, everybody());
    save_customer(it, ada.clone()).await;
    let contacts = |email: &str, phone: &str, card: &str| Contacts {
        email: Email::parse(email).ok(),
        phone: Phone::parse(phone).ok(),
        loyalty_card: domain::text::Text::parse(card).ok(),
    };
    let uow = begin(it).await;
    let taken =
        async |contacts: &Contacts, except| uow.customers().taken(contacts, except).await.unwrap();
    let all = contacts("ada@x.io", "48123123123", "Card-1");
    assert_eq!(taken(&all, None).await, all);
    assert_eq!(taken(&all, Some(somebody(2).id())).await, all);
    assert_eq!(taken(&all, Some(ada.id())).await, Contacts::default());
    assert_eq!(taken(&Contacts::default(), None).await, Contacts::default());
    let some = contacts("eve@x.io", "+48123123123", "card-1");
    assert_eq!(taken(&some, None).await, contacts("", "+48123123123", ""));
}

async fn a_sellers_email_and_a_pos_identifier_are_used_once_per_store(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await
    })
    .await;
    let twin = Seller { email: seller(1).email, pos: pos(1).id, ..seller(2) };
    let error = begin(it).await.sellers().save(&twin).await.unwrap_err();
    assert_eq!(named(&error), "email");
    let twin = domain::pos::Pos { identifier: pos(1).identifier, ..pos(2) };
    let error = begin(it).await.pos().save(&twin).await.unwrap_err();
    assert_eq!(named(&error), "identifier");
}

async fn an_id_is_used_once_per_store(it: &TestDatabase) {
    let save = async |uow: &dyn UnitOfWork| {
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await?;
        uow.levels().save(&super::fixtures::level(1)).await?;
        uow.customers().save(somebody(1)).await
    };
    kept(it, save).await;
    let twin = registered(1, nobody());
    assert_eq!(refused(it, twin).await, "id");
    let twin = domain::pos::Pos { identifier: text("other"), ..pos(1) };
    assert_eq!(named(&begin(it).await.pos().save(&twin).await.unwrap_err()), "id");
    let twin = Seller { email: Email::parse("other@x.io").unwrap(), ..seller(1) };
    assert_eq!(named(&begin(it).await.sellers().save(&twin).await.unwrap_err()), "id");
    let twin = super::fixtures::level(1);
    assert_eq!(named(&begin(it).await.levels().save(&twin).await.unwrap_err()), "id");
}
