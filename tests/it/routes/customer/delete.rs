//! `DELETE customer/<customer>`

use laurel_tests::world::PASSWORD;

use super::super::worlds;

#[tokio::test]
async fn a_deleted_customer_is_gone_and_its_values_are_free() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let path = store.path(&format!("customer/{}", mia.id));
        world
            .put(&path, "customer[phone]=123456789&customer[loyaltyCardNumber]=c1")
            .await
            .must(200);
        let gone = world.delete(&path).await.must(204);
        assert_eq!(gone.text(), "");

        world.get(&path).await.must(404);
        world.delete(&path).await.must(404);
        world.put(&path, "customer[firstName]=X").await.must(404);
        world.get(&store.path("customer/c1")).await.must(404);
        for rest in ["activate", "deactivate"] {
            let path = store.path(&format!("admin/customer/{}/{rest}", mia.id));
            world.post(&path, "").await.must(404);
        }
        let list = world.get(&store.path("customer")).await.must(200);
        assert_eq!(list.text(), r#"{"customers":[],"total":0}"#);
        let search =
            world.post(&store.path("pos/search/customer"), "search[phone]=123456789").await;
        assert_eq!(search.must(200).text(), r#"{"customers":[]}"#);
        let members = world.get(&store.path(&format!("level/{}/customers", store.level))).await;
        assert_eq!(members.must(200).text(), r#"{"customers":[],"total":0}"#);
        let check = store.path(&format!("customer/check?emailOrPhone={}", mia.email));
        assert_eq!(world.client.get(&check).await.must(200).text(), r#"{"total":0}"#);
        // Its session and its password are gone as well.
        world.client.get(&path).token(&mia.token).await.must(401);
        world.client.sign_in(&store.code, "customer", &mia.email, PASSWORD).await.must(401);

        let again = format!(
            "customer[firstName]=M&customer[lastName]=M&customer[agreement1]=1&customer[email]={}\
             &customer[phone]=123456789&customer[loyaltyCardNumber]=c1",
            mia.email
        );
        let made = world.post(&store.path("customer/register"), &again).await.must(200);
        assert_ne!(made.json()["customerId"], mia.id);
    }
}
