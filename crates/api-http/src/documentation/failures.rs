//! The errors that operations of a kind have in common, as one table.

use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaOperation, MetaParamIn, MetaResponse, MetaSchema, MetaSchemaRef,
    Registry,
};

struct Row {
    status: u16,
    description: &'static str,
    /// The shapes that the body can have.
    bodies: &'static [&'static str],
    /// A header that is always there, and what it says.
    header: Option<(&'static str, &'static str)>,
    applies: fn(&str, &MetaOperation) -> bool,
}

const TABLE: [Row; 10] = [
    Row {
        status: 400,
        description: "No code can be sent.",
        bodies: &["Nothing", "Failure"],
        header: None,
        applies: |path, _| is_code_request(path),
    },
    Row {
        status: 400,
        description: "The request breaks a rule: errors by field, or one message.",
        bodies: &["FormFailure", "ParameterFailure", "Refusal", "Failure"],
        header: None,
        applies: |_, it| is_write(it) || has_query(it),
    },
    Row {
        status: 401,
        description: "No token, a bad one, or bad credentials.",
        bodies: &["TokenFailure", "Message"],
        header: Some(("WWW-Authenticate", "`Bearer`.")),
        applies: |path, it| is_protected(it) || is_sign_in(path) || is_code_request(path),
    },
    Row {
        status: 403,
        description: "The caller may not do this.",
        bodies: &["Failure", "Message"],
        header: None,
        applies: |_, it| is_protected(it),
    },
    Row {
        status: 404,
        description: "The store, or what the path names in it, does not exist.",
        bodies: &["Failure"],
        header: None,
        applies: |path, _| path.contains('{'),
    },
    Row {
        status: 413,
        description: "The body is too large.",
        bodies: &["Failure"],
        header: None,
        applies: |_, it| it.request.is_some(),
    },
    Row {
        status: 415,
        description: "The body is neither a form nor JSON, or it is compressed.",
        bodies: &["Failure"],
        header: None,
        applies: |_, it| it.request.is_some(),
    },
    Row {
        status: 429,
        description: "Called too often.",
        bodies: &["Failure"],
        header: Some(("Retry-After", "Seconds until another try is worth it.")),
        applies: |path, it| !is_protected(it) || path.ends_with("/customer/check"),
    },
    Row {
        status: 500,
        description: "Our mistake.",
        bodies: &["Failure"],
        header: None,
        applies: |_, _| true,
    },
    Row {
        status: 503,
        description: "Not now; the same request can succeed in a moment.",
        bodies: &["Failure"],
        header: Some(("Retry-After", "Seconds until another try is worth it.")),
        applies: |_, _| true,
    },
];

fn is_write(operation: &MetaOperation) -> bool {
    operation.method != poem::http::Method::GET
}

fn has_query(operation: &MetaOperation) -> bool {
    operation.params.iter().any(|it| it.in_type == MetaParamIn::Query)
}

fn is_protected(operation: &MetaOperation) -> bool {
    !operation.security.is_empty()
}

fn is_sign_in(path: &str) -> bool {
    path.ends_with("/login_check") || path.ends_with("/token/refresh")
}

fn is_code_request(path: &str) -> bool {
    path.ends_with("/send-sms-code")
}

/// Adds to an operation the errors that apply and that it does not describe itself.
pub(super) fn add(path: &str, operation: &mut MetaOperation) {
    for row in &TABLE {
        let known = operation.responses.responses.iter().any(|it| it.status == Some(row.status));
        if !known && (row.applies)(path, operation) {
            operation.responses.responses.push(row.response());
        }
    }
}

impl Row {
    fn response(&self) -> MetaResponse {
        let media = |content_type, bodies| MetaMediaType { content_type, schema: any_of(bodies) };
        MetaResponse {
            description: self.description,
            status: Some(self.status),
            status_range: None,
            content: vec![
                media("application/json", self.bodies),
                media("application/problem+json", &["Problem"]),
            ],
            headers: self.header.map(header).into_iter().collect(),
        }
    }
}

fn header((name, description): (&'static str, &'static str)) -> MetaHeader {
    MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: true,
        deprecated: false,
        schema: text(),
    }
}

fn any_of(names: &[&str]) -> MetaSchemaRef {
    match names {
        [name] => reference(name),
        names => inline(MetaSchema {
            any_of: names.iter().map(|it| reference(it)).collect(),
            ..MetaSchema::ANY
        }),
    }
}

/// The shapes of behaviour 0.4.
pub(super) fn register(registry: &mut Registry) {
    let detail = object(vec![("code", number()), ("message", text())]);
    let problem_part = object(vec![("pointer", text()), ("detail", text())]);
    let mut problem = object(vec![
        ("type", text()),
        ("title", text()),
        ("status", number()),
        ("detail", text()),
        ("request_id", text()),
    ]);
    problem.properties.push(("errors", list(inline(problem_part))));
    let mut node = MetaSchema {
        description: Some("One field: nothing when it is fine, its errors, and what is below it."),
        ..object(Vec::new())
    };
    node.properties.push(("errors", list(text())));
    node.properties.push(("children", map(reference("FormNode"))));
    let parameter = MetaSchema {
        description: Some("What is wrong, by the name of the parameter."),
        additional_properties: Some(Box::new(text())),
        ..object(Vec::new())
    };
    let nothing = MetaSchema {
        description: Some("An empty text: why, is not told."),
        enum_items: vec!["".into()],
        ..MetaSchema::new("string")
    };
    for (name, schema) in [
        ("Failure", object(vec![("error", inline(detail))])),
        ("Refusal", object(vec![("error", text())])),
        ("Nothing", nothing),
        ("Message", object(vec![("message", text())])),
        ("TokenFailure", object(vec![("code", number()), ("message", text())])),
        ("ParameterFailure", parameter),
        ("FormFailure", object(vec![("form", reference("FormNode")), ("errors", list(text()))])),
        ("FormNode", node),
        ("Problem", problem),
    ] {
        registry.schemas.insert(name.to_owned(), schema);
    }
}

fn object(properties: Vec<(&'static str, MetaSchemaRef)>) -> MetaSchema {
    let required = properties.iter().map(|(name, _)| *name).collect();
    MetaSchema { required, properties, ..MetaSchema::new("object") }
}

fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}

fn reference(name: &str) -> MetaSchemaRef {
    MetaSchemaRef::Reference(name.to_owned())
}

fn text() -> MetaSchemaRef {
    inline(MetaSchema::new("string"))
}

fn number() -> MetaSchemaRef {
    inline(MetaSchema::new("integer"))
}

fn list(items: MetaSchemaRef) -> MetaSchemaRef {
    inline(MetaSchema { items: Some(Box::new(items)), ..MetaSchema::new("array") })
}

fn map(values: MetaSchemaRef) -> MetaSchemaRef {
    let additional_properties = Some(Box::new(values));
    inline(MetaSchema { additional_properties, ..MetaSchema::new("object") })
}
