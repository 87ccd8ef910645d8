//! The form error tree: every declared field in order, with its errors (behaviour 0.4.1).

use std::borrow::Cow;

use domain::form::FormErrors;
use serde_json::{Map, Value, json};

/// A field in the declaration of a form.
pub(crate) trait Declared: Sized + Sync + 'static {
    fn name(&self) -> &'static str;

    /// Whether it stands in the tree even when nothing is wrong with it.
    fn is_listed(&self) -> bool;

    fn holds(&self) -> Holds<Self>;
}

/// What is below a declared field.
pub(crate) enum Holds<F: 'static> {
    /// One value.
    Nothing,
    /// Always these fields.
    Members(&'static [F]),
    /// Entries by number or key, each with these fields.
    Entries(&'static [F]),
}

struct Node<F: 'static> {
    errors: Vec<Cow<'static, str>>,
    children: Vec<(Cow<'static, str>, Node<F>)>,
    /// The fields of a child that does not exist yet.
    entry: &'static [F],
}

/// The value of `"form"` in the answer.
pub(super) fn render<F: Declared>(fields: &'static [F], errors: &FormErrors) -> Value {
    let mut root = Node::with_members(fields);
    for error in &errors.fields {
        let place = error.path.split('.').fold(&mut root, Node::child);
        place.errors.push(error.message.clone());
    }
    let mut form = Map::new();
    if !errors.root.is_empty() {
        form.insert("errors".to_owned(), json!(errors.root));
    }
    form.insert("children".to_owned(), root.children_as_json());
    Value::Object(form)
}

impl<F: Declared> Node<F> {
    fn with_members(fields: &'static [F]) -> Self {
        let listed = fields.iter().filter(|it| it.is_listed());
        let children = listed.map(|it| (it.name().into(), Self::declared(it))).collect();
        Self { errors: Vec::new(), children, entry: &[] }
    }

    fn declared(field: &'static F) -> Self {
        match field.holds() {
            Holds::Nothing => Self::with_members(&[]),
            Holds::Members(fields) => Self::with_members(fields),
            Holds::Entries(fields) => Self { entry: fields, ..Self::with_members(&[]) },
        }
    }

    fn child(&mut self, name: &str) -> &mut Self {
        let known = self.children.iter().position(|(it, _)| it == name);
        let at = known.unwrap_or_else(|| {
            self.children.push((name.to_owned().into(), Self::with_members(self.entry)));
            self.children.len() - 1
        });
        &mut self.children[at].1
    }

    fn as_json(&self) -> Value {
        let mut node = Map::new();
        if !self.errors.is_empty() {
            node.insert("errors".to_owned(), json!(self.errors));
        }
        if !self.children.is_empty() {
            node.insert("children".to_owned(), self.children_as_json());
        }
        Value::Object(node)
    }

    fn children_as_json(&self) -> Value {
        let children = self.children.iter().map(|(name, it)| (name.to_string(), it.as_json()));
        Value::Object(children.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Field, group, list, text};

    const LEVEL: &[Field] = &[
        text("email", ""),
        group("address", &[text("street", ""), text("city", "")], ""),
        text("labels", ""),
        text("secret", "").unlisted(),
        list("specialRewards", &[text("name", ""), text("value", "")], ""),
    ];

    fn tree(report: impl FnOnce(&mut FormErrors)) -> Value {
        let mut errors = FormErrors::default();
        report(&mut errors);
        render(LEVEL, &errors)
    }

    #[test]
    fn every_declared_field_is_listed_in_order() {
        let clean = r#"{"children":{"email":{},"address":{"children":{"street":{},"city":{}}},"labels":{},"specialRewards":{}}}"#;
        assert_eq!(tree(|_| ()).to_string(), clean);
    }

    #[test]
    fn errors_stand_at_their_field_and_root_errors_at_the_root() {
        let found = tree(|errors| {
            errors.field("address.city", "blank");
            errors.field("address", "wrong");
            errors.root("extra");
        });
        assert_eq!(found["errors"], json!(["extra"]));
        assert_eq!(
            found["children"]["address"].to_string(),
            r#"{"errors":["wrong"],"children":{"street":{},"city":{"errors":["blank"]}}}"#
        );
    }

    #[test]
    fn entries_and_unknown_fields_appear_on_demand() {
        let found = tree(|errors| {
            errors.field("specialRewards.1.name", "blank");
            errors.field("labels.2.key", "odd");
            errors.field("surprise", "who");
            errors.field("secret", "no");
        });
        let children = &found["children"];
        assert_eq!(
            children["specialRewards"].to_string(),
            r#"{"children":{"1":{"children":{"name":{"errors":["blank"]},"value":{}}}}}"#
        );
        assert_eq!(
            children["labels"]["children"]["2"]["children"]["key"]["errors"],
            json!(["odd"])
        );
        assert_eq!(children["surprise"], json!({ "errors": ["who"] }));
        assert_eq!(children["secret"], json!({ "errors": ["no"] }));
    }
}
