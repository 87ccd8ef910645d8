//! `customer/<customer>/pos` and its twin for sellers

use super::super::{JOHN_DOE, worlds};

#[tokio::test]
async fn a_pos_is_assigned() {
    for world in worlds().await {
        let store = world.a_store().await;
        let (id, pos) = (store.a_customer().await, store.a_pos().await);
        let path = store.path(&format!("customer/{id}/pos"));
        let assigned = world.post(&path, &format!("posId={pos}")).await.must(200);
        assert_eq!(assigned.text(), "[]");
        let details = world.details(&store, &id).await;
        let there = world.get(&store.path(&format!("pos/{pos}"))).await.must(200).json();
        assert_eq!(
            (&details["posId"], &details["posIdentifier"]),
            (&there["posId"], &there["identifier"])
        );
    }
}

#[tokio::test]
async fn a_pos_that_is_not_there_cannot_be_assigned() {
    for world in worlds().await {
        for path in ["customer", "seller/customer"] {
            let path = format!("/api/DEFAULT/{path}/{JOHN_DOE}/pos");
            for nothing in ["", "posId="] {
                let refused = world.post(&path, nothing).await.must(400);
                assert_eq!(refused.text(), r#"{"posId":"field is required"}"#);
            }
            for odd in ["x", "a1b2c3d4-0000-4000-8000-000000000000", "pos1"] {
                world.post(&path, &format!("posId={odd}")).await.must(404);
            }
        }
    }
}
