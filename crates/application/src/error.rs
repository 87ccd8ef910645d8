//! The one error type use-cases return.

use std::borrow::Cow;

use domain::customer::CustomerRefusal;
use domain::form::FormErrors;

use crate::ports::{BadToken, BlobError, Busy, StorageError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A submitted form breaks rules (behaviour 0.4.1).
    #[error("the form has errors")]
    Form(FormErrors),
    /// A bare parameter is missing: its name and the wire's message (behaviour 0.4.4).
    #[error("{0}: {1}")]
    MissingParameter(&'static str, &'static str),
    /// The rules say no; asking again unchanged will not help.
    #[error("{0}")]
    Refused(Cow<'static, str>),
    /// There is nobody or nothing to send a code to (behaviour A27, A28): which, is not told.
    #[error("no code can be sent")]
    NoCode,
    /// No token on a protected path.
    #[error("Authentication Required")]
    AuthenticationRequired,
    #[error(transparent)]
    BadToken(#[from] BadToken),
    /// Unknown user, wrong password, locked, inactive: the same answer for all (decision 9).
    #[error("Bad credentials")]
    BadCredentials,
    #[error("Invalid refresh token")]
    BadRefreshToken,
    /// A permanent key that is unknown, expired or not ours.
    #[error("Invalid API key")]
    BadKey,
    #[error("Forbidden")]
    Forbidden,
    #[error("Not Found")]
    NotFound,
    /// Try again after some seconds.
    #[error("Service Unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("Internal Server Error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn refused(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused(message.into())
    }

    /// Turns "already taken" into a form error, for each unique value that the form has a field
    /// for: pairs of field and message. Every other storage error stays what it is.
    pub fn if_taken(fields: &[(&'static str, &'static str)]) -> impl Fn(StorageError) -> Self {
        move |error| {
            let StorageError::Taken(value) = error else { return error.into() };
            match fields.iter().find(|(field, _)| *field == value) {
                Some((field, message)) => {
                    let mut errors = FormErrors::default();
                    errors.field(*field, *message);
                    errors.into()
                }
                None => error.into(),
            }
        }
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Busy(source) => Self::Unavailable(source),
            // Somebody was faster: see `patiently`.
            StorageError::Contended(_) | StorageError::Stale => Self::Unavailable(Box::new(error)),
            StorageError::Taken(_) | StorageError::Spent => Self::Internal(Box::new(error)),
            StorageError::Broken(source) => Self::Internal(source),
        }
    }
}

impl From<FormErrors> for Error {
    fn from(errors: FormErrors) -> Self {
        Self::Form(errors)
    }
}

impl From<CustomerRefusal> for Error {
    fn from(refusal: CustomerRefusal) -> Self {
        Self::refused(refusal.to_string())
    }
}

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl From<Busy> for Error {
    fn from(busy: Busy) -> Self {
        Self::Unavailable(Box::new(busy))
    }
}
