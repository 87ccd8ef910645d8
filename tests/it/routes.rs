//! The wire, route by route: this folder's tree mirrors the tree of the paths below
//! `/api/<storeCode>/`. Reads use the demo's store `DEFAULT`, which no test changes.

mod admin;
mod audit;
mod campaign;
mod customer;
mod earning_rule;
mod engine;
mod errors;
mod events;
mod invitations;
mod level;
mod password;
mod permissions;
mod pos;
mod rewards;
mod scroll;
mod segment;
mod seller;
mod settings;
mod stores;

use laurel_tests::client::{Answer, Client};
use laurel_tests::server::every_server;
use laurel_tests::world::{Store, a_store};
use serde_json::Value;

/// The extra-fields error, as JSON.
const EXTRA_FIELDS: &str = r#"["This form should not contain extra fields."]"#;

/// The demo's first customer.
const JOHN_DOE: &str = "00000000-0000-474c-b092-b0dd880c07e1";
const JOHN1_DOE1: &str = "11111111-0000-474c-b092-b0dd880c07e1";

/// A running server, by whichever engine, and a token of its administrator.
struct World {
    client: Client,
    admin: String,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for server in every_server().await {
        let client = server.client();
        worlds.push(World { admin: client.admin().await, client });
    }
    worlds
}

impl World {
    async fn a_store(&self) -> Store {
        a_store(&self.client, &self.admin).await
    }

    /// An administrator looks.
    async fn get(&self, path: &str) -> Answer {
        self.client.get(path).token(&self.admin).await
    }

    /// An administrator sends a form as it is written, not encoded.
    async fn post(&self, path: &str, form: &str) -> Answer {
        self.client.post(path).token(&self.admin).form_text(form).await
    }

    async fn put(&self, path: &str, form: &str) -> Answer {
        self.client.put(path).token(&self.admin).form_text(form).await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.client.delete(path).token(&self.admin).await
    }

    /// A customer's details in a store of the test's own.
    async fn details(&self, store: &Store, id: &str) -> Value {
        self.get(&store.path(&format!("customer/{id}"))).await.must(200).json()
    }
}

/// The errors at a place of the form error tree (`address.city`; empty for the root), as JSON.
fn errors_at(answer: &Answer, field: &str) -> String {
    let json = answer.json();
    let names = field.split('.').filter(|it| !it.is_empty());
    let pointer = names.map(|it| format!("/children/{it}")).collect::<Vec<_>>().concat();
    let node = json.pointer(&format!("/form{pointer}"));
    let node = node.unwrap_or_else(|| panic!("no {field} in {answer:?}"));
    node.get("errors").map_or_else(String::new, Value::to_string)
}

/// Every field of a form error tree that has errors, dotted.
fn marked(answer: &Answer) -> Vec<String> {
    fn walk(at: &str, node: &Value, found: &mut Vec<String>) {
        if node.get("errors").is_some() {
            found.push(at.to_owned());
        }
        for (name, below) in node.get("children").and_then(Value::as_object).into_iter().flatten() {
            let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            walk(&at, below, found);
        }
    }
    let mut found = Vec::new();
    walk("", &answer.json()["form"], &mut found);
    found
}

/// The body with everything that is new in every run replaced: `names` of members (times, scroll
/// ids) and texts (ids).
#[track_caller]
fn redacted(answer: &Answer, names: &[&str], texts: &[(&str, &str)]) -> String {
    fn walk(value: &mut Value, names: &[&str]) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if names.contains(&name.as_str()) && value.is_string() {
                        let is_time = |it: &str| it.len() == 24 && it.as_bytes()[10] == b'T';
                        let told = value.as_str().is_some_and(is_time);
                        assert!(told || !name.ends_with("At"), "{name} is {value}");
                        *value = Value::from(format!("<{name}>"));
                    } else {
                        walk(value, names);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|it| walk(it, names)),
            _ => {}
        }
    }
    let mut json = answer.json();
    walk(&mut json, names);
    let text = serde_json::to_string_pretty(&json).expect("JSON");
    texts.iter().fold(text, |text, (found, shown)| text.replace(found, shown))
}
