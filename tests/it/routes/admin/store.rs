//! `/api/admin/store`

use laurel_tests::world::unique;
use serde_json::json;

use super::super::{errors_at, marked, redacted, worlds};

#[tokio::test]
async fn stores_are_made_shown_and_changed() {
    for world in worlds().await {
        let default = world.get("/api/admin/store/DEFAULT").await.must(200);
        insta::assert_snapshot!("the_default_store", redacted(&default, &[], &[]));
        let code = format!("T-{}", &unique()[..8]);
        let form = format!(
            "store[code]={code}&store[name]=Test&store[currency]=PLN&store[timezone]=Europe/Warsaw\
             &store[defaultLocale]=pl&store[accountActivationMethod]=sms\
             &store[allowCustomersProfileEdits]=0&store[tierAssignType]=points"
        );
        let made = world.post("/api/admin/store", &form).await.must(200);
        assert_eq!(made.text(), json!({ "code": code }).to_string());
        let path = format!("/api/admin/store/{code}");
        let shown = world.get(&path).await.must(200);
        insta::assert_snapshot!("a_store", redacted(&shown, &[], &[(&code, "<code>")]));
        world.put(&path, "store[currency]=eur").await.must(200);
        let changed = world.get(&path).await.must(200).json();
        assert_eq!((&changed["currency"], &changed["name"]), (&json!("eur"), &json!("Test")));

        let list = world.get("/api/admin/store?perPage=1000").await.must(200).json();
        let codes: Vec<_> =
            list["stores"].as_array().expect("a list").iter().map(|it| &it["code"]).collect();
        assert!(codes.contains(&&json!("DEFAULT")) && codes.contains(&&json!(code)), "{codes:?}");

        let taken = world.post("/api/admin/store", &form).await.must(400);
        assert_eq!(marked(&taken), ["code"]);
        let refused =
            world.post("/api/admin/store", "store[code]=admin&store[timezone]=Mars/Base").await;
        assert_eq!(marked(&refused.must(400)), ["code", "name", "timezone"]);
        let refused = world.put("/api/admin/store/DEFAULT", "store[active]=0").await.must(400);
        assert_eq!(
            errors_at(&refused, "active"),
            r#"["The default store cannot be deactivated."]"#
        );
    }
}
