//! `level`

use serde_json::json;

use super::{marked, redacted, worlds};

const LEVEL2: &str = "e82c96cf-32a3-43bd-9034-4df343e52222";

#[tokio::test]
async fn levels_are_shown_with_these_members() {
    for world in worlds().await {
        let list = world.get("/api/DEFAULT/level").await.must(200);
        insta::assert_snapshot!("levels", redacted(&list, &["createdAt"], &[]));
        assert_eq!(world.get("/api/DEFAULT/seller/level").await.must(200).text(), list.text());
        for path in ["level", "seller/level"] {
            let one =
                world.get(&format!("/api/DEFAULT/{path}/{LEVEL2}?_locale=pl")).await.must(200);
            assert_eq!(one.json()["name"], "poziom2");
            assert_eq!(one.json()["specialRewards"], list.json()["levels"][2]["specialRewards"]);
        }
        let sorted = world.get("/api/DEFAULT/level?sort=reward&direction=desc&perPage=1").await;
        let sorted = sorted.must(200).json();
        assert_eq!((&sorted["levels"][0]["name"], &sorted["total"]), (&json!("level3"), &json!(4)));
        let members = world
            .get("/api/DEFAULT/level/e82c96cf-32a3-43bd-9034-4df343e50000/customers?perPage=1");
        let members = members.await.must(200).json();
        assert_eq!(members["total"], 9);
        let members: Vec<_> =
            members["customers"][0].as_object().expect("one").keys().cloned().collect();
        assert_eq!(members, ["customerId", "firstName", "lastName", "email"]);
    }
}

#[tokio::test]
async fn a_level_is_made_changed_and_switched() {
    for world in worlds().await {
        let store = world.a_store().await;
        let form = "level[translations][en][name]=Gold&level[translations][en][description]=Shiny\
            &level[translations][pl][name]=Złoto&level[active]=1&level[conditionValue]=100.5\
            &level[minOrder]=3&level[reward][name]=R&level[reward][value]=12.5&level[reward][code]=g\
            &level[specialRewards][0][name]=S&level[specialRewards][0][value]=1\
            &level[specialRewards][0][code]=s&level[specialRewards][0][active]=1\
            &level[specialRewards][0][startAt]=2030-01-01&level[specialRewards][0][endAt]=2030-12-31";
        let made = world.post(&store.path("level/create"), form).await.must(200);
        let id = made.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(made.text(), json!({ "id": id }).to_string());
        let path = store.path(&format!("level/{id}"));
        let shown = world.get(&path).await.must(200);
        let special = shown.json()["specialRewards"][0]["id"].as_str().expect("an id").to_owned();
        let ids = [(id.as_str(), "<level>"), (&special, "<special>")];
        insta::assert_snapshot!("a_level", redacted(&shown, &["createdAt"], &ids));

        let changed = form.replace("=Gold", "=Platinum").replace("=100.5", "=200");
        let updated = world.put(&path, &changed).await.must(200);
        assert_eq!(updated.text(), made.text());
        let shown = world.get(&path).await.json();
        assert_eq!((&shown["name"], &shown["conditionValue"]), (&json!("Platinum"), &json!(200)));
        assert_eq!(shown["specialRewards"][0]["id"], special);

        let switch = format!("{path}/activate");
        world.post(&switch, "active=0").await.must(204);
        assert_eq!(world.get(&path).await.json()["active"], false);
        let missing = world.post(&switch, "").await.must(400);
        assert_eq!(missing.text(), r#"{"active":"this field is required"}"#);
        let refused = world.post(&store.path("level/create"), "level[active]=1").await.must(400);
        insta::assert_snapshot!("level_errors", redacted(&refused, &[], &[]));
        let odd = form.replace("=100.5", "=-1").replace("[value]=12.5", "[value]=x");
        let refused = world.put(&path, &odd).await.must(400);
        assert_eq!(marked(&refused), ["conditionValue", "reward.value"]);
    }
}
