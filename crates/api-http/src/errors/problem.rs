//! The same errors as RFC 9457 problem details (decision 15).

use domain::form::FormErrors;
use serde_json::{Value, json};

use super::{Failure, Reason};

impl Failure {
    pub(super) fn problem(&self, request_id: &str) -> Value {
        let status = self.code();
        let mut problem = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "detail": self.to_string(),
            "request_id": request_id,
        });
        if let Reason::Form { name, errors, .. } = &*self.0 {
            problem["errors"] = pointers(name, errors);
        }
        problem
    }
}

fn pointers(form: &str, errors: &FormErrors) -> Value {
    let root = if form.is_empty() { String::new() } else { format!("/{}", escape(form)) };
    let whole = errors.root.iter().map(|it| json!({ "pointer": root, "detail": it }));
    let fields = errors.fields.iter().map(|it| {
        let pointer = it.path.split('.').fold(root.clone(), |at, name| at + "/" + &escape(name));
        json!({ "pointer": pointer, "detail": it.message })
    });
    whole.chain(fields).collect()
}

/// RFC 6901: `~` and `/` inside a name.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
