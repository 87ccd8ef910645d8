//! A form's table as schemas: literal bracket names for forms, nesting for JSON.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde_json::Value;

use super::{Field, Form, Kind};

/// Names as they are sent: `customer[address][city]`. Swagger UI and generators can send them as
/// they stand.
pub(super) fn flat(form: &Form) -> MetaSchemaRef {
    let mut schema = MetaSchema::new("object");
    add_flat(&mut schema, form.name, form.fields, true);
    inline(schema)
}

/// The JSON twin.
pub(super) fn nested(form: &Form) -> MetaSchemaRef {
    let fields = object(form.fields);
    if form.name.is_empty() {
        return inline(fields);
    }
    let mut schema = MetaSchema::new("object");
    schema.properties.push((form.name, inline(fields)));
    schema.required.push(form.name);
    inline(schema)
}

fn add_flat(schema: &mut MetaSchema, prefix: &str, fields: &[Field], required: bool) {
    for field in fields {
        let name = match prefix {
            "" => field.name.to_owned(),
            prefix => format!("{prefix}[{}]", field.name),
        };
        let required = required && field.required;
        match &field.kind {
            Kind::Group(fields) => add_flat(schema, &name, fields, required),
            // The first of many stands for all.
            Kind::Texts(_) => {
                let name: &'static str = format!("{name}[0]").leak();
                if required {
                    schema.required.push(name);
                }
                schema.properties.push((name, leaf(field, Encoding::Form)));
            }
            Kind::List(fields) => add_flat(schema, &format!("{name}[0]"), fields, false),
            Kind::ByKey(fields) => add_flat(schema, &format!("{name}[en]"), fields, required),
            Kind::Text | Kind::Choice(_) | Kind::Flag | Kind::File(_) => {
                // The document is built a few times a process; it wants static names.
                let name: &'static str = name.leak();
                if required {
                    schema.required.push(name);
                }
                schema.properties.push((name, leaf(field, Encoding::Form)));
            }
        }
    }
}

fn object(fields: &[Field]) -> MetaSchema {
    let mut schema = MetaSchema::new("object");
    for field in fields {
        if field.required {
            schema.required.push(field.name);
        }
        let below = match &field.kind {
            Kind::Text | Kind::Choice(_) | Kind::Flag | Kind::File(_) => {
                leaf(field, Encoding::Json)
            }
            Kind::Group(fields) => inline(described(object(fields), field.about)),
            Kind::List(_) | Kind::Texts(_) => {
                let items = match field.kind {
                    Kind::List(fields) => inline(object(fields)),
                    _ => leaf(field, Encoding::Json),
                };
                let mut list = described(MetaSchema::new("array"), field.about);
                list.items = Some(Box::new(items));
                inline(list)
            }
            Kind::ByKey(fields) => {
                let mut map = described(MetaSchema::new("object"), field.about);
                map.additional_properties = Some(Box::new(inline(object(fields))));
                inline(map)
            }
        };
        schema.properties.push((field.name, below));
    }
    schema
}

/// Forms know only texts; in JSON a flag is a boolean, or a word as in a form.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Form,
    Json,
}

fn leaf(field: &Field, encoding: Encoding) -> MetaSchemaRef {
    if matches!(field.kind, Kind::Flag) && encoding == Encoding::Json {
        let mut flag = described(MetaSchema::ANY, field.about);
        let kinds = ["boolean", "string", "number"];
        flag.any_of = kinds.map(|it| inline(MetaSchema::new(it))).into();
        return inline(flag);
    }
    let mut schema = described(MetaSchema::new("string"), field.about);
    let words: &[&str] = match &field.kind {
        Kind::Choice(words) | Kind::Texts(words) => words,
        Kind::Flag
        | Kind::Text
        | Kind::Group(_)
        | Kind::List(_)
        | Kind::ByKey(_)
        | Kind::File(_) => &[],
    };
    if matches!(field.kind, Kind::File(_)) {
        schema.format = Some("binary");
        return inline(schema);
    }
    // An empty example keeps a form field unsent; in JSON it would be sent, and erase.
    schema.example = match (field.example, encoding) {
        ("", Encoding::Form) if words.is_empty() => Some(Value::from("")),
        ("", _) => None,
        (example, _) => Some(Value::from(example)),
    };
    schema.enum_items = words.iter().map(|it| Value::from(*it)).collect();
    inline(schema)
}

fn described(mut schema: MetaSchema, about: &'static str) -> MetaSchema {
    schema.description = (!about.is_empty()).then_some(about);
    schema
}

fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}
