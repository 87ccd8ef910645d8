//! `segment`

use serde_json::json;

use super::{JOHN1_DOE1, marked, redacted, worlds};

#[tokio::test]
async fn the_demos_segments_are_shown_with_their_members() {
    for world in worlds().await {
        let list = world.get("/api/DEFAULT/segment?perPage=20").await.must(200);
        insta::assert_snapshot!("segments", redacted(&list, &["createdAt"], &[]));
        let path = "/api/DEFAULT/segment/00000000-0000-0000-0000-000000000011";
        let one = world.get(path).await.must(200).json();
        assert_eq!((&one["active"], &one["customersCount"]), (&json!(true), &json!(1)));
        let members = world.get(&format!("{path}/customers")).await.must(200).json();
        assert_eq!(members["total"], 1);
        assert_eq!(members["customers"][0]["customerId"], JOHN1_DOE1);
        let idle = "/api/DEFAULT/segment/00000000-0000-0000-0000-000000000010/customers";
        assert_eq!(world.get(idle).await.must(200).text(), r#"{"customers":[],"total":0}"#);
    }
}

#[tokio::test]
async fn a_segment_is_made_changed_switched_and_deleted() {
    for world in worlds().await {
        let store = world.a_store().await;
        let (one, other) = (store.a_customer().await, store.a_customer().await);
        let form = format!(
            "segment[name]=Regulars&segment[description]=Nice&segment[active]=1\
             &segment[parts][0][criteria][0][type]=customer_list\
             &segment[parts][0][criteria][0][customers][0]={one}\
             &segment[parts][0][criteria][1][type]=bought_skus\
             &segment[parts][0][criteria][1][skuIds][0]=SKU1\
             &segment[parts][1][criteria][0][type]=transaction_count\
             &segment[parts][1][criteria][0][max]=5"
        );
        let made = world.post(&store.path("segment"), &form).await.must(200);
        let id = made.json()["segmentId"].as_str().expect("an id").to_owned();
        assert_eq!(made.text(), json!({ "segmentId": id }).to_string());
        let path = store.path(&format!("segment/{id}"));
        let shown = world.get(&path).await.must(200);
        let ids = [(id.as_str(), "<segment>"), (&one, "<customer>")];
        insta::assert_snapshot!("a_segment", redacted(&shown, &["createdAt"], &ids));
        let member = |members: &serde_json::Value| members["customers"][0]["customerId"].clone();
        let members = world.get(&format!("{path}/customers")).await.must(200).json();
        assert_eq!((member(&members), &members["total"]), (json!(one), &json!(1)));

        let changed = format!(
            "segment[parts][0][criteria][0][type]=customer_list\
             &segment[parts][0][criteria][0][customers][0]={other}"
        );
        assert_eq!(world.put(&path, &changed).await.must(200).text(), made.text());
        let members = world.get(&format!("{path}/customers")).await.must(200).json();
        assert_eq!((member(&members), &members["total"]), (json!(other), &json!(1)));
        assert_eq!(world.get(&path).await.json()["name"], "Regulars");

        let switch = format!("{path}/activate");
        for (active, count) in [("0", 0), ("1", 1)] {
            world.post(&switch, &format!("active={active}")).await.must(204);
            assert_eq!(world.get(&path).await.json()["customersCount"], count);
        }
        let missing = world.post(&switch, "").await.must(400);
        assert_eq!(missing.text(), r#"{"active":"this field is required"}"#);

        world.delete(&store.path(&format!("customer/{other}"))).await.must(204);
        assert_eq!(world.get(&path).await.json()["customersCount"], 0);
        world.delete(&path).await.must(204);
        world.delete(&path).await.must(404);
        world.get(&format!("{path}/customers")).await.must(404);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_segment_is_said_where_it_is() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("segment");
        let bare = world.post(&path, "segment[active]=1").await.must(400);
        insta::assert_snapshot!("segment_errors", redacted(&bare, &[], &[]));
        let odd = "segment[name]=A&segment[parts][0][criteria][0][type]=anniversary\
            &segment[parts][0][criteria][0][anniversaryType]=name-day\
            &segment[parts][0][criteria][1][type]=purchase_period\
            &segment[parts][1][criteria]=";
        let refused = world.post(&path, odd).await.must(400);
        assert_eq!(
            marked(&refused),
            [
                "parts.0.criteria.0.anniversaryType",
                "parts.0.criteria.1.fromDate",
                "parts.0.criteria.1.toDate",
                "parts.1.criteria",
            ]
        );
        assert_eq!(world.get(&path).await.must(200).json()["total"], 0);
    }
}
