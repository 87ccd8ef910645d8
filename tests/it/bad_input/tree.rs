//! Names of fields, and their places in the form error tree.

use std::collections::BTreeSet;

use serde_json::Value;

/// Everything marked in a tree: place and messages.
pub fn marks(form: &Value) -> Vec<(String, Value)> {
    fn walk(at: &str, node: &Value, found: &mut Vec<(String, Value)>) {
        if let Some(errors) = node.get("errors") {
            found.push((at.to_owned(), errors.clone()));
        }
        for (name, node) in node.get("children").and_then(Value::as_object).into_iter().flatten() {
            let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            walk(&at, node, found);
        }
    }
    let mut found = Vec::new();
    walk("", form, &mut found);
    found
}

pub fn without_scroll(body: &str) -> &str {
    body.split(",\"scrollId\"").next().unwrap_or_default()
}

/// `customer[address][city]` as its parts.
pub fn dotted_whole(name: &str) -> Vec<String> {
    name.split(['[', ']']).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The place of a field in the tree: `address.city`.
pub fn dotted(name: &str) -> String {
    dotted_whole(name)[1..].join(".")
}

/// `customer[address]`, `customer[company]`
pub fn groups(fields: &[String]) -> BTreeSet<String> {
    let above = |field: &String| {
        let ends = field.match_indices(']').map(|(at, _)| field[..=at].to_owned());
        let mut all: Vec<_> = ends.collect();
        all.pop();
        all
    };
    fields.iter().flat_map(above).collect()
}
