//! `customer/self_register`

use laurel_tests::world::{PASSWORD, an_email};
use serde_json::json;

use super::super::{EXTRA_FIELDS, errors_at, marked, redacted, worlds};

fn form(email: &str, more: &str) -> String {
    format!(
        "customer[firstName]=Ada&customer[lastName]=Lovelace&customer[agreement1]=1\
         &customer[email]={email}&customer[plainPassword]={PASSWORD}&{more}"
    )
}

#[tokio::test]
async fn whoever_registers_himself_is_new_until_activated() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("customer/self_register");
        let email = an_email();
        let made = world.client.post(&path).form_text(&form(&email, "")).await.must(200).json();
        assert_eq!(made["email"], email);
        let id = made["customerId"].as_str().expect("an id");
        let details = world.details(&store, id).await;
        assert_eq!(
            (&details["active"], &details["status"]["type"]),
            (&json!(false), &json!("new"))
        );
        assert_eq!(details["status"].get("state"), None);
        assert_eq!(details["levelId"], store.level);
        let sign_in = || world.client.sign_in(&store.code, "customer", &email, PASSWORD);
        sign_in().await.must(401);
        let activate = store.path(&format!("admin/customer/{id}/activate"));
        world.post(&activate, "").await.must(204);
        sign_in().await.must(200);
    }
}

#[tokio::test]
async fn nobody_places_himself() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("customer/self_register");
        for field in ["levelId", "posId", "sellerId", "createdAt"] {
            let form = form(&an_email(), &format!("customer[{field}]={}", store.level));
            let refused = world.client.post(&path).form_text(&form).await.must(400);
            assert_eq!(errors_at(&refused, ""), EXTRA_FIELDS, "{field}");
            assert_eq!(refused.json()["errors"].to_string(), EXTRA_FIELDS);
        }
        let nothing = world.client.post(&path).form_text("customer[firstName]=").await.must(400);
        insta::assert_snapshot!("self_registration_errors", redacted(&nothing, &[], &[]));
        let short = form(&an_email(), "").replace(PASSWORD, "short");
        let refused = world.client.post(&path).form_text(&short).await.must(400);
        assert_eq!(marked(&refused), ["plainPassword"]);
        assert_eq!(world.get(&store.path("customer")).await.json()["total"], 0);
    }
}

#[tokio::test]
async fn without_a_start_level_nobody_can_join() {
    for world in worlds().await {
        let store = world.a_store().await;
        world
            .post(&store.path(&format!("level/{}/activate", store.level)), "active=0")
            .await
            .must(204);
        let path = store.path("customer/self_register");
        let refused = world.client.post(&path).form_text(&form(&an_email(), "")).await.must(400);
        let said = r#"["Neither level is not available as start level for this customer."]"#;
        assert_eq!(
            (marked(&refused), errors_at(&refused, "")),
            (vec![String::new()], said.to_owned())
        );
    }
}
