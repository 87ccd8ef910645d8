//! Every field of every form, spoilt in every way, as a form and as JSON.

use std::collections::BTreeSet;

use laurel_tests::client::{Answer, Client};
use laurel_tests::server::{Engine, Server, every_engine};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use super::forms::{BARE, Pairs, ROWS, Row};
use super::tree::{dotted, dotted_whole, groups, marks, without_scroll};
use super::values::{Fate, Kind, NOT_VALID, Odd, kind_of};
use super::{Place, contract, must_be_civil, operations};

/// One operation with a form, as documented.
struct Operation {
    row: &'static Row,
    method: String,
    path: String,
    witness: String,
    /// Full names, in order.
    fields: Vec<String>,
    required: BTreeSet<String>,
}

fn documented(place: &Place) -> Vec<Operation> {
    let contract = contract();
    let mut found = Vec::new();
    for (method, path, operation) in operations(&contract) {
        let form = "/requestBody/content/application~1x-www-form-urlencoded/schema";
        let Some(schema) = operation.pointer(form) else { continue };
        let id = operation["operationId"].as_str().expect("an id");
        if BARE.contains(&id) {
            continue;
        }
        let row = ROWS.iter().find(|it| it.operation == id);
        let row = row.unwrap_or_else(|| panic!("{id} takes a form and has no row"));
        let fields: Vec<_> =
            schema["properties"].as_object().expect("fields").keys().cloned().collect();
        let required = schema["required"].as_array().into_iter().flatten();
        let required = required.map(|it| it.as_str().expect("a name").to_owned());
        let required = required.chain(row.required.iter().map(|it| (*it).to_owned()));
        found.push(Operation {
            row,
            method,
            path: place.path(&path),
            witness: place.path(row.witness),
            required: required.collect(),
            fields,
        });
    }
    assert_eq!(found.len(), ROWS.len(), "a row without an operation");
    found
}

/// Sends bodies to one operation, and looks at what they did.
struct Trial<'a> {
    operation: &'a Operation,
    client: &'a Client,
    place: &'a Place,
    engine: String,
}

impl Trial<'_> {
    fn pairs(&self) -> Pairs {
        self.operation.row.pairs(&self.operation.fields, self.place)
    }

    async fn send(&self, media: &str, body: &str) -> Answer {
        let call = self.client.call(&self.operation.method, &self.operation.path);
        call.token(&self.place.store.admin).body(media, body).await
    }

    /// What can be seen of what the operation changes.
    async fn witness(&self) -> String {
        let call = self.client.get(&self.operation.witness).token(&self.place.store.admin);
        let answer = call.await.must(200);
        let json = answer.json();
        // Lists differ by how many there are; a scroll id is never the same.
        json.get("total").filter(|_| answer.body.len() > 10_000).unwrap_or(&json).to_string()
    }

    #[track_caller]
    fn expect(&self, what: &str, answer: &Answer, place: &str, fate: Fate) {
        let what = format!("{} {} {what}", self.engine, self.operation.row.operation);
        must_be_civil(answer, &what);
        let expected = match fate {
            Fate::Accepted => {
                assert!(answer.status < 300, "{what}: {answer:?}");
                return;
            }
            Fate::Refused(said) => Some(json!([said])),
            Fate::RefusedSomehow => None,
        };
        assert_eq!(answer.status, 400, "{what}: {answer:?}");
        let marks = marks(&answer.json()["form"]);
        let [(at, said)] = &marks[..] else { panic!("{what}: {answer:?}") };
        // A list that misses its only entry is itself what is wrong.
        let is_there = at == place || place.strip_suffix(".0") == Some(at);
        assert!(is_there, "{what}: {answer:?}");
        if let Some(expected) = expected {
            assert_eq!(said, &expected, "{what}");
        }
    }

    async fn spoil_every_field(&self) {
        let is_update = self.operation.row.operation == "customer_update";
        let before = self.witness().await;
        let mut accepted = Vec::new();
        for field in &self.operation.fields {
            for odd in Odd::ALL {
                // Without its only field a form was not sent at all.
                if odd == Odd::Missing && self.operation.fields.len() == 1 {
                    continue;
                }
                let is_required = self.operation.required.contains(field);
                let fate = odd.fate(kind_of(field), is_required);
                let fate = exceptional(self.operation.row.operation, field, odd).unwrap_or(fate);
                let body = self.encoded(field, odd);
                if fate == Fate::Accepted {
                    accepted.push((format!("{field} {odd:?}"), body));
                    continue;
                }
                let answer = self.send("application/x-www-form-urlencoded", &body).await;
                self.expect(&format!("{field} {odd:?}"), &answer, &dotted(field), fate);
            }
        }
        assert_eq!(without_scroll(&self.witness().await), without_scroll(&before));
        for (what, body) in accepted {
            let answer = self.send("application/x-www-form-urlencoded", &body).await;
            self.expect(&what, &answer, "", Fate::Accepted);
        }
        assert!(!is_update || self.witness().await != before, "nothing was ever accepted");
    }

    /// The good body with one field spoilt.
    fn encoded(&self, field: &str, odd: Odd) -> String {
        let good = |(name, value): (String, String)| {
            if name == field { odd.encoded(&name, &value) } else { format!("{name}={value}") }
        };
        self.pairs().into_iter().map(good).collect::<Vec<_>>().join("&").replace(' ', "+")
    }

    async fn spoil_every_group(&self) {
        for group in groups(&self.operation.fields) {
            let inside = |it: &(String, String)| !it.0.starts_with(&format!("{group}["));
            let pairs = self.pairs().into_iter().filter(inside);
            let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}={value}&")).collect();
            let body = pairs.concat();
            for value in ["x", "1", "%FF", "%00"] {
                let body = format!("{body}{group}={value}").replace(' ', "+");
                let answer = self.send("application/x-www-form-urlencoded", &body).await;
                let what =
                    format!("{} {} {group}={value}", self.engine, self.operation.row.operation);
                must_be_civil(&answer, &what);
                assert_eq!(answer.status, 400, "{what}: {answer:?}");
                let marks = marks(&answer.json()["form"]);
                let place = dotted(&group);
                assert!(!marks.is_empty(), "{what}: {answer:?}");
                let below = |it: &String| it == &place || it.starts_with(&format!("{place}."));
                assert!(marks.iter().all(|(at, _)| below(at)), "{what}: {answer:?}");
            }
        }
    }

    /// The JSON twin, where leaves have types.
    async fn spoil_every_json_field(&self) {
        let before = self.witness().await;
        for field in &self.operation.fields {
            let kind = kind_of(field);
            for odd in [json!({ "x": 1 }), json!([]), json!("a\u{0}b")] {
                if kind == Kind::Ignored {
                    continue;
                }
                let answer = self.send("application/json", &self.nested(field, &odd)).await;
                let fate = if field.ends_with("[labels]") {
                    Fate::RefusedSomehow
                } else {
                    Fate::Refused(NOT_VALID)
                };
                let fate =
                    exceptional(self.operation.row.operation, field, Odd::Group).unwrap_or(fate);
                self.expect(&format!("{field} {odd}"), &answer, &dotted(field), fate);
            }
        }
        assert_eq!(without_scroll(&self.witness().await), without_scroll(&before));
        for field in &self.operation.fields {
            for odd in [json!(null), json!(false), json!(1.5e300), json!("ż".repeat(300))] {
                let answer = self.send("application/json", &self.nested(field, &odd)).await;
                let what =
                    format!("{} {} {field} {odd}", self.engine, self.operation.row.operation);
                must_be_civil(&answer, &what);
                assert!(answer.status <= 400, "{what}: {answer:?}");
                if answer.status == 400 {
                    let marks = marks(&answer.json()["form"]);
                    assert!(
                        marks.iter().any(|(at, _)| dotted(field).starts_with(at)),
                        "{what}: {answer:?}"
                    );
                }
            }
        }
    }

    /// The good body as JSON, with one leaf replaced.
    fn nested(&self, field: &str, odd: &Value) -> String {
        let mut root = Map::new();
        for (name, value) in self.pairs() {
            let value = if name == field { odd.clone() } else { Value::from(value) };
            let path = dotted_whole(&name);
            let mut at = &mut root;
            let (last, groups) = path.split_last().expect("a name");
            for group in groups {
                let below = at.entry(group.clone()).or_insert_with(|| json!({}));
                at = below.as_object_mut().expect("a group");
            }
            at.insert(last.clone(), value);
        }
        Value::Object(root).to_string()
    }
}

/// Where one operation treats one field in a way of its own.
fn exceptional(operation: &str, field: &str, odd: Odd) -> Option<Fate> {
    let is_gone = matches!(odd, Odd::Empty | Odd::Blank);
    match (operation, field) {
        ("customer_update", "customer[email]") => match odd {
            Odd::Missing => Some(Fate::Accepted),
            _ if is_gone => Some(Fate::Refused("Incorrect e-mail address.")),
            _ => None,
        },
        // One member of a company is not enough (decision 2).
        ("customer_update", "customer[company][name]" | "customer[company][nip]")
            if is_gone || odd == Odd::Missing =>
        {
            Some(Fate::Refused("This value should not be blank."))
        }
        ("customer_update", "customer[labels]")
            if matches!(odd, Odd::Group | Odd::List | Odd::NotUtf8 | Odd::Nul) =>
        {
            Some(Fate::Refused(
                "Type of the labels field value is incorrect. The correct type is labels as a string.",
            ))
        }
        ("settings_update", "settings[cssTemplate]") => match odd {
            Odd::Long | Odd::LineEnd => Some(Fate::Accepted),
            _ => None,
        },
        ("webhook_create" | "webhook_update", "webhook[headerValue]") if odd == Odd::Long => {
            Some(Fate::Accepted)
        }
        ("customer_push", "push[text]") if matches!(odd, Odd::Long | Odd::LineEnd) => {
            Some(Fate::Accepted)
        }
        // Settings are replaced as a whole.
        ("settings_update", _) => None,
        // What is left out of an update stays, but a list is replaced as a whole.
        (update, _)
            if update.ends_with("_update") && odd == Odd::Missing && !field.contains("[0]") =>
        {
            Some(Fate::Accepted)
        }
        ("store_update", "store[code]") if odd != Odd::Missing && odd != Odd::Twice => {
            Some(Fate::RefusedSomehow)
        }
        _ => None,
    }
}

/// Tries every operation on one engine, with a server of its own: the lists of roles, stores and
/// keys are compared.
async fn try_everything(engine: Engine) {
    let server = Server::demo(engine).await;
    let (client, place) = (server.client(), Place::on(&server).await);
    for operation in &documented(&place) {
        let engine = engine.to_string();
        let trial = Trial { operation, client: &client, place: &place, engine };
        trial.spoil_every_field().await;
        trial.spoil_every_group().await;
        trial.spoil_every_json_field().await;
    }
}

#[tokio::test]
async fn every_field_of_every_form_may_be_spoilt() {
    let mut engines: JoinSet<()> = every_engine().into_iter().map(try_everything).collect();
    while let Some(tried) = engines.join_next().await {
        tried.expect("an engine's trial");
    }
}
