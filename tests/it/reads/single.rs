//! One customer, and what is shown with it (behaviour 0.1.2, A12).

use application::ports::{CustomerRef, LevelLabel, Storage};
use domain::customer::{Changes, Customer, Entry, Placement};
use laurel_tests::databases::TestDatabase;

use super::people::{delete, person, save};
use crate::laws::fixtures::{at, everybody, home, level, pos, text};

laws![a_customer_shows_its_state_its_level_and_its_pos, a_customer_is_found_by_id_and_else_by_card,];

async fn a_customer_shows_its_state_its_level_and_its_pos(it: &TestDatabase) {
    let uow = it.database.begin(&home()).await.unwrap();
    uow.levels().save(&level(1)).await.unwrap();
    uow.pos().save(&pos(2)).await.unwrap();
    uow.commit().await.unwrap();
    let mut full = person(1);
    full.profile = everybody();
    full.placement = Some(Placement::Manual(level(1).id));
    full.pos = Some(pos(2).id);
    full.totals.count = 3;
    full.last_level_recalculation = Some(at(7));
    save(it, &home(), &[full.clone(), person(2)]).await;
    let saved = |state| {
        let mut customer = Customer::restore(state);
        customer.update(Changes::default(), at(0)).unwrap();
        customer.state().clone()
    };
    let reads = it.database.read(&home());
    let shown = reads.customer(&full.id.into()).await.unwrap().unwrap();
    let gold = level(1);
    let label =
        LevelLabel { id: gold.id, translations: gold.translations, reward: gold.reward.value };
    assert_eq!(shown.state, saved(full));
    assert_eq!(shown.level, Some(label));
    assert_eq!(shown.pos_identifier.as_deref(), Some("shop-2"));
    let shown = reads.customer(&person(2).id.into()).await.unwrap().unwrap();
    assert_eq!(shown.state, saved(person(2)));
    assert_eq!((shown.level, shown.pos_identifier), (None, None));
}

async fn a_customer_is_found_by_id_and_else_by_card(it: &TestDatabase) {
    let with_card = |number, card: &str| {
        let mut state = person(number);
        state.profile.loyalty_card = Entry::Given(text(card));
        state
    };
    let like_an_id = person(7).id.to_string();
    let mut erased = person(5);
    erased.profile.loyalty_card = Entry::Erased;
    let people = [
        with_card(1, "Card"),
        with_card(2, &like_an_id),
        with_card(3, &person(1).id.to_string()),
        with_card(4, "gone"),
        erased,
    ];
    save(it, &home(), &people).await;
    delete(it, person(4).id).await;
    let reads = it.database.read(&home());
    for (raw, expected) in [
        (person(1).id.to_string(), Some(1)),
        ("Card".to_owned(), Some(1)),
        ("card".to_owned(), None),
        (like_an_id, Some(2)),
        ("gone".to_owned(), None),
        (person(4).id.to_string(), None),
        (String::new(), None),
        ("a\0".to_owned(), None),
    ] {
        let who = CustomerRef::parse(&raw);
        let expected = expected.map(|it| person(it).id);
        assert_eq!(reads.find_customer(&who).await.unwrap(), expected, "{raw:?}");
        let shown = reads.customer(&who).await.unwrap();
        assert_eq!(shown.map(|it| it.state.id), expected, "{raw:?}");
    }
}
