//! Errors that poem and poem-openapi raise before a handler runs.

use std::error::Error as StdError;
use std::io;

use application::error::Error;
use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError, SizedLimitError};
use poem::http::StatusCode;
use poem_openapi::error::{
    AuthorizationError, ParseMultipartError, ParseParamError, ParsePathError,
    ParseRequestPayloadError,
};

use super::Failure;

impl From<poem::Error> for Failure {
    fn from(error: poem::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(failure) => return failure,
            Err(error) => error,
        };
        if error.is::<NotFoundError>() || error.is::<ParsePathError>() {
            // What cannot be read as an id is the id of nothing.
            return Error::NotFound.into();
        }
        if error.is::<MethodNotAllowedError>() {
            return Self::status_only(StatusCode::METHOD_NOT_ALLOWED);
        }
        if error.is::<AuthorizationError>() {
            return Error::AuthenticationRequired.into();
        }
        if is_too_large(&error) {
            return Self::status_only(StatusCode::PAYLOAD_TOO_LARGE);
        }
        match error.status() {
            StatusCode::BAD_REQUEST => match reason(&error) {
                Some(reason) => Self::edge(StatusCode::BAD_REQUEST, reason),
                None => Self::status_only(StatusCode::BAD_REQUEST),
            },
            status if status.is_server_error() => Error::Internal(Box::new(error)).into(),
            status => Self::status_only(status),
        }
    }
}

/// The words of poem-openapi's own parsers, which only repeat what the caller sent.
fn reason(error: &poem::Error) -> Option<String> {
    let parameter =
        |it: &ParseParamError| format!("The parameter {} is not valid: {}", it.name, it.reason);
    let payload = |it: &ParseRequestPayloadError| it.reason.clone();
    let multipart = |it: &ParseMultipartError| it.reason.clone();
    error
        .downcast_ref()
        .map(parameter)
        .or_else(|| error.downcast_ref().map(payload))
        .or_else(|| error.downcast_ref().map(multipart))
}

/// A body over the limit shows up as an I/O error, wrapped by whatever was reading.
fn is_too_large(error: &poem::Error) -> bool {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE || error.is::<SizedLimitError>() {
        return true;
    }
    if let Some(ReadBodyError::Io(inner)) = error.downcast_ref() {
        return is_over_limit(inner);
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.downcast_ref().is_some_and(is_over_limit) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn is_over_limit(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|it| it.downcast_ref::<io::Error>());
    error.kind() == io::ErrorKind::FileTooLarge || inner.is_some_and(is_over_limit)
}
