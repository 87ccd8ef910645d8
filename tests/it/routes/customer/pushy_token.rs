//! `customer/<customer>/pushy-token`

use super::super::{errors_at, worlds};

#[tokio::test]
async fn devices_come_once_in_order_and_go() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let path = store.path(&format!("customer/{}/pushy-token", mia.id));
        let shown = async || world.get(&path).await.must(200).text().to_owned();
        assert_eq!(shown().await, r#"{"tokens":[]}"#);
        let before = world.details(&store, &mia.id).await;

        for token in ["b", "a", "b", "with/slash%20and%25", " c "] {
            let added = world.client.post(&path).token(&mia.token);
            added.form_text(&format!("customer[pushyToken]={token}")).await.must(204);
        }
        assert_eq!(shown().await, r#"{"tokens":["b","a","with/slash and%","c"]}"#);
        // Neither the version nor the time of the last update moves.
        assert_eq!(world.details(&store, &mia.id).await, before);

        for token in ["b", "b", "with%2Fslash%20and%25", "unknown"] {
            let gone = world.delete(&format!("{path}/{token}")).await.must(204);
            assert_eq!(gone.text(), "");
        }
        assert_eq!(shown().await, r#"{"tokens":["a","c"]}"#);
    }
}

#[tokio::test]
async fn of_more_than_twenty_the_oldest_goes() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_customer().await;
        let path = store.path(&format!("customer/{id}/pushy-token"));
        for number in 0..22 {
            world.post(&path, &format!("customer[pushyToken]=t{number}")).await.must(204);
        }
        let tokens = world.get(&path).await.must(200).json();
        let tokens = tokens["tokens"].as_array().unwrap();
        assert_eq!((tokens.len(), &tokens[0], &tokens[19]), (20, &"t2".into(), &"t21".into()));
    }
}

#[tokio::test]
async fn a_token_is_one_line_of_at_most_255_characters() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_customer().await;
        let path = store.path(&format!("customer/{id}/pushy-token"));
        let blank = r#"{"form":{"children":{"pushyToken":{"errors":["This value should not be blank."]}}},"errors":[]}"#;
        for body in ["customer[pushyToken]=", "customer=", "customer[pushyToken]=%20"] {
            assert_eq!(world.post(&path, body).await.must(400).text(), blank, "{body}");
        }
        let nothing = world.post(&path, "").await.must(400);
        assert_eq!(nothing.text(), r#"{"form":{"children":{"pushyToken":{}}},"errors":[]}"#);
        let long = format!("customer[pushyToken]={}", "x".repeat(256));
        let long = world.post(&path, &long).await.must(400);
        assert!(errors_at(&long, "pushyToken").contains("too long"), "{long:?}");
        let list = world.post(&path, "customer[pushyToken][]=a").await.must(400);
        assert_eq!(errors_at(&list, "pushyToken"), r#"["This value is not valid."]"#);
        assert_eq!(world.get(&path).await.must(200).text(), r#"{"tokens":[]}"#);

        let nobody = store.path("customer/a1b2c3d4-0000-4000-8000-000000000000/pushy-token");
        world.get(&nobody).await.must(404);
        world.post(&nobody, "").await.must(404);
        world.delete(&format!("{nobody}/a")).await.must(404);
    }
}
