//! Scrolling through a list (behaviour 7.5, decision 6).

use std::collections::BTreeSet;

use laurel_tests::client::Answer;
use serde_json::Value;

use super::worlds;

const LOST: &str = r#"{"error":"Scroll context not found"}"#;

fn ids(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let customers = json["customers"].as_array().expect("a list").iter();
    customers.map(|it| it["customerId"].as_str().expect("an id").to_owned()).collect()
}

fn scroll_id(answer: &Answer) -> String {
    answer.json()["scrollId"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

#[tokio::test]
async fn a_scroll_shows_everybody_once_and_then_nobody() {
    for world in worlds().await {
        for sort in ["", "&sort=lastName&direction=asc", "&sort=phone", "&sort=loyaltyCardNumber"] {
            let start = format!("/api/DEFAULT/customer?scrollId=&perPage=4{sort}");
            let mut answer = world.get(&start).await.must(200);
            let mut seen = ids(&answer);
            let mut sizes = vec![seen.len()];
            for _ in 0..4 {
                let next = format!("/api/DEFAULT/customer?scrollId={}", scroll_id(&answer));
                answer = world.get(&next).await.must(200);
                assert_eq!(answer.json()["total"], 10);
                sizes.push(ids(&answer).len());
                seen.extend(ids(&answer));
            }
            assert_eq!(sizes, [4, 4, 2, 0, 0], "{sort}");
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 10, "{sort}");
            let page = world.get(&start.replace("scrollId=&perPage=4", "perPage=10")).await;
            assert_eq!(seen, ids(&page), "{sort}");
        }
    }
}

#[tokio::test]
async fn a_scroll_keeps_its_question_but_not_its_size() {
    for world in worlds().await {
        let start = "/api/DEFAULT/customer?scrollId=&perPage=1&email=user-transfer&page=7";
        let first = world.get(start).await.must(200);
        assert_eq!((ids(&first).len(), &first.json()["total"]), (1, &Value::from(3)));
        let id = scroll_id(&first);
        let next = format!("/api/DEFAULT/customer?scrollId={id}&perPage=2&email=nobody&page=3");
        let second = world.get(&next).await.must(200);
        assert_eq!((ids(&second).len(), &second.json()["total"]), (2, &Value::from(3)));
        // An id can be used again: it says where to go on, not who was there.
        assert_eq!(ids(&world.get(&next).await.must(200)), ids(&second));
        assert!(!ids(&second).contains(&ids(&first)[0]));
    }
}

#[tokio::test]
async fn an_ordinary_page_can_be_scrolled_on_from_and_an_empty_one_cannot() {
    for world in worlds().await {
        let page = world.get("/api/DEFAULT/customer?page=2&perPage=4").await.must(200);
        let next = format!("/api/DEFAULT/customer?scrollId={}", scroll_id(&page));
        assert_eq!(ids(&world.get(&next).await.must(200)).len(), 2);
        let empty = world.get("/api/DEFAULT/customer?email=nobody").await.must(200);
        assert_eq!(empty.text(), r#"{"customers":[],"total":0}"#);
        let asked = world.get("/api/DEFAULT/customer?email=nobody&scrollId=").await.must(200);
        scroll_id(&asked);
    }
}

#[tokio::test]
async fn damaged_and_foreign_scroll_ids_are_refused() {
    for world in worlds().await {
        let page = world.get("/api/DEFAULT/customer?perPage=2&scrollId=").await.must(200);
        let id = scroll_id(&page);
        let store = world.a_store().await;
        let (body, seal) = id.split_at(id.len() / 2);
        let mut altered = id.clone();
        let at = altered.remove(3);
        altered.insert(3, if at == 'A' { 'B' } else { 'A' });
        for (path, odd) in [
            ("/api/DEFAULT/customer".to_owned(), "x".to_owned()),
            ("/api/DEFAULT/customer".to_owned(), body.to_owned()),
            ("/api/DEFAULT/customer".to_owned(), format!("{seal}{body}")),
            ("/api/DEFAULT/customer".to_owned(), altered),
            ("/api/DEFAULT/customer".to_owned(), format!("{id}A")),
            ("/api/DEFAULT/customer".to_owned(), "%00%FF".to_owned()),
            (store.path("customer"), id.clone()),
        ] {
            let answer = world.get(&format!("{path}?scrollId={odd}")).await.must(400);
            assert_eq!(answer.text(), LOST, "{odd}");
        }
        let grouped = world.get("/api/DEFAULT/customer?scrollId[x]=1").await.must(400);
        assert_eq!(grouped.text(), LOST);
    }
}
