//! `activate` and `deactivate`, by administrators and sellers

use laurel_tests::world::PASSWORD;

use super::super::worlds;

#[tokio::test]
async fn activation_and_deactivation_can_be_repeated() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let sign_in = || world.client.sign_in(&store.code, "customer", &mia.email, PASSWORD);
        let own = store.path(&format!("customer/{}", mia.id));
        for (verb, active, kind, state, may_enter) in [
            ("deactivate", false, "blocked", None, 401),
            ("deactivate", false, "blocked", None, 401),
            ("activate", true, "active", Some("no-card"), 200),
            ("activate", true, "active", Some("no-card"), 200),
        ] {
            let path = store.path(&format!("admin/customer/{}/{verb}", mia.id));
            let done = world.post(&path, "").await.must(204);
            assert_eq!(done.text(), "");
            let details = world.get(&own).await.must(200).json();
            assert_eq!(
                (&details["active"], &details["status"]["type"]),
                (&active.into(), &kind.into())
            );
            assert_eq!(details["status"].get("state").and_then(|it| it.as_str()), state);
            sign_in().await.must(may_enter);
        }
        // Being blocked ended the session that was there before.
        world.client.get(&own).token(&mia.token).await.must(401);
    }
}
