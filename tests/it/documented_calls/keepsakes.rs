//! What is shown and kept of a customer beside its profile, and what becomes of it.

use laurel_tests::client::Answer;
use laurel_tests::pictures::JPEG;
use serde_json::{Value, json};

use super::differences::HAPPENED;
use super::stage::Stage;

pub async fn play(stage: &Stage) {
    looking_back(stage).await;
    devices(stage).await;
    picturing(stage).await;
    anonymizing(stage).await;
}

async fn looking_back(stage: &Stage) {
    let id = stage.a_customer("history", "history@example.com", "").await;
    let printed_id = ("1bbafb37-b51b-47c5-b3e4-e0a2d028e655", id.as_str());
    let history = stage.play("history", &[printed_id]).await.must(200);
    // The printed entry about points comes with the ledger; this is the one after it.
    let json = history.json();
    let activated = json.as_array().expect("a list");
    let activated = activated.iter().filter(|it| it["type"] == "CustomerWasActivated");
    let body = Value::from(activated.cloned().collect::<Vec<_>>()).to_string().into_bytes();
    stage.expect(&Answer { body, ..history }, include_str!("answers/history.json"), HAPPENED);

    let counted = stage.play("registrations", &[]).await.must(200).json();
    let printed: Value =
        serde_json::from_str(include_str!("answers/registrations.json")).expect("JSON");
    let (counted, printed) = (counted.as_object().unwrap(), printed.as_object().unwrap());
    // Other days than the printed ones; as many, of the same form, in order.
    assert_eq!(counted.len(), printed.len());
    assert!(counted.keys().is_sorted() && counted.keys().all(|it| it.len() == 10), "{counted:?}");
    assert!(counted.values().all(Value::is_u64), "{counted:?}");
}

async fn devices(stage: &Stage) {
    let id = stage.a_customer("devices", "devices@example.com", "").await;
    let printed_id = ("1cb6d205-8b77-40e1-a801-052185ed52d9", id.as_str());
    stage.expect_nothing(&stage.play("add a pushy token", &[printed_id]).await);
    let tokens = stage.play("pushy tokens", &[printed_id]).await.must(200);
    assert_eq!(tokens.text(), r#"{"tokens":["pushy_token"]}"#);
    stage.expect_nothing(&stage.play("remove a pushy token", &[printed_id]).await);
    let tokens = stage.play("pushy tokens", &[printed_id]).await.must(200);
    assert_eq!(tokens.text(), r#"{"tokens":[]}"#);
}

/// The printed text in the place of a file is none; a GET answers with the picture, not with the
/// printed 204 (decision 3).
async fn picturing(stage: &Stage) {
    let id = stage.a_customer("avatar", "avatar@example.com", "").await;
    let printed_id = ("1cb6d205-8b77-40e1-a801-052185ed52d9", id.as_str());
    let refused = stage.play("set avatar", &[printed_id]).await.must(400);
    let said = &refused.json()["form"]["children"]["file"]["errors"];
    assert_eq!(said, &json!(["This file is not a valid image."]));
    stage.play("avatar", &[printed_id]).await.must(404);
    let path = format!("/api/DEFAULT/customer/{id}/avatar");
    let set = stage.client.post(&path).token(&stage.admin).file("avatar[file]", "a.jpg", JPEG);
    stage.expect_nothing(&set.await);
    let shown = stage.play("avatar", &[printed_id]).await.must(200);
    assert_eq!(shown.header("content-type"), "image/jpeg");
    stage.expect_nothing(&stage.play("remove avatar", &[printed_id]).await);
}

async fn anonymizing(stage: &Stage) {
    let id = stage.a_customer("known", "known@example.com", "899000444").await;
    let printed_id = ("c9be6a4e-9a21-414a-bbbd-f506d9ffad85", id.as_str());
    for _ in 0..2 {
        stage.expect_nothing(&stage.play("anonymize", &[printed_id]).await);
        let details = stage.details(&id).await;
        assert_eq!((&details["firstName"], &details["email"]), (&json!("anonymous"), &json!("")));
    }
}
