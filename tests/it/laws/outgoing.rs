//! Events for webhooks, and where they are delivered.

use application::ports::{Event, EventData, Storage, StorageError, Task};
use chrono::TimeDelta;
use domain::ids::{CustomerId, EndpointId, EventId};
use domain::webhook::{Endpoint, Topic};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, kept, with_abroad};

laws![
    an_event_is_kept_with_the_job_that_relays_it,
    events_of_a_time_are_read_in_their_order,
    a_forgotten_customers_events_say_only_who_it_was,
    endpoints_are_read_as_they_were_saved,
    endpoints_belong_to_one_store,
];

fn event(number: u128, seconds: i64) -> Event {
    Event {
        id: EventId(Uuid::from_u128(number)),
        at: at(seconds),
        topic: Topic::CustomerRegistered,
        customer: Some(CustomerId(Uuid::from_u128(number / 10))),
        data: EventData::Submitted(vec![("firstName", "Ada".to_owned())]),
    }
}

fn endpoint(number: u128) -> Endpoint {
    Endpoint {
        id: EndpointId(Uuid::from_u128(number)),
        url: "https://example.com/hook".to_owned(),
        topics: vec![Topic::CustomerDeleted, Topic::CustomerUpdated],
        secret: "whsec_1".to_owned(),
        previous: Some(("whsec_0".to_owned(), at(5))),
        header: Some(("X-A".to_owned(), "b".to_owned())),
        active: true,
        disabled_reason: None,
        from_settings: false,
        created_at: at(0),
        version: 0,
    }
}

async fn an_event_is_kept_with_the_job_that_relays_it(it: &TestDatabase) {
    kept(it, async |uow| uow.outbox().add(event(10, 1)).await).await;
    let jobs = it.database.queue().claim(at(1), TimeDelta::minutes(1), 9).await.unwrap();
    assert_eq!(jobs[0].task, Task::Relay(event(10, 1).id));
    let uow = begin(it).await;
    let stored = uow.outbox().find(event(10, 1).id).await.unwrap().unwrap();
    assert_eq!((stored.at, stored.topic), (at(1), Topic::CustomerRegistered));
    let said =
        r#"{"customerId":"00000000-0000-0000-0000-000000000001","data":{"firstName":"Ada"}}"#;
    assert_eq!(stored.data, said);
}

async fn events_of_a_time_are_read_in_their_order(it: &TestDatabase) {
    kept(it, async |uow| {
        for (number, seconds) in [(13, 3), (11, 1), (12, 2), (14, 4)] {
            uow.outbox().add(event(number, seconds)).await?;
        }
        Ok(())
    })
    .await;
    let uow = begin(it).await;
    let numbers = async |after: Option<u128>, limit| {
        let after = after.map(|it| EventId(Uuid::from_u128(it)));
        let found = uow.outbox().between(at(1), at(4), after, limit).await.unwrap();
        found.iter().map(|it| it.id.0.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(None, 2).await, [11, 12]);
    assert_eq!(numbers(Some(12), 2).await, [13]);
}

async fn a_forgotten_customers_events_say_only_who_it_was(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.outbox().add(event(10, 1)).await?;
        uow.outbox().add(event(20, 1)).await?;
        uow.outbox().forget(CustomerId(Uuid::from_u128(1))).await
    })
    .await;
    let data = it.texts("SELECT data FROM outbox ORDER BY id").await;
    assert_eq!(data[0], r#"{"customerId":"00000000-0000-0000-0000-000000000001"}"#);
    assert!(data[1].contains("Ada"), "{data:?}");
}

async fn endpoints_are_read_as_they_were_saved(it: &TestDatabase) {
    let plain = Endpoint {
        topics: vec![],
        previous: None,
        header: None,
        active: false,
        disabled_reason: Some("410".to_owned()),
        from_settings: true,
        created_at: at(1),
        ..endpoint(2)
    };
    kept(it, async |uow| {
        uow.endpoints().save(&endpoint(1)).await?;
        uow.endpoints().save(&plain).await
    })
    .await;
    let expected = [Endpoint { version: 1, ..endpoint(1) }, Endpoint { version: 1, ..plain }];
    let uow = begin(it).await;
    assert_eq!(uow.endpoints().all().await.unwrap(), expected);
    let found = uow.endpoints().find(endpoint(1).id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&expected[0]));
    assert!(matches!(
        uow.endpoints().save(&Endpoint { version: 7, ..endpoint(1) }).await,
        Err(StorageError::Stale)
    ));
}

async fn endpoints_belong_to_one_store(it: &TestDatabase) {
    with_abroad(it).await;
    kept(it, async |uow| uow.endpoints().save(&endpoint(1)).await).await;
    let elsewhere = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(elsewhere.endpoints().find(endpoint(1).id).await.unwrap(), None);
    assert_eq!(elsewhere.endpoints().all().await.unwrap(), []);
    assert!(!elsewhere.endpoints().delete(endpoint(1).id).await.unwrap());
    drop(elsewhere);
    kept(it, async |uow| {
        assert!(uow.endpoints().delete(endpoint(1).id).await?);
        Ok(())
    })
    .await;
}
