//! `admin/customer/<customer>/anonymize`

use laurel_tests::world::PASSWORD;

use super::super::worlds;

#[tokio::test]
async fn the_person_goes_and_the_member_stays() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let own = store.path(&format!("customer/{}", mia.id));
        let everything = "customer[phone]=123456789&customer[loyaltyCardNumber]=c1\
            &customer[gender]=female&customer[birthDate]=1990-01-01&customer[labels]=a:1\
            &customer[address][city]=X&customer[company][name]=Y&customer[company][nip]=7\
            &customer[agreement2]=1";
        world.put(&own, everything).await.must(200);
        let pushy = store.path(&format!("customer/{}/pushy-token", mia.id));
        world.post(&pushy, "customer[pushyToken]=t").await.must(204);
        let before = world.details(&store, &mia.id).await;
        assert_eq!(before["address"]["city"], "X");

        let path = store.path(&format!("admin/customer/{}/anonymize", mia.id));
        let done = world.post(&path, "").await.must(204);
        assert_eq!(done.text(), "");
        let after = world.details(&store, &mia.id).await;
        let shown = [
            "firstName",
            "lastName",
            "gender",
            "email",
            "phone",
            "birthDate",
            "address",
            "loyaltyCardNumber",
            "company",
            "agreement1",
            "agreement2",
            "labels",
            "active",
        ];
        let shown = shown.map(|it| after.get(it).map_or("-".to_owned(), ToString::to_string));
        let expected = [
            r#""anonymous""#,
            r#""anonymous""#,
            r#""not_disclosed""#,
            r#""""#,
            r#""""#,
            "-",
            "{}",
            r#""""#,
            "-",
            "false",
            "false",
            "[]",
            "false",
        ];
        assert_eq!(shown, expected);
        assert_eq!(after["status"]["type"], "blocked");
        assert_eq!(
            (&after["createdAt"], &after["levelId"]),
            (&before["createdAt"], &before["levelId"])
        );
        assert_eq!(world.get(&pushy).await.must(200).text(), r#"{"tokens":[]}"#);

        // Every way in is closed, and every value is free again.
        world.client.get(&own).token(&mia.token).await.must(401);
        world.client.sign_in(&store.code, "customer", &mia.email, PASSWORD).await.must(401);
        let again = format!(
            "customer[firstName]=M&customer[lastName]=M&customer[agreement1]=1&customer[email]={}\
             &customer[phone]=123456789&customer[loyaltyCardNumber]=c1",
            mia.email
        );
        world.post(&store.path("customer/register"), &again).await.must(200);

        // It cannot become somebody again, and doing it twice is no mistake.
        let refusal = r#"{"error":"Customer is anonymized"}"#;
        let activate = store.path(&format!("admin/customer/{}/activate", mia.id));
        assert_eq!(world.post(&activate, "").await.must(400).text(), refusal);
        assert_eq!(world.put(&own, "customer[firstName]=X").await.must(400).text(), refusal);
        assert_eq!(world.post(&pushy, "customer[pushyToken]=t").await.must(400).text(), refusal);
        world.post(&path, "").await.must(204);
        assert_eq!(world.details(&store, &mia.id).await, after);
        world.post(&store.path("admin/customer/nobody/anonymize"), "").await.must(404);
    }
}
