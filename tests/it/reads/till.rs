//! Whom a till finds, and who already uses a contact (behaviour A10, A34).

use application::ports::{Storage, TillSearch};
use domain::contact::Phone;
use domain::customer::Entry;
use laurel_tests::databases::TestDatabase;

use super::people::{demo, person, save};
use crate::laws::fixtures::{everybody, home};

laws![a_till_finds_whoever_contains_every_part, contacts_are_counted_exactly];

#[expect(clippy::unnecessary_wraps, reason = "every part of a question is optional")]
fn some(raw: &str) -> Option<String> {
    Some(raw.to_owned())
}

async fn a_till_finds_whoever_contains_every_part(it: &TestDatabase) {
    demo(it).await;
    let mut local = person(20);
    local.profile.address = everybody().address;
    save(it, &home(), &[local]).await;
    let none = TillSearch::default;
    let table: Vec<(TillSearch, Vec<u128>)> = vec![
        (TillSearch { first_name: some("JOHN"), last_name: some("doe"), ..none() }, vec![1, 2]),
        (TillSearch { last_name: some("Doe"), ..none() }, vec![5, 1, 2]),
        (TillSearch { city: some("WROCŁAW"), ..none() }, vec![20]),
        (TillSearch { city: some("ł"), postcode: some("50-3"), ..none() }, vec![20]),
        (TillSearch { city: some("wro"), postcode: some("00-000"), ..none() }, vec![]),
        (TillSearch { phone: some("+48234"), ..none() }, vec![1]),
        (TillSearch { loyalty_card: some("0000"), ..none() }, vec![5]),
        (
            TillSearch { email: some("TRANSFER"), last_name: some("fortransfers"), ..none() },
            vec![7, 8, 9],
        ),
    ];
    let reads = it.database.read(&home());
    for (search, expected) in table {
        let found = reads.search_customers(&search, 100).await.unwrap();
        let found: Vec<_> = found.iter().map(|it| it.state.id.0.as_u128()).collect();
        assert_eq!(found, expected, "{search:?}");
    }
    let anybody = reads.search_customers(&none(), 4).await.unwrap();
    assert_eq!(anybody.len(), 4);
}

async fn contacts_are_counted_exactly(it: &TestDatabase) {
    demo(it).await;
    let mut plain = person(20);
    plain.profile.phone = Entry::Given(Phone::parse("111112222").unwrap());
    save(it, &home(), &[plain]).await;
    let reads = it.database.read(&home());
    for (contact, expected) in [
        ("user@oloy.com", 1),
        ("USER@oloy.com", 1),
        ("user@oloy", 0),
        ("+48234234000", 1),
        ("48234234000", 1),
        ("+111112222", 1),
        ("nobody@x.y", 0),
        ("", 0),
        ("%", 0),
        ("a\0", 0),
    ] {
        assert_eq!(reads.count_by_contact(contact).await.unwrap(), expected, "{contact:?}");
    }
}
