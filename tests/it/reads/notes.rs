//! Audit lines that reads leave behind.

use std::time::Duration;

use application::ports::{AuditData, AuditEntry, ReadModel, Storage};
use domain::ids::AuditId;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{abroad, at, home, with_abroad};

laws![a_clean_stop_writes_every_note, a_note_without_a_stop_is_written_soon];

async fn note(reads: &dyn ReadModel, number: u128) {
    let entry = AuditEntry {
        id: AuditId(Uuid::from_u128(number)),
        at: at(0),
        event_type: "CustomerWasViewed",
        entity_type: "customer",
        entity_id: number.to_string(),
        username: "admin".to_owned(),
        data: AuditData::List(vec!["name".to_owned()]),
    };
    reads.note(entry).await;
}

async fn a_clean_stop_writes_every_note(it: &TestDatabase) {
    with_abroad(it).await;
    let second = it.second().await;
    for store in [home(), abroad()] {
        let reads = second.read(&store);
        for number in 0..1201 {
            note(&*reads, number).await;
        }
    }
    second.close().await.unwrap();
    assert_eq!(it.number("SELECT count(*) FROM audit_log WHERE store = 'DEFAULT'").await, 1201);
    assert_eq!(it.number("SELECT count(*) FROM audit_log WHERE store = 'pl'").await, 1201);
    let data = it.texts("SELECT DISTINCT data FROM audit_log").await;
    assert_eq!(data, [r#"["name"]"#]);
}

async fn a_note_without_a_stop_is_written_soon(it: &TestDatabase) {
    note(&*it.database.read(&home()), 1).await;
    let written = async {
        while it.number("SELECT count(*) FROM audit_log").await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), written).await.expect("the note to be written");
}
