//! The one error that handlers return, and what it looks like on the wire (behaviour 0.4).

mod foreign;
mod problem;
mod tree;

use std::borrow::Cow;

use application::error::Error;
use domain::form::FormErrors;
use poem::Response;
use poem::error::ResponseError;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};
use serde_json::{Value, json};

pub(crate) use self::tree::{Declared, Holds};

use crate::body::Field;

/// A request that did not succeed.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Failure(Box<Reason>);

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error(transparent)]
    Application(Error),
    #[error("the form has errors")]
    Form { name: &'static str, errors: FormErrors, tree: Value },
    /// The request never reached a use-case.
    #[error("{message}")]
    Edge { status: StatusCode, message: Cow<'static, str> },
    #[error("Too Many Requests")]
    TooMany { seconds: u64 },
}

impl Failure {
    /// An error of a use-case that was given a form of this name and these fields: when the form
    /// breaks rules, every field of it is listed in the answer.
    pub(crate) fn of_form<F: Declared>(
        error: Error,
        name: &'static str,
        fields: &'static [F],
    ) -> Self {
        match error {
            Error::Form(errors) => {
                let tree = tree::render(fields, &errors);
                Reason::Form { name, errors, tree }.into()
            }
            other => Reason::Application(other).into(),
        }
    }

    /// A refusal by the edge itself, in the words of the status code.
    pub(crate) fn status_only(status: StatusCode) -> Self {
        Self::edge(status, status.canonical_reason().unwrap_or("Error"))
    }

    /// A refusal by the edge itself, in its own words.
    pub(crate) fn edge(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Reason::Edge { status, message: message.into() }.into()
    }

    /// The caller's budget is spent; the next try is worth it after `seconds`.
    pub(crate) fn too_many(seconds: u64) -> Self {
        Reason::TooMany { seconds }.into()
    }

    pub(crate) fn code(&self) -> StatusCode {
        match &*self.0 {
            Reason::Form { .. } => StatusCode::BAD_REQUEST,
            Reason::Edge { status, .. } => *status,
            Reason::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Reason::Application(error) => match error {
                Error::Form(_)
                | Error::MissingParameter(..)
                | Error::Refused(_)
                | Error::NoCode => StatusCode::BAD_REQUEST,
                Error::AuthenticationRequired
                | Error::BadToken(_)
                | Error::BadCredentials
                | Error::BadRefreshToken => StatusCode::UNAUTHORIZED,
                Error::BadKey | Error::Forbidden => StatusCode::FORBIDDEN,
                Error::NotFound => StatusCode::NOT_FOUND,
                Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    /// The body in the contract's own shapes.
    pub(crate) fn body(&self) -> Value {
        let code = self.code().as_u16();
        let message = self.to_string();
        match &*self.0 {
            Reason::Form { errors, tree, .. } => json!({ "form": tree, "errors": errors.root }),
            Reason::Application(Error::MissingParameter(name, message)) => {
                json!({ *name: message })
            }
            Reason::Application(Error::Refused(_)) => json!({ "error": message }),
            Reason::Application(Error::NoCode) => json!(""),
            Reason::Application(Error::AuthenticationRequired | Error::BadKey) => {
                json!({ "message": message })
            }
            Reason::Application(
                Error::BadToken(_) | Error::BadCredentials | Error::BadRefreshToken,
            ) => json!({ "code": code, "message": message }),
            Reason::Application(_) | Reason::Edge { .. } | Reason::TooMany { .. } => {
                json!({ "error": { "code": code, "message": message } })
            }
        }
    }

    /// The answer, as RFC 9457 when the caller asked for that (decision 15).
    pub(crate) fn answer(&self, as_problem: bool, request_id: &str) -> Response {
        let (media, body) = if as_problem {
            ("application/problem+json", self.problem(request_id))
        } else {
            ("application/json", self.body())
        };
        let mut response =
            Response::builder().status(self.code()).content_type(media).body(body.to_string());
        self.add_headers(response.headers_mut());
        response
    }

    /// Writes what the caller must not see, the chain of causes, into the log.
    pub(crate) fn report(&self, request_id: &str) {
        match &*self.0 {
            Reason::Application(Error::Internal(cause)) => {
                tracing::error!(request_id, cause = chain(&**cause), "request failed");
            }
            Reason::Application(Error::Unavailable(cause)) => {
                tracing::warn!(request_id, cause = chain(&**cause), "request cannot be served now");
            }
            _ => {}
        }
    }

    fn add_headers(&self, headers: &mut HeaderMap) {
        match self.code() {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        if let Reason::TooMany { seconds } = *self.0 {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |it| it.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self(Box::new(reason))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::of_form::<Field>(error, "", &[])
    }
}

impl ResponseError for Failure {
    fn status(&self) -> StatusCode {
        self.code()
    }

    fn as_response(&self) -> Response {
        self.answer(false, "")
    }
}

/// Says nothing of its own: `documentation` lists the errors that any operation can answer.
impl ApiResponse for Failure {
    fn meta() -> MetaResponses {
        MetaResponses { responses: Vec::new() }
    }

    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests;
