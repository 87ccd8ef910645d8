//! `customer/<customer>/level`, `customer/<customer>/remove-manually-level`, `customer/level`

use super::super::{JOHN_DOE, redacted, worlds};

#[tokio::test]
async fn a_level_is_assigned_by_hand_and_taken_back() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_customer().await;
        let level = store.a_level("50").await;
        let at = |rest: &str| store.path(&format!("customer/{id}/{rest}"));
        world.post(&store.path(&format!("level/{level}/activate")), "active=0").await.must(204);
        let assigned = world.post(&at("level"), &format!("levelId={level}")).await.must(200);
        assert_eq!(assigned.text(), "[]");
        let details = world.details(&store, &id).await;
        assert_eq!(
            (&details["levelId"], &details["manuallyAssignedLevelId"]["levelId"]),
            (&level.as_str().into(), &level.as_str().into())
        );
        assert_eq!(details["levelPercent"], "5.00%");

        world.post(&at("remove-manually-level"), "").await.must(204);
        let details = world.details(&store, &id).await;
        assert_eq!(details["levelId"], store.level);
        assert_eq!(details.get("manuallyAssignedLevelId"), None);
        let refused = world.post(&at("remove-manually-level"), "").await.must(400);
        assert_eq!(refused.text(), r#"{"error":"Customer is not assigned to level manually"}"#);
    }
}

#[tokio::test]
async fn a_level_that_is_not_there_cannot_be_assigned() {
    for world in worlds().await {
        let path = format!("/api/DEFAULT/customer/{JOHN_DOE}/level");
        for nothing in ["", "levelId=", "level=1"] {
            let refused = world.post(&path, nothing).await.must(400);
            assert_eq!(refused.text(), r#"{"levelId":"field is required"}"#, "{nothing}");
        }
        let bare = world.client.post(&path).token(&world.admin).await.must(400);
        assert_eq!(bare.text(), r#"{"levelId":"field is required"}"#);
        for odd in ["x", "a1b2c3d4-0000-4000-8000-000000000000", "%FF", "%00"] {
            world.post(&path, &format!("levelId={odd}")).await.must(404);
        }
        world.post(&path, "levelId[x]=1").await.must(404);
        let nobody = "/api/DEFAULT/customer/a1b2c3d4-0000-4000-8000-000000000000/level";
        world.post(nobody, "").await.must(404);
    }
}

#[tokio::test]
async fn customers_see_the_active_levels() {
    for world in worlds().await {
        let john = world.client.login("DEFAULT", "customer", "user@oloy.com", "loyalty").await;
        let levels = world.client.get("/api/DEFAULT/customer/level").token(&john).await.must(200);
        insta::assert_snapshot!("levels_for_customers", redacted(&levels, &[], &[]));
    }
}
