//! `audit/log`

use serde_json::json;

use super::worlds;

#[tokio::test]
async fn the_log_tells_who_did_what_newest_first() {
    for world in worlds().await {
        let store = world.a_store().await;
        let member = store.a_member().await;
        world.put(&store.path(&format!("customer/{}", member.id)), "customer[firstName]=Eve").await;
        world.post(&store.path(&format!("admin/customer/{}/deactivate", member.id)), "").await;
        let log = store.path("audit/log");
        let all = world.get(&log).await.must(200);
        let json = all.json();
        let lines = json["logs"].as_array().expect("lines");
        let last = &lines[0];
        let expected = json!({
            "auditLogId": { "auditLogId": last["auditLogId"]["auditLogId"] },
            "createdAt": last["createdAt"],
            "eventType": "DeactivateCustomer",
            "entityType": "customer",
            "entityId": member.id,
            "username": "admin",
            "data": [],
        });
        // Order and all.
        assert_eq!(last.to_string(), expected.to_string());
        let created = last["createdAt"].as_str().expect("a time");
        assert!(created.len() == 24 && created.as_bytes()[10] == b'T', "{created}");
        let total = json["total"].as_u64().expect("a total");

        let query = |query: &str| format!("{log}?{query}");
        let updates = world.get(&query("eventType=UpdateCustomerDetails")).await.must(200).json();
        assert_eq!(updates["total"], 1, "{updates}");
        assert_eq!(updates["logs"][0]["data"], json!({ "firstName": "Eve" }));
        let id = last["auditLogId"]["auditLogId"].as_str().expect("an id");
        for (asked, expected) in [
            (format!("auditLogId={id}"), 1),
            (format!("entityId={}&eventType=DeactivateCustomer", member.id), 1),
            ("entityType=nothing".to_owned(), 0),
            ("username=nobody".to_owned(), 0),
            ("createdAtFrom=2000-01-01&createdAtTo=2100-01-01".to_owned(), total),
            ("createdAtTo=2000-01-01".to_owned(), 0),
            ("perPage=1&page=2".to_owned(), total),
        ] {
            let found = world.get(&query(&asked)).await.must(200);
            assert_eq!(found.json()["total"], expected, "{asked}");
            assert_eq!(found.json()["logs"].as_array().map_or(0, Vec::len) == 0, expected == 0);
        }
        let odd = world.get(&query("createdAtFrom=soon&auditLogId=1&username[]=x")).await.must(200);
        assert_eq!(odd.header("x-laurel-ignored"), "username, auditLogId, createdAtFrom");
        assert_eq!(odd.json()["total"], total);
    }
}
