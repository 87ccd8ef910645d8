//! `pos`

use serde_json::json;

use super::{errors_at, marked, redacted, worlds};

const POS1: &str = "00000000-0000-474c-1111-b0dd880c07e2";

#[tokio::test]
async fn points_of_sale_are_shown_with_these_members() {
    for world in worlds().await {
        let list = world.get("/api/DEFAULT/pos").await.must(200);
        insta::assert_snapshot!("points_of_sale", redacted(&list, &[], &[]));
        assert_eq!(world.get("/api/DEFAULT/seller/pos").await.must(200).text(), list.text());
        let one = world.get(&format!("/api/DEFAULT/pos/{POS1}")).await.must(200);
        let by_name = world.get("/api/DEFAULT/pos/identifier/pos1").await.must(200);
        let as_seller = world.get(&format!("/api/DEFAULT/seller/pos/{POS1}")).await.must(200);
        assert_eq!(one.json()["identifier"], "pos1");
        assert_eq!((by_name.text(), as_seller.text()), (one.text(), one.text()));
    }
}

#[tokio::test]
async fn a_pos_is_made_and_replaced() {
    for world in worlds().await {
        let store = world.a_store().await;
        let form = "pos[name]=Shop&pos[identifier]=shop-1&pos[location][street]=S\
            &pos[location][address1]=1&pos[location][postal]=0&pos[location][city]=C\
            &pos[location][province]=P&pos[location][country]=PL";
        let full = format!(
            "{form}&pos[description]=D&pos[location][address2]=2&pos[location][lat]=-51.5&pos[location][long]=17"
        );
        let made = world.post(&store.path("pos"), &full).await.must(200);
        let id = made.json()["posId"].as_str().expect("an id").to_owned();
        assert_eq!(made.text(), json!({ "posId": id }).to_string());
        let path = store.path(&format!("pos/{id}"));
        let shown = world.get(&path).await.must(200);
        insta::assert_snapshot!("a_pos", redacted(&shown, &[], &[(&id, "<pos>")]));
        world.put(&path, form).await.must(200);
        assert_eq!(world.get(&path).await.text(), shown.text());
        let erasing = "pos[description]=&pos[location][lat]=&pos[location][long]=";
        world.put(&path, erasing).await.must(200);
        let shown = world.get(&path).await.json();
        assert_eq!(shown.get("description"), None);
        assert_eq!(shown["location"].get("geoPoint"), None);

        let taken = world.post(&store.path("pos"), form).await.must(400);
        assert_eq!(marked(&taken), ["identifier"]);
        assert_eq!(errors_at(&taken, "identifier"), r#"["This value is already used."]"#);
        let refused =
            world.post(&store.path("pos"), "pos[location][country]=Poland").await.must(400);
        insta::assert_snapshot!("pos_errors", redacted(&refused, &[], &[]));
    }
}
