//! What a unit of work promises.

use application::ports::{Storage, StorageError};
use domain::store::Store;
use laurel_tests::databases::TestDatabase;

use super::fixtures::{at, begin, find_customer, home, kept, named, save_customer, somebody, text};

laws![
    an_uncommitted_unit_of_work_leaves_nothing,
    a_stale_save_is_refused,
    a_refused_unit_of_work_cannot_commit_and_does_nothing_more,
    racing_writers_lose_no_update,
    one_of_two_racing_registrations_with_the_same_email_wins,
    what_a_commit_kept_is_seen_at_once,
    a_database_that_is_there_answers,
];

async fn an_uncommitted_unit_of_work_leaves_nothing(it: &TestDatabase) {
    let ada = somebody(1);
    let uow = begin(it).await;
    uow.customers().save(ada.clone()).await.unwrap();
    drop(uow);
    assert_eq!(find_customer(it, ada.id()).await, None);
    assert_eq!(it.number("SELECT count(*) FROM history").await, 0);
}

async fn a_stale_save_is_refused(it: &TestDatabase) {
    let ada = somebody(1);
    save_customer(it, ada.clone()).await;
    let uow = begin(it).await;
    let mut first = uow.customers().find(ada.id()).await.unwrap().unwrap();
    let mut second = first.clone();
    first.activate(at(2)).unwrap();
    second.deactivate(at(3));
    uow.customers().save(first).await.unwrap();
    assert!(matches!(uow.customers().save(second).await, Err(StorageError::Stale)));
    assert!(matches!(uow.commit().await, Err(StorageError::Spent)));
    assert_eq!(it.number("SELECT max(seq) FROM history").await, 2);
}

async fn a_refused_unit_of_work_cannot_commit_and_does_nothing_more(it: &TestDatabase) {
    save_customer(it, named(1, "ada@x.io")).await;
    let uow = begin(it).await;
    uow.customers().save(somebody(2)).await.unwrap();
    uow.customers().save(named(3, "ada@x.io")).await.unwrap_err();
    let more = uow.customers().save(somebody(4)).await;
    assert!(matches!(more, Err(StorageError::Spent)), "{more:?}");
    assert!(matches!(uow.commit().await, Err(StorageError::Spent)));
    assert_eq!(it.number("SELECT count(*) FROM customer").await, 1);
}

async fn racing_writers_lose_no_update(it: &TestDatabase) {
    let ada = somebody(1);
    save_customer(it, ada.clone()).await;
    let write = async |turns: i64| {
        for turn in 0..turns {
            let uow = it.database.begin(&home()).await.unwrap();
            let mut ada = uow.customers().find(ada.id()).await.unwrap().unwrap();
            ada.activate(at(turn)).unwrap();
            uow.customers().save(ada).await.unwrap();
            uow.commit().await.unwrap();
        }
    };
    tokio::join!(write(10), write(10), write(10), write(10));
    assert_eq!(find_customer(it, ada.id()).await.unwrap().version, 42);
    assert_eq!(it.number("SELECT count(*) FROM history").await, 42);
}

async fn one_of_two_racing_registrations_with_the_same_email_wins(it: &TestDatabase) {
    let register = async |number| {
        let uow = it.database.begin(&home()).await.unwrap();
        uow.customers().save(named(number, "ada@x.io")).await?;
        uow.commit().await
    };
    let (one, other) = tokio::join!(register(1), register(2));
    let lost = one.and(other).unwrap_err();
    assert!(matches!(lost, StorageError::Taken("email")), "{lost:?}");
    assert_eq!(it.number("SELECT count(*) FROM customer").await, 1);
}

async fn a_database_that_is_there_answers(it: &TestDatabase) {
    it.database.ping().await.unwrap();
}

async fn what_a_commit_kept_is_seen_at_once(it: &TestDatabase) {
    let directory = it.database.directory();
    let name = async || directory.store(&home()).await.unwrap().unwrap().name.clone();
    assert_eq!(name().await, text("Default"));
    kept(it, async |uow| {
        let store = uow.stores().find(&home()).await?.unwrap();
        uow.stores().save(&Store { name: text("Renamed"), ..store }).await
    })
    .await;
    assert_eq!(name().await, text("Renamed"));
    let uow = begin(it).await;
    let store = uow.stores().find(&home()).await.unwrap().unwrap();
    uow.stores().save(&Store { name: text("Dropped"), ..store }).await.unwrap();
    drop(uow);
    assert_eq!(name().await, text("Renamed"));
}
