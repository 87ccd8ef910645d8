//! `seller`

use laurel_tests::world::PASSWORD;
use serde_json::json;

use super::{errors_at, marked, redacted, worlds};

#[tokio::test]
async fn sellers_are_shown_with_these_members() {
    for world in worlds().await {
        let list = world.get("/api/DEFAULT/seller").await.must(200);
        insta::assert_snapshot!("sellers", redacted(&list, &[], &[]));
        for (query, total) in
            [("firstName=john2", 1), ("email=DOE", 2), ("phone=123124", 1), ("lastName=x", 0)]
        {
            let list = world.get(&format!("/api/DEFAULT/seller?{query}")).await.must(200);
            assert_eq!(list.json()["total"], total, "{query}");
        }
        let own = "/api/DEFAULT/seller/00000000-0000-474c-b092-b0dd880c07e4";
        let john = world.client.login("DEFAULT", "seller", "john@doe.com", "open").await;
        let one = world.client.get(own).token(&john).await.must(200);
        assert_eq!(one.json(), list.json()["sellers"][0]);
        let other = own.replace("07e4", "07e5");
        world.client.get(&other).token(&john).await.must(403);
    }
}

#[tokio::test]
async fn a_seller_is_made_changed_switched_and_deleted() {
    for world in worlds().await {
        let store = world.a_store().await;
        let pos = store.a_pos().await;
        let seller = store.a_seller(&pos).await;
        let path = store.path(&format!("seller/{}", seller.id));
        let form = format!(
            "seller[firstName]=Sam&seller[lastName]=Shop&seller[email]={}&seller[posId]={pos}\
             &seller[phone]=123456789&seller[allowPointTransfer]=1",
            seller.email
        );
        let updated = world.put(&path, &form).await.must(200);
        assert_eq!(updated.text(), json!({ "sellerId": seller.id }).to_string());
        let shown = world.get(&path).await.must(200);
        let ids = [(seller.id.as_str(), "<seller>"), (&pos, "<pos>"), (&seller.email, "<email>")];
        insta::assert_snapshot!("a_seller", redacted(&shown, &[], &ids));

        let sign_in = || world.client.sign_in(&store.code, "seller", &seller.email, PASSWORD);
        for (verb, may_enter) in [("deactivate", 401), ("activate", 200), ("delete", 401)] {
            world.post(&format!("{path}/{verb}"), "").await.must(204);
            sign_in().await.must(may_enter);
        }
        let shown = world.get(&path).await.must(200).json();
        assert_eq!((&shown["deleted"], &shown["active"]), (&json!(true), &json!(false)));

        let register = store.path("seller/register");
        let refused = world.post(&register, "seller[active]=1").await.must(400);
        insta::assert_snapshot!("seller_errors", redacted(&refused, &[], &[]));
        let taken = store.a_seller(&pos).await.email;
        let twice = form.replace(&seller.email, &taken.to_uppercase());
        let twice = format!("{twice}&seller[plainPassword]={PASSWORD}");
        let twice = world.post(&register, &twice).await.must(400);
        assert_eq!(
            (marked(&twice), errors_at(&twice, "email")),
            (vec!["email".to_owned()], r#"["This email is already taken"]"#.to_owned())
        );
    }
}
