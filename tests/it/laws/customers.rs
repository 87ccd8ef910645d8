//! What is kept of a customer.

use application::ports::StorageError;
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{
    Address, Avatar, Changes, Customer, CustomerState, Entry, Placement, Profile, PushToken,
    Status, Totals,
};
use domain::ids::CustomerId;
use domain::locale::Locale;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{
    at, begin, everybody, find_customer, kept, label, level, nobody, pos, registered,
    save_customer, seller, somebody, text,
};

laws![
    a_customer_comes_back_as_it_was_saved,
    history_grows_by_exactly_the_recorded_events,
    label_rows_follow_the_labels,
    keys_are_folded_for_comparison,
    a_deleted_customer_is_not_found_and_its_history_stays,
    the_kept_total_is_the_number_of_customers_that_are_not_deleted,
    a_row_that_cannot_be_read_names_its_column_and_not_its_value,
];

/// Every value of every field that has different kinds of nothing.
fn states() -> [CustomerState; 4] {
    let id = CustomerId(Uuid::from_u128(1));
    let plain = CustomerState {
        id,
        status: Status::New,
        profile: nobody(),
        created_at: at(0),
        updated_at: at(1),
        placement: None,
        pos: None,
        seller: None,
        totals: Totals::default(),
        last_level_recalculation: None,
        avatar: None,
        push_tokens: vec![],
        anonymized: false,
        newsletter_used: false,
        version: 0,
    };
    let full = CustomerState {
        status: Status::Active,
        profile: everybody(),
        placement: Some(Placement::Earned(level(1).id)),
        pos: Some(pos(1).id),
        seller: Some(seller(1).id),
        totals: Totals {
            count: 3,
            amount: Amount::from_ten_thousandths(1_234_567_890_123_456_789),
            amount_without_delivery: Amount::from_ten_thousandths(-1),
            excluded_for_level: Amount::from_units(7),
            last_transaction: Some(at(5)),
        },
        last_level_recalculation: Some(at(6)),
        avatar: Some(Avatar {
            path: "avatars/1.png".to_owned(),
            original_name: "me.png".to_owned(),
            mime: "image/png".to_owned(),
        }),
        push_tokens: vec![PushToken::parse("a \"device\"").unwrap()],
        ..plain.clone()
    };
    let erased = CustomerState {
        status: Status::Blocked,
        profile: Profile {
            phone: Entry::Erased,
            loyalty_card: Entry::Erased,
            address: Some(Address::default()),
            ..everybody()
        },
        placement: Some(Placement::Manual(level(1).id)),
        created_at: at(-10_000_000_000),
        anonymized: true,
        newsletter_used: true,
        ..full.clone()
    };
    let street = Address { street: everybody().address.unwrap().street, ..Address::default() };
    let part =
        CustomerState { profile: Profile { address: Some(street), ..nobody() }, ..plain.clone() };
    [plain, full, erased, part]
}

async fn with_references(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.levels().save(&level(1)).await?;
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await
    })
    .await;
}

/// The state as customer `number` would have it, whose contacts nobody else has.
fn of(number: u128, state: CustomerState) -> CustomerState {
    let mut profile = state.profile;
    profile.email = profile.email.and_then(|_| Email::parse(&format!("a{number}@x.io")).ok());
    if let Entry::Given(phone) = &mut profile.phone {
        *phone = Phone::parse(&format!("+4812312300{number}")).unwrap();
    }
    if let Entry::Given(card) = &mut profile.loyalty_card {
        *card = text(&format!("Card-{number}"));
    }
    CustomerState { id: CustomerId(Uuid::from_u128(number)), profile, ..state }
}

async fn a_customer_comes_back_as_it_was_saved(it: &TestDatabase) {
    with_references(it).await;
    for (number, state) in (2..).zip(states()) {
        let state = of(number, state);
        save_customer(it, Customer::restore(state.clone())).await;
        assert_eq!(find_customer(it, state.id).await, Some(state));
    }
    // Each state over each other: no column is left behind by an update.
    save_customer(it, somebody(1)).await;
    let pairs = states().into_iter().flat_map(|before| states().map(|it| [before.clone(), it]));
    for state in pairs.flatten() {
        let state = of(1, state);
        let version = find_customer(it, state.id).await.unwrap().version;
        let state = CustomerState { version, ..state };
        save_customer(it, Customer::restore(state.clone())).await;
        assert_eq!(find_customer(it, state.id).await, Some(state));
    }
}

async fn history_grows_by_exactly_the_recorded_events(it: &TestDatabase) {
    with_references(it).await;
    let id = CustomerId(Uuid::from_u128(1));
    let ada =
        Customer::register(id, everybody(), at(0), Some(&level(1)), &Locale::english(), at(1));
    save_customer(it, ada).await;
    kept(it, async |uow| {
        let mut ada = uow.customers().find(id).await?.unwrap();
        ada.activate(at(2)).unwrap();
        ada.assign_pos(pos(1).id, at(3));
        uow.customers().save(ada).await
    })
    .await;
    let lines = "SELECT CAST(seq AS text) || ' ' || type || ' ' || variables FROM history \
        ORDER BY seq";
    let (gold, shop) = (level(1).id, pos(1).id);
    let expected = [
        "1 CustomerWasRegistered {}".to_owned(),
        "2 AssignedAccountToCustomer {}".to_owned(),
        format!(
            "3 CustomerWasMovedToLevel {{\"levelId\":\"{gold}\",\"levelName\":\"gold\",\
             \"oldLevelId\":null,\"manually\":false}}"
        ),
        "4 CustomerAddressWasUpdated {}".to_owned(),
        "5 CustomerCompanyDetailsWereUpdated {}".to_owned(),
        "6 CustomerLoyaltyCardNumberWasUpdated {}".to_owned(),
        "7 CustomerWasActivated {}".to_owned(),
        format!("8 PosWasAssignedToCustomer {{\"posId\":\"{shop}\"}}"),
    ];
    assert_eq!(it.texts(lines).await, expected);
    assert_eq!(find_customer(it, id).await.unwrap().version, 8);
    let instants = "SELECT max(at) - min(at) FROM history";
    assert_eq!(it.number(instants).await, 2_000_000);
}

async fn label_rows_follow_the_labels(it: &TestDatabase) {
    let rows = "SELECT key || '=' || value FROM customer_label ORDER BY position";
    let id = CustomerId(Uuid::from_u128(1));
    save_customer(it, registered(1, everybody())).await;
    assert_eq!(it.texts(rows).await, ["b=2", "a=", "b=2"]);
    for (labels, left) in [
        (Some(vec![label("c", "x:y")]), vec!["c=x:y"]),
        (None, vec!["c=x:y"]),
        (Some(vec![]), vec![]),
        (Some(vec![label("d", "1"), label("e", "2")]), vec!["d=1", "e=2"]),
    ] {
        kept(it, async |uow| {
            let mut ada = uow.customers().find(id).await?.unwrap();
            ada.update(Changes { labels, ..Changes::default() }, at(2)).unwrap();
            uow.customers().save(ada).await
        })
        .await;
        assert_eq!(it.texts(rows).await, left);
    }
    kept(it, async |uow| {
        let mut ada = uow.customers().find(id).await?.unwrap();
        ada.delete(at(3));
        uow.customers().save(ada).await
    })
    .await;
    assert!(it.texts(rows).await.is_empty());
}

async fn keys_are_folded_for_comparison(it: &TestDatabase) {
    save_customer(it, registered(1, everybody())).await;
    let keys = "SELECT first_name_key || '|' || last_name_key || '|' || phone_key || '|' \
        || loyalty_card_key || '|' || city_key || '|' || postal_key FROM customer";
    assert_eq!(it.texts(keys).await, ["ada|łukasiewicz|48123123123|card-1|wrocław|50-300"]);
}

async fn a_deleted_customer_is_not_found_and_its_history_stays(it: &TestDatabase) {
    let id = CustomerId(Uuid::from_u128(1));
    save_customer(it, registered(1, everybody())).await;
    kept(it, async |uow| {
        let mut ada = uow.customers().find(id).await?.unwrap();
        ada.delete(at(2));
        uow.customers().save(ada).await
    })
    .await;
    assert!(begin(it).await.customers().find(id).await.unwrap().is_none());
    assert_eq!(it.number("SELECT count(*) FROM history").await, 6);
}

async fn the_kept_total_is_the_number_of_customers_that_are_not_deleted(it: &TestDatabase) {
    let kept_total = "SELECT CAST(coalesce(sum(customers), 0) AS bigint) FROM customer_count";
    for number in 1..=40 {
        save_customer(it, somebody(number)).await;
    }
    // One that was rolled back, one that changed, two that went.
    begin(it).await.customers().save(somebody(41)).await.unwrap();
    for number in 1..=3 {
        kept(it, async |uow| {
            let id = CustomerId(Uuid::from_u128(number));
            let mut customer = uow.customers().find(id).await?.unwrap();
            if number == 1 {
                customer.activate(at(2)).unwrap();
            } else {
                customer.delete(at(2));
            }
            uow.customers().save(customer).await
        })
        .await;
    }
    assert_eq!(it.number(kept_total).await, 38);
    let shown = "SELECT count(*) FROM customer WHERE status <> 'deleted'";
    assert_eq!(it.number(shown).await, 38);
}

async fn a_row_that_cannot_be_read_names_its_column_and_not_its_value(it: &TestDatabase) {
    save_customer(it, registered(1, everybody())).await;
    it.change("UPDATE customer SET labels = 'secret'").await;
    let uow = begin(it).await;
    let error = uow.customers().find(CustomerId(Uuid::from_u128(1))).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    let expected =
        "customer 00000000-0000-0000-0000-000000000001: labels is not the JSON it should be";
    assert!(cause.ends_with(expected), "{cause}");
    assert!(matches!(uow.commit().await, Err(StorageError::Spent)));
}
