//! What happened to a customer, and how many were created on which day.

use application::ports::{HistoryEntry, Page, Storage};

use domain::Timestamp;
use domain::customer::{Customer, Variable};
use domain::locale::Locale;
use domain::statistics::{Interval, Period};
use laurel_tests::databases::TestDatabase;

use super::people::{delete, person, save};
use crate::laws::fixtures::{
    abroad, at, home, kept, level, nobody, pos, save_customer, with_abroad,
};

laws![
    history_is_told_the_newest_first_without_what_is_not_shown,
    creations_are_counted_by_the_days_of_a_zone,
];

async fn history_is_told_the_newest_first_without_what_is_not_shown(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.levels().save(&level(1)).await?;
        uow.pos().save(&pos(2)).await
    })
    .await;
    let id = person(1).id;
    let mut ada =
        Customer::register(id, nobody(), at(0), Some(&level(1)), &Locale::english(), at(1));
    ada.assign_pos(pos(2).id, at(3));
    // Recorded later although its time was earlier: clocks step back.
    ada.activate(at(2)).unwrap();
    save_customer(it, ada).await;
    let reads = it.database.read(&home());
    let names = |entries: &[HistoryEntry]| -> Vec<String> {
        entries.iter().map(|it| it.name.clone()).collect()
    };
    let all = reads.history(id, None).await.unwrap();
    let expected = [
        "PosWasAssignedToCustomer",
        "CustomerWasActivated",
        "CustomerWasMovedToLevel",
        "CustomerWasRegistered",
    ];
    assert_eq!(names(&all), expected);
    assert!(all.iter().all(|it| it.customer == id));
    assert_eq!(all.iter().map(|it| it.at).collect::<Vec<_>>(), [at(3), at(2), at(1), at(1)]);
    let text = |it: String| Some(Variable::Text(it));
    assert_eq!(all[0].variables, [("posId".to_owned(), text(pos(2).id.to_string()))]);
    assert_eq!(all[1].variables, []);
    let moved: Vec<_> =
        all[2].variables.iter().map(|(key, it)| (key.as_str(), it.clone())).collect();
    let name = level(1).name(&Locale::english(), &Locale::english()).to_owned();
    let expected = [
        ("levelId", text(level(1).id.to_string())),
        ("levelName", text(name)),
        ("oldLevelId", None),
        ("manually", Some(Variable::Flag(false))),
    ];
    assert_eq!(moved, expected);
    let page = |offset, limit| Some(Page { offset, limit });
    assert_eq!(reads.history(id, page(1, 2)).await.unwrap(), all[1..3]);
    assert_eq!(reads.history(id, page(9, 2)).await.unwrap(), []);
    assert_eq!(reads.history(person(2).id, None).await.unwrap(), []);
    with_abroad(it).await;
    assert_eq!(it.database.read(&abroad()).history(id, None).await.unwrap(), []);
}

async fn creations_are_counted_by_the_days_of_a_zone(it: &TestDatabase) {
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    let created = [
        // Warsaw's clocks went forward on 2024-03-31 and back on 2024-10-27.
        "2024-03-30T22:59:59.999999Z",
        "2024-03-30T23:00:00Z",
        "2024-03-31T21:59:59.999999Z",
        "2024-03-31T22:00:00Z",
        "2024-10-26T22:00:00Z",
        "2024-10-27T22:59:59.999999Z",
        "2024-10-27T23:00:00Z",
        // Nobody asks about these.
        "2024-01-31T22:59:59.999999Z",
        "2024-12-31T23:00:00Z",
    ];
    let people: Vec<_> = (1..)
        .zip(created)
        .map(|(number, created)| {
            let mut state = person(number);
            state.created_at = instant(created);
            state
        })
        .collect();
    save(it, &home(), &people).await;
    let mut gone = person(20);
    gone.created_at = instant("2024-10-27T12:00:00Z");
    save(it, &home(), &[gone.clone()]).await;
    delete(it, gone.id).await;

    let warsaw = "Europe/Warsaw".parse().unwrap();
    let period = Period::before(instant("2025-01-01T00:00:00Z"), 335, warsaw);
    let counted = it.database.read(&home()).registrations(&period.runs()).await.unwrap();
    let days: Vec<_> =
        period.by(Interval::Day, &counted).into_iter().filter(|(_, number)| *number > 0).collect();
    let expected = [
        ("2024-03-30", 1),
        ("2024-03-31", 2),
        ("2024-04-01", 1),
        ("2024-10-27", 2),
        ("2024-10-28", 1),
    ];
    assert_eq!(days, expected.map(|(day, number)| (day.to_owned(), number)));
    let reads = it.database.read(&home());
    assert_eq!(reads.registrations(&[]).await.unwrap(), []);
    with_abroad(it).await;
    let abroad = it.database.read(&abroad()).registrations(&period.runs()).await.unwrap();
    assert_eq!(abroad, []);
}
