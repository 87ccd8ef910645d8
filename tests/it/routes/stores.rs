//! Two stores know nothing of each other (behaviour 7.1).

use laurel_tests::world::an_email;

use super::worlds;

#[tokio::test]
async fn the_same_person_may_be_in_two_stores() {
    for world in worlds().await {
        let (one, other) = (world.a_store().await, world.a_store().await);
        let email = an_email();
        let form = format!(
            "customer[firstName]=A&customer[lastName]=B&customer[agreement1]=1\
             &customer[email]={email}&customer[phone]=123456789&customer[loyaltyCardNumber]=7"
        );
        let mut ids = vec![];
        for store in [&one, &other] {
            let made = world.post(&store.path("customer/register"), &form).await.must(200);
            ids.push(made.json()["customerId"].as_str().expect("an id").to_owned());
            let check = format!("customer/check?emailOrPhone={email}");
            let check = world.client.get(&store.path(&check)).await.must(200);
            assert_eq!(check.text(), r#"{"total":1}"#);
        }
        assert_ne!(ids[0], ids[1]);
        world.get(&other.path(&format!("customer/{}", ids[0]))).await.must(404);
        world
            .put(&other.path(&format!("customer/{}", ids[0])), "customer[firstName]=X")
            .await
            .must(404);
        world.delete(&other.path(&format!("customer/{}", ids[0]))).await.must(404);
        let card = world.get(&other.path("customer/7")).await.must(200);
        assert_eq!(card.json()["customerId"], ids[1]);
        let list = world.get(&one.path("customer")).await.must(200).json();
        assert_eq!(
            (&list["total"], &list["customers"][0]["customerId"]),
            (&1.into(), &ids[0].as_str().into())
        );
    }
}

#[tokio::test]
async fn what_another_store_has_cannot_be_named() {
    for world in worlds().await {
        let (one, other) = (world.a_store().await, world.a_store().await);
        let id = one.a_customer().await;
        let (level, pos) = (other.a_level("5").await, other.a_pos().await);
        let seller = other.a_seller(&pos).await;
        let at = |rest: &str| one.path(&format!("customer/{id}{rest}"));
        world.post(&at("/level"), &format!("levelId={level}")).await.must(404);
        world.post(&at("/pos"), &format!("posId={pos}")).await.must(404);
        for (field, value) in [("levelId", &level), ("posId", &pos), ("sellerId", &seller.id)] {
            let refused = world.put(&at(""), &format!("customer[{field}]={value}")).await.must(400);
            assert_eq!(super::marked(&refused), [field]);
        }
        for rest in
            [format!("pos/{pos}"), format!("level/{level}"), format!("seller/{}", seller.id)]
        {
            world.get(&one.path(&rest)).await.must(404);
        }
        // A token of one store is refused at the other, whether or not the id exists there.
        for rest in ["customer".to_owned(), format!("customer/{id}")] {
            world.client.get(&one.path(&rest)).token(&seller.token).await.must(403);
        }
    }
}

#[tokio::test]
async fn an_inactive_store_is_an_unknown_one() {
    for world in worlds().await {
        let store = world.a_store().await;
        let member = store.a_member().await;
        let switch = format!("/api/admin/store/{}", store.code);
        world.put(&switch, "store[active]=0").await.must(200);
        world.get(&store.path("customer")).await.must(404);
        world.client.get(&store.path("customer")).token(&member.token).await.must(404);
        let password = laurel_tests::world::PASSWORD;
        let sign_in = world.client.sign_in(&store.code, "customer", &member.email, password);
        sign_in.await.must(404);
        world.put(&switch, "store[active]=1").await.must(200);
        world.get(&store.path("customer")).await.must(200);
    }
}
