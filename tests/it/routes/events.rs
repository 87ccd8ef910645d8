//! `customer/<customer>/event`, `customer/earningRule/geolocation` and `…/qrcode`

use laurel_tests::client::Answer;
use laurel_tests::world::{Person, Store};
use serde_json::json;

use super::engine::{BY_PURCHASES, a_programme};
use super::{World, errors_at, marked, worlds};

async fn points(world: &World, store: &Store, customer: &str) -> serde_json::Value {
    let path = store.path(&format!("admin/customer/{customer}/status"));
    world.get(&path).await.must(200).json()["points"].clone()
}

async fn by(world: &World, who: &Person, path: &str, form: &str) -> Answer {
    world.client.post(path).token(&who.token).form_text(form).await
}

#[tokio::test]
async fn a_custom_event_gives_what_its_best_rule_does() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, seller) = (store.a_customer().await, store.a_seller(&store.a_pos().await).await);
        let kind = [("[type]", "custom_event"), ("[eventName]", "like")];
        store.a_rule(&[&kind[..], &[("[pointsAmount]", "1")]].concat()).await;
        let best = [("[name]", "Best"), ("[pointsAmount]", "2.5")];
        let limit =
            [("[limit][active]", "1"), ("[limit][period]", "forever"), ("[limit][limit]", "1")];
        store.a_rule(&[&kind[..], &best, &limit].concat()).await;
        let path = store.path(&format!("customer/{ada}/event"));
        let first = world.post(&path, "event[name]=like").await.must(200).json();
        assert_eq!(first["points"], 2.5);
        let listed = world.get(&store.path("points/transfer")).await.must(200).json();
        let transfer = &listed["transfers"][0];
        assert_eq!(transfer["pointsTransferId"], first["pointsTransferId"]);
        assert_eq!((&transfer["comment"], &transfer["issuer"]), (&json!("Best"), &json!("system")));
        // Its limit is used up: the next best follows.
        let second = by(&world, &seller, &path, "event[name]=like").await.must(200).json();
        assert_eq!(second["points"], 1);
        let nothing = world.post(&path, "event[name]=dislike").await.must(200);
        assert_eq!(nothing.text(), r#"{"points":0}"#);
        assert_eq!(points(&world, &store, &ada).await, 3.5);
        let blank = world.post(&path, "event[name]=").await.must(400);
        assert_eq!(errors_at(&blank, "name"), r#"["This value should not be blank."]"#);
        let unknown = store.path("customer/00000000-0000-4000-8000-000000000000/event");
        world.post(&unknown, "event[name]=like").await.must(404);
        let deactivate = store.path(&format!("admin/customer/{ada}/deactivate"));
        world.post(&deactivate, "").await;
        let blocked = world.post(&path, "event[name]=like").await.must(200);
        assert_eq!(blocked.text(), r#"{"points":0}"#);
    }
}

#[tokio::test]
async fn a_code_and_a_place_give_once_a_day() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, bob) = (store.a_member().await, store.a_member().await);
        let code = [("[type]", "qrcode"), ("[code]", "abcd"), ("[pointsAmount]", "10")];
        store.a_rule(&code).await;
        store
            .a_rule(&[
                ("[type]", "geolocation"),
                ("[latitude]", "50"),
                ("[longitude]", "15"),
                ("[radius]", "4"),
                ("[pointsAmount]", "2"),
            ])
            .await;
        let scan = store.path("customer/earningRule/qrcode");
        let be_at = store.path("customer/earningRule/geolocation");
        let (there, elsewhere) = (
            "earningRule[latitude]=50.01&earningRule[longitude]=15",
            "earningRule[latitude]=50.1&earningRule[longitude]=15",
        );
        for (path, form, expected) in [
            (&scan, "earningRule[code]=ABCD", 0),
            (&scan, "earningRule[code]=abcd", 10),
            (&scan, "earningRule[code]=abcd", 0),
            (&be_at, elsewhere, 0),
            (&be_at, there, 2),
            (&be_at, there, 0),
        ] {
            let answer = by(&world, &ada, path, form).await.must(200).json();
            assert_eq!(answer["points"], expected, "{form}");
            assert_eq!(answer.get("pointsTransferId").is_some(), expected > 0, "{form}");
        }
        by(&world, &bob, &scan, "earningRule[code]=abcd").await.must(200);
        assert_eq!(points(&world, &store, &ada.id).await, 12);
        assert_eq!(points(&world, &store, &bob.id).await, 10);
        world.post(&scan, "earningRule[code]=abcd").await.must(403);
        let odd = "earningRule[latitude]=91&earningRule[longitude][x]=1";
        let odd = by(&world, &ada, &be_at, odd).await.must(400);
        assert_eq!(marked(&odd), ["latitude", "longitude"]);
        for odd in ["earningRule[code]=%00", "earningRule[code][]=abcd"] {
            assert_eq!(marked(&by(&world, &ada, &scan, odd).await.must(400)), ["code"]);
        }
    }
}
