//! `/api/admin/key`

use super::super::{marked, redacted, worlds};

#[tokio::test]
async fn a_key_opens_what_it_names_until_it_is_deleted() {
    for world in worlds().await {
        let store = world.a_store().await;
        let form = format!(
            "key[name]=Till&key[permissions][0][resource]=CUSTOMER&key[permissions][0][access]=VIEW\
             &key[store]={}&key[expiresAt]=2100-01-01 00:00:00",
            store.code
        );
        let made = world.post("/api/admin/key", &form).await.must(200).json();
        let (id, key) =
            (made["keyId"].as_str().expect("an id"), made["key"].as_str().expect("a key"));
        let get = |path: &str| world.client.get(path).key(key);
        get(&store.path("customer")).await.must(200);
        get(&store.path("pos")).await.must(403);
        get("/api/DEFAULT/customer").await.must(403);
        let register = world.client.post(&store.path("customer/register")).key(key);
        register.form_text("customer[firstName]=X").await.must(403);

        let list = world.get("/api/admin/key?perPage=1000").await.must(200);
        assert!(!list.text().contains(key), "the secret is shown again");
        let mut json = list.json();
        let keys = json["keys"].as_array_mut().expect("a list");
        keys.retain(|it| it["keyId"] == id);
        let mine =
            laurel_tests::client::Answer { body: json["keys"].to_string().into_bytes(), ..list };
        let names = ["createdAt", "lastUsedAt"];
        insta::assert_snapshot!(
            "a_key",
            redacted(&mine, &names, &[(id, "<key>"), (&store.code, "<store>")])
        );

        world.delete(&format!("/api/admin/key/{id}")).await.must(204);
        get(&store.path("customer")).await.must(403);
        world.delete(&format!("/api/admin/key/{id}")).await.must(404);
        let refused =
            world.post("/api/admin/key", "key[store]=admin&key[expiresAt]=1970-01-01").await;
        assert_eq!(marked(&refused.must(400)), ["name", "permissions", "store", "expiresAt"]);
    }
}
