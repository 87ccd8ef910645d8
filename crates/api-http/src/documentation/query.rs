//! The tables of query strings as parameters.

use poem_openapi::registry::{MetaOperationParam, MetaParamIn, MetaSchema, MetaSchemaRef};
use serde_json::Value;

use crate::body::{Field, Kind};
use crate::queries::table_of;

/// The documented parameters of an operation's query string.
pub(super) fn parameters(operation_id: Option<&str>) -> Vec<MetaOperationParam> {
    let Some(table) = operation_id.and_then(table_of) else { return vec![] };
    table.fields.iter().flat_map(named).collect()
}

/// A list shows its first entry: `labels[0][key]`.
fn named(field: &Field) -> Vec<MetaOperationParam> {
    match &field.kind {
        Kind::Text | Kind::Flag | Kind::File(_) => {
            vec![parameter(field.name.to_owned(), field, &[])]
        }
        Kind::Texts(words) => vec![parameter(format!("{}[0]", field.name), field, words)],
        Kind::Choice(words) => vec![parameter(field.name.to_owned(), field, words)],
        Kind::Group(fields) | Kind::List(fields) | Kind::ByKey(fields) => fields
            .iter()
            .map(|inner| parameter(format!("{}[0][{}]", field.name, inner.name), inner, &[]))
            .collect(),
    }
}

fn parameter(name: String, field: &Field, words: &[&str]) -> MetaOperationParam {
    let mut schema = MetaSchema::new("string");
    schema.enum_items = words.iter().map(|it| Value::from(*it)).collect();
    MetaOperationParam {
        name,
        schema: MetaSchemaRef::Inline(Box::new(schema)),
        in_type: MetaParamIn::Query,
        description: Some(field.about.to_owned()),
        required: false,
        deprecated: false,
        explode: true,
        style: None,
    }
}
