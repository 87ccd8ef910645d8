//! Whatever is sent: never our fault (5xx), always an answer in the contract's shapes, the right
//! field marked, and nothing changed by what was refused.

mod bodies;
mod fields;
mod forms;
mod paths;
mod queries;
mod secrets;
mod tree;
mod values;

use laurel_tests::client::Answer;
use laurel_tests::server::Server;
use laurel_tests::world::{Person, Store, a_store};
use serde_json::Value;

/// What the odd calls are about.
struct Place {
    store: Store,
    customer: String,
    level: String,
    segment: String,
    campaign: String,
    pos: String,
    seller: Person,
    role: String,
    webhook: String,
    rule: String,
}

impl Place {
    async fn on(server: &Server) -> Self {
        let client = server.client();
        let admin = client.admin().await;
        let store = a_store(&client, &admin).await;
        let path = store.path("admin/acl/role");
        client.post(&path).token(&admin).form(&[("role[name]", "Of a test")]).await.must(204);
        let roles = client.get(&path).token(&admin).await.must(200).json();
        let mut roles = roles["roles"].as_array().expect("a list").iter();
        let role = roles.find(|it| it["name"] == "Of a test").expect("the role");
        let role = role["id"].as_str().expect("an id").to_owned();
        let (level, pos) = (store.a_level("10").await, store.a_pos().await);
        let segment = store.a_segment().await;
        let campaign = store.a_campaign("10").await;
        let seller = store.a_seller(&pos).await;
        let customer = store.a_customer().await;
        store.a_member().await;
        let webhook = store.a_webhook("https://example.com/hook").await;
        let earning = store.a_rule(forms::A_RULE).await;
        Self {
            store,
            customer,
            level,
            segment,
            campaign,
            pos,
            seller,
            role,
            webhook,
            rule: earning,
        }
    }

    /// A path of the contract with its parameters filled in.
    fn path(&self, documented: &str) -> String {
        [
            ("{storeCode}", &self.store.code),
            ("{customer}", &self.customer),
            ("{level}", &self.level),
            ("{segment}", &self.segment),
            ("{campaign}", &self.campaign),
            ("{pos}", &self.pos),
            ("{identifier}", &self.pos),
            ("{seller}", &self.seller.id),
            ("{role}", &self.role),
            ("{store}", &self.store.code),
            ("{key}", &self.customer),
            ("{job}", &self.customer),
            ("{webhook}", &self.webhook),
            ("{rule}", &self.rule),
            ("{token}", &self.customer),
            ("{tokenToRemove}", &self.customer),
            ("{choice}", &"country".to_owned()),
        ]
        .iter()
        .fold(documented.to_owned(), |path, (name, value)| path.replace(name, value))
    }
}

fn contract() -> Value {
    serde_json::from_str(&api_http::openapi_json()).expect("the contract is JSON")
}

/// Every operation of the contract: method, path, description.
fn operations(contract: &Value) -> Vec<(String, String, &Value)> {
    let paths = contract["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("methods") {
            operations.push((method.to_uppercase(), path.clone(), operation));
        }
    }
    operations
}

/// Asserts that an answer is one that the contract knows.
#[track_caller]
fn must_be_civil(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    if answer.status == 204 {
        assert_eq!(answer.text(), "", "{what}");
        return;
    }
    let media = answer.header("content-type");
    if answer.status == 200 && media.starts_with("text/css") {
        return;
    }
    assert!(media.starts_with("application/json"), "{what}: {media} {answer:?}");
    let json = answer.json();
    if answer.status < 400 {
        return;
    }
    if json == "" {
        return;
    }
    let names: Vec<_> = json.as_object().expect("an object").keys().map(String::as_str).collect();
    let is_known = match names[..] {
        ["form", "errors"] => json["form"]["children"].is_object() && json["errors"].is_array(),
        ["error"] => {
            json["error"].is_string()
                || (json["error"]["code"] == answer.status && json["error"]["message"].is_string())
        }
        ["code", "message"] => json["code"] == answer.status && json["message"].is_string(),
        [_] => json.as_object().expect("an object").values().all(Value::is_string),
        _ => false,
    };
    assert!(is_known, "{what}: {answer:?}");
}
