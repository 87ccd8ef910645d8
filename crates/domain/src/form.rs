//! What a submitted form looks like before its rules are applied, and what is wrong with it after.
//!
//! Whether a value is acceptable depends on the programme's settings, and every error of a form is
//! reported at once. So the edge decodes an encoding into drafts made of these leaves, and the
//! domain turns a draft into typed values or a list of errors.

use std::borrow::Cow;

use crate::text::Text;

/// A leaf of a submitted form. Texts arrive trimmed (behaviour 0.2.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// The key was not sent.
    #[default]
    Absent,
    /// The key was sent without a value.
    Empty,
    Text(String),
    /// Sent, but as a list or a group where one value belongs.
    Malformed,
}

/// A named group of leaves, such as an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GivenGroup<T> {
    #[default]
    Absent,
    /// Sent as an empty value or an empty list.
    Empty,
    Members(T),
    /// A scalar where a group belongs.
    Malformed,
}

impl<T: Default> GivenGroup<T> {
    /// This group with its members completed by `complete`; one that was not sent counts as one
    /// with no member sent.
    #[must_use]
    pub fn completed(&self, complete: impl FnOnce(&T) -> T) -> Self {
        match self {
            Self::Absent => Self::Members(complete(&T::default())),
            Self::Members(members) => Self::Members(complete(members)),
            Self::Empty => Self::Empty,
            Self::Malformed => Self::Malformed,
        }
    }
}

/// How a form arrived, as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Sound,
    /// The form's outermost key is missing (behaviour 0.4.2).
    NotSubmitted,
    /// A scalar where the form's group belongs.
    NotAGroup,
    /// Keys that the form does not know.
    ExtraFields,
}

impl Shape {
    /// The shape of an update: one that was not sent changes nothing (behaviour 0.4.2).
    #[must_use]
    pub fn of_update(self) -> Self {
        match self {
            Self::NotSubmitted => Self::Sound,
            sent => sent,
        }
    }

    /// Reports what is wrong with the whole, and says whether the fields are worth checking.
    pub fn report(self, errors: &mut FormErrors) -> bool {
        match self {
            Self::Sound => true,
            Self::NotSubmitted => false,
            Self::NotAGroup => {
                errors.root(message::NOT_VALID);
                false
            }
            Self::ExtraFields => {
                errors.root(message::EXTRA_FIELDS);
                true
            }
        }
    }
}

/// The wire's words for what is wrong (behaviour 0.4.3).
pub mod message {
    pub const BLANK: &str = "This value should not be blank.";
    pub const NOT_VALID: &str = "This value is not valid.";
    pub const NOT_EMAIL: &str = "This value is not a valid email address.";
    pub const NOT_PHONE: &str = "This value is not a valid phone number.";
    pub const NOT_DATETIME: &str = "This value is not a valid datetime.";
    pub const EXTRA_FIELDS: &str = "This form should not contain extra fields.";
    pub const TOO_LOW_ZERO: &str = "This value should be 0 or more.";
    pub const EMAIL_TAKEN: &str = "Customer with such email already exists.";
    pub const CARD_TAKEN: &str = "Customer with such loyalty card number already exists.";
    pub const PHONE_TAKEN: &str = "Customer with such phone already exists.";
    pub const NO_START_LEVEL: &str =
        "Neither level is not available as start level for this customer.";
    pub const NO_EDIT_PERMISSION: &str = "You don't have permission to edit this data.";
    pub const LABELS_INVALID: &str = "Customer labels invalid data";
    pub const LABELS_TYPE: &str =
        "Type of the labels field value is incorrect. The correct type is labels as a string.";
    pub const EMAIL_REQUIRED: &str = "Incorrect e-mail address.";
    pub const PHONE_REQUIRED: &str = "Incorrect phone number format, use 00000000000.";
    pub const PHONE_FORMAT: &str = "Incorrect phone number format, use +00000000000";
    pub const NOT_CURRENT_PASSWORD: &str = "This value should be the user's current password.";
    pub const INVITED: &str = "Invitation exists";
    pub const ONE_FIELD: &str = "Provide at least one field";
    pub const SELLER_EMAIL_TAKEN: &str = "This email is already taken";
    pub const ALREADY_USED: &str = "This value is already used.";
}

/// A message on one field. `path` is relative to the form and dotted (`address.city`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub path: Cow<'static, str>,
    pub message: Cow<'static, str>,
}

/// Everything that is wrong with a form (behaviour 0.4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors {
    pub root: Vec<Cow<'static, str>>,
    pub fields: Vec<FieldError>,
}

impl FormErrors {
    pub fn root(&mut self, message: impl Into<Cow<'static, str>>) {
        self.root.push(message.into());
    }

    pub fn field(
        &mut self,
        path: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.fields.push(FieldError { path: path.into(), message: message.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.root.is_empty() && self.fields.is_empty()
    }

    pub fn has(&self, path: &str) -> bool {
        self.fields.iter().any(|it| it.path == path)
    }

    /// `Ok` when nothing was reported.
    pub fn none(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Unwraps `result`, or reports its error on `path`.
    pub fn take<T, E: std::fmt::Display>(
        &mut self,
        path: impl Into<Cow<'static, str>>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.field(path, error.to_string())).ok()
    }
}

impl Given {
    /// A raw text of the wire: trimmed, empty means [`Given::Empty`]. NUL is no part of a text.
    pub fn text(raw: &str) -> Self {
        match raw.trim() {
            "" => Self::Empty,
            text if text.contains('\0') => Self::Malformed,
            text => Self::Text(text.to_owned()),
        }
    }

    /// This leaf, or what is stored when it was not sent.
    #[must_use]
    pub fn or_stored(&self, stored: Option<&str>) -> Self {
        match (self, stored) {
            (Self::Absent, Some(stored)) => Self::Text(stored.to_owned()),
            (sent, _) => sent.clone(),
        }
    }

    pub fn is_present(&self) -> bool {
        *self != Self::Absent
    }

    /// Form checkbox semantics: absent, empty, `0`, `false`, `null` are off (behaviour 0.2.5). So
    /// is what is no value at all: nobody agrees by accident.
    pub fn is_checked(&self) -> bool {
        match self {
            Self::Absent | Self::Empty | Self::Malformed => false,
            Self::Text(text) => !matches!(text.as_str(), "0" | "false" | "null"),
        }
    }

    /// Like [`is_checked`](Self::is_checked), but what is no value is an error.
    pub fn checked(&self, path: impl Into<Cow<'static, str>>, errors: &mut FormErrors) -> bool {
        if *self == Self::Malformed {
            errors.field(path, message::NOT_VALID);
        }
        self.is_checked()
    }

    /// The value by `parse`; `None` when there is none, or when `parse` refused it and the error
    /// was reported on `path`.
    pub fn parsed<T, E: std::fmt::Display>(
        &self,
        path: &'static str,
        errors: &mut FormErrors,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self {
            Self::Absent | Self::Empty => None,
            Self::Malformed => {
                errors.field(path, message::NOT_VALID);
                None
            }
            Self::Text(text) => errors.take(path, parse(text)),
        }
    }

    /// Like [`parsed`](Self::parsed), but a missing value is an error.
    pub fn required<T, E: std::fmt::Display>(
        &self,
        path: &'static str,
        errors: &mut FormErrors,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if matches!(self, Self::Absent | Self::Empty) {
            errors.field(path, message::BLANK);
            return None;
        }
        self.parsed(path, errors, parse)
    }

    /// An optional single-line text.
    pub fn line(&self, path: &'static str, errors: &mut FormErrors) -> Option<Text> {
        self.parsed(path, errors, Text::parse)
    }

    /// A required single-line text.
    pub fn required_line(&self, path: &'static str, errors: &mut FormErrors) -> Option<Text> {
        self.required(path, errors, Text::parse)
    }

    /// A reference to another record by its id; anything but a UUID is "not valid".
    pub fn reference<T>(
        &self,
        path: &'static str,
        errors: &mut FormErrors,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed(path, errors, |raw| parse(raw).ok_or(message::NOT_VALID))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkboxes_are_off_for_the_listed_words_only() {
        for (raw, on) in [
            ("", false),
            ("0", false),
            ("false", false),
            ("null", false),
            (" 0 ", false),
            ("1", true),
            ("true", true),
            ("no", true),
        ] {
            assert_eq!(Given::text(raw).is_checked(), on, "{raw:?}");
        }
        assert!(!Given::Absent.is_checked() && !Given::Malformed.is_checked());
        let mut errors = FormErrors::default();
        assert!(!Given::Malformed.checked("agreement2", &mut errors) && errors.has("agreement2"));
    }

    #[test]
    fn a_required_leaf_reports_what_is_missing_or_wrong() {
        let mut errors = FormErrors::default();
        assert_eq!(Given::Empty.required_line("name", &mut errors), None);
        assert_eq!(Given::Malformed.required_line("code", &mut errors), None);
        let said: Vec<_> = errors.fields.iter().map(|it| (&*it.path, &*it.message)).collect();
        assert_eq!(said, [("name", message::BLANK), ("code", message::NOT_VALID)]);
    }
}
