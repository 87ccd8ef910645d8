//! The checked-in contract is the served one, and it is a good one.

use std::collections::BTreeSet;

use serde_json::Value;

/// One operation of the contract.
struct Operation {
    method: String,
    path: String,
    body: Value,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&api_http::openapi_json()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, body) in item.as_object().unwrap() {
            let (method, path) = (method.to_uppercase(), path.clone());
            found.push(Operation { method, path, body: body.clone() });
        }
    }
    assert!(found.len() > 50, "{} operations", found.len());
    found
}

#[test]
fn openapi_yaml_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml");
    let served = api_http::openapi_yaml();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &served).unwrap();
    }
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    assert!(checked_in == served, "openapi.yaml is stale: run BLESS=1 cargo test openapi");
}

#[test]
fn the_document_is_openapi_3_0() {
    let document: openapiv3::OpenAPI = serde_json::from_str(&api_http::openapi_json()).unwrap();
    assert!(document.openapi.starts_with("3.0."), "{}", document.openapi);
    let read = document.operations().count();
    assert_eq!(read, operations().len(), "operations that a reader of OpenAPI finds");
}

#[test]
fn every_reference_leads_somewhere() {
    let text = api_http::openapi_json();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference}"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn every_operation_is_described() {
    let mut ids = BTreeSet::new();
    let mut found = Vec::new();
    for Operation { method, path, body } in operations() {
        let id = body["operationId"].as_str().unwrap_or_default().to_owned();
        let snake = !id.is_empty() && id.bytes().all(|it| it == b'_' || it.is_ascii_lowercase());
        let summary = body["summary"].as_str().unwrap_or_default();
        let one_tag = body["tags"].as_array().is_some_and(|it| it.len() == 1);
        let answers: Vec<_> = body["responses"].as_object().unwrap().keys().collect();
        let has = |status: &str| answers.iter().any(|it| *it == status);
        let protected = body["security"].is_array();
        let addressed = path.contains('{');
        let mut must = |holds: bool, what: &str| {
            if !holds {
                found.push(format!("{method} {path}: {what}"));
            }
        };
        must(snake, "an operationId in snake case");
        must(summary.ends_with('.'), "a summary that is a sentence");
        must(one_tag, "one tag");
        must(answers.iter().any(|it| it.starts_with('2')), "a success");
        must(answers.iter().any(|it| it.starts_with('4')), "a refusal");
        must(!protected || has("401") && has("403"), "401 and 403");
        must(!addressed || has("404"), "404");
        must(
            body["requestBody"].is_null() || has("400") && has("413") && has("415"),
            "400, 413, 415",
        );
        must(ids.insert(id), "an operationId of its own");
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_body_can_be_a_form_or_json_unless_it_is_a_file() {
    let encodings = ["application/x-www-form-urlencoded", "application/json"];
    for Operation { method, path, body } in operations() {
        if let Some(content) = body["requestBody"]["content"].as_object() {
            let is_file = body["requestBody"].to_string().contains(r#""format":"binary""#);
            let both = is_file || encodings.iter().all(|it| content.contains_key(*it));
            assert!(both, "{method} {path} takes {:?}", content.keys());
        }
        let for_get = method == "GET" && !body["requestBody"].is_null();
        assert!(!for_get, "{method} {path} has a body");
    }
}

/// `{name}` in a path and `in: path` parameters agree, one to one.
#[test]
fn every_path_parameter_is_declared() {
    for Operation { method, path, body } in operations() {
        let mut used: Vec<_> =
            path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}')).collect();
        let parameters = body["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let in_path = parameters.iter().filter(|it| it["in"] == "path");
        let mut declared: Vec<_> = in_path.map(|it| it["name"].as_str().unwrap()).collect();
        used.sort_unstable();
        declared.sort_unstable();
        assert_eq!(used, declared, "{method} {path}");
        let unsound: Vec<_> =
            parameters.iter().filter(|it| it["in"] == "path" && it["required"] != true).collect();
        assert!(unsound.is_empty(), "{method} {path}: {unsound:?}");
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.push(reference.clone());
            }
            members.values().for_each(|it| collect_references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| collect_references(it, found)),
        _ => {}
    }
}
