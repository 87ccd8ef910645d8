//! `admin/webhook`

use serde_json::json;

use super::super::{errors_at, marked, redacted, worlds};

#[tokio::test]
async fn endpoints_are_made_changed_and_deleted() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("admin/webhook");
        assert_eq!(world.get(&path).await.must(200).text(), r#"{"webhooks":[],"total":0}"#);
        let form = "webhook[url]=https://example.com/hook&webhook[events][0]=customer.updated\
                    &webhook[headerName]=X-Key&webhook[headerValue]=hidden";
        let made = world.post(&path, form).await.must(200).json();
        let id = made["webhookId"].as_str().expect("an id").to_owned();
        assert!(made["secret"].as_str().is_some_and(|it| it.starts_with("whsec_")));
        let one = format!("{path}/{id}");
        let shown = world.get(&one).await.must(200);
        insta::assert_snapshot!("a_webhook", redacted(&shown, &["createdAt"], &[(&id, "<id>")]));
        let listed = world.get(&path).await.must(200).json();
        assert_eq!(listed, json!({ "webhooks": [shown.json()], "total": 1 }));

        world.put(&one, "webhook[active]=0&webhook[events]=").await.must(200);
        let shown = world.get(&one).await.must(200).json();
        assert_eq!((&shown["active"], &shown["events"]), (&json!(false), &json!([])));
        assert_eq!(shown["headerName"], "X-Key");
        let times = "replay[from]=2026-01-01&replay[until]=2026-01-02";
        world.post(&format!("{one}/replay"), times).await.must(400);
        world.put(&one, "webhook[active]=1").await.must(200);
        world.post(&format!("{one}/replay"), times).await.must(204);
        let odd = world.post(&format!("{one}/replay"), "replay[from]=x").await.must(400);
        assert_eq!(marked(&odd), ["from", "until"]);

        world.delete(&one).await.must(204);
        world.get(&one).await.must(404);
    }
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_called_is_refused() {
    for world in worlds().await {
        let path = world.a_store().await.path("admin/webhook");
        for url in ["x", "ftp://example.com", "http://127.0.0.1/", "http://localhost:8181/"] {
            let refused = world.post(&path, &format!("webhook[url]={url}")).await.must(400);
            assert_eq!(
                errors_at(&refused, "url"),
                r#"["This value is not a valid URL."]"#,
                "{url}"
            );
        }
        assert_eq!(marked(&world.post(&path, "").await.must(400)), ["url"]);
        let odd = "webhook[url]=https://example.com&webhook[events][0]=customer.eaten\
                   &webhook[headerName]=Content-Length&webhook[headerValue]=1";
        let refused = world.post(&path, odd).await.must(400);
        assert_eq!(marked(&refused), ["events.0", "headerName"]);
    }
}
