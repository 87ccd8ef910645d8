//! The audit log as it is shown (behaviour 5.5).

use application::ports::{
    AuditData, AuditEntry, AuditLine, AuditQuery, Between, Listing, Page, Storage,
};
use domain::Timestamp;
use domain::ids::AuditId;
use domain::store::StoreCode;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{abroad, at, home, with_abroad};

laws![
    the_log_is_shown_newest_first_and_in_pages,
    every_filter_of_the_log_finds_what_is_equal_and_nothing_else,
];

const PAGE: Page = Page { offset: 0, limit: 10 };

/// A line `minutes` after the first, with an id of that time.
fn line(minutes: i64, event_type: &'static str, entity: (&'static str, &str)) -> AuditEntry {
    let at = at(60 * minutes);
    let millis = u128::try_from(at.timestamp_millis()).unwrap();
    AuditEntry {
        id: AuditId(Uuid::from_u128(millis << 80 | 0x7000_8000_0000_0000_0000)),
        at,
        event_type,
        entity_type: entity.0,
        entity_id: entity.1.to_owned(),
        username: if minutes % 2 == 0 { "admin" } else { "<notlogged>" }.to_owned(),
        data: AuditData::List(vec![minutes.to_string()]),
    }
}

fn lines() -> Vec<AuditEntry> {
    vec![
        line(0, "RegisterCustomer", ("customer", "a")),
        line(1, "ViewCustomer", ("customer", "a")),
        line(2, "UpdateSettings", ("store", "DEFAULT")),
        line(3, "ViewCustomer", ("customer", "b")),
        line(4, "UpdateCustomerDetails", ("customer", "a")),
    ]
}

async fn written(it: &TestDatabase) {
    with_abroad(it).await;
    for (store, lines) in [(home(), lines()), (abroad(), lines()[..1].to_vec())] {
        let uow = it.database.begin(&store).await.unwrap();
        for line in lines {
            uow.audit().record(line).await.unwrap();
        }
        uow.commit().await.unwrap();
    }
}

async fn found(it: &TestDatabase, store: &StoreCode, query: &AuditQuery) -> Listing<AuditLine> {
    it.database.read(store).audit_log(query).await.unwrap()
}

async fn the_log_is_shown_newest_first_and_in_pages(it: &TestDatabase) {
    written(it).await;
    let all = found(it, &home(), &AuditQuery::all(PAGE)).await;
    let expected: Vec<_> = lines()
        .into_iter()
        .rev()
        .map(|it| AuditLine {
            id: it.id,
            at: it.at,
            event_type: it.event_type.to_owned(),
            entity_type: it.entity_type.to_owned(),
            entity_id: it.entity_id,
            username: it.username,
            data: match it.data {
                AuditData::List(list) => serde_json::to_string(&list).unwrap(),
                other => panic!("{other:?}"),
            },
        })
        .collect();
    assert_eq!(all, Listing { items: expected.clone(), total: 5 });
    let second = AuditQuery::all(Page { offset: 2, limit: 2 });
    let second = found(it, &home(), &second).await;
    assert_eq!(second, Listing { items: expected[2..4].to_vec(), total: 5 });
    assert_eq!(found(it, &abroad(), &AuditQuery::all(PAGE)).await.total, 1);
}

async fn every_filter_of_the_log_finds_what_is_equal_and_nothing_else(it: &TestDatabase) {
    written(it).await;
    let all = || AuditQuery::all(PAGE);
    let some = |text: &str| Some(text.to_owned());
    let between = |from: Option<i64>, to: Option<i64>| {
        let minute = |it: i64| -> Timestamp { at(60 * it) };
        Between { from: from.map(minute), to: to.map(minute) }
    };
    let table = [
        (AuditQuery { event_type: some("ViewCustomer"), ..all() }, vec![3, 1]),
        (AuditQuery { event_type: some("UpdateSettings"), ..all() }, vec![2]),
        (AuditQuery { event_type: some("updatesettings"), ..all() }, vec![]),
        (AuditQuery { entity_type: some("customer"), ..all() }, vec![4, 3, 1, 0]),
        (AuditQuery { entity_type: some("store"), ..all() }, vec![2]),
        (AuditQuery { entity_id: some("a"), ..all() }, vec![4, 1, 0]),
        (AuditQuery { entity_id: some("a"), event_type: some("ViewCustomer"), ..all() }, vec![1]),
        (AuditQuery { username: some("<notlogged>"), ..all() }, vec![3, 1]),
        (AuditQuery { username: some("a\0"), ..all() }, vec![]),
        (AuditQuery { id: Some(lines()[3].id), ..all() }, vec![3]),
        (AuditQuery { id: Some(AuditId(Uuid::nil())), ..all() }, vec![]),
        (AuditQuery { at: between(Some(2), None), ..all() }, vec![4, 3, 2]),
        (AuditQuery { at: between(None, Some(2)), ..all() }, vec![2, 1, 0]),
        (AuditQuery { at: between(Some(1), Some(3)), username: some("admin"), ..all() }, vec![2]),
        (
            AuditQuery { at: between(Some(-999_999_999), Some(999_999)), ..all() },
            vec![4, 3, 2, 1, 0],
        ),
    ];
    for (query, expected) in table {
        let Listing { items, total } = found(it, &home(), &query).await;
        let minutes: Vec<_> = items.iter().map(|it| (it.at - at(0)).num_minutes()).collect();
        assert_eq!((minutes, total), (expected.clone(), expected.len() as u64), "{query:?}");
    }
}
