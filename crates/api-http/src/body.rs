//! Request bodies: one table describes a form, and from it come both encodings, the error tree and
//! the documentation.

mod decode;
mod document;
mod extract;
mod members;
mod node;

use application::error::Error;

pub(crate) use self::extract::{Body, FormSpec};
pub(crate) use self::members::Members;
pub(crate) use self::node::{SentFile, Upload};
use crate::errors::{Declared, Failure, Holds};

/// A form of the contract: the outermost key and the fields below it, in declaration order. An
/// empty name means that the fields stand bare at the top.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Whether the error tree shows it while it has no error.
    pub(crate) listed: bool,
    /// For the documentation.
    pub(crate) about: &'static str,
    /// What "Try it out" fills in; nothing where it is empty.
    pub(crate) example: &'static str,
}

/// What stands below a field.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// `1` or `0`.
    Flag,
    Group(&'static [Field]),
    /// Numbered groups: `specialRewards[0][name]`.
    List(&'static [Field]),
    /// Groups by a key the caller chooses: `translations[en][name]`.
    ByKey(&'static [Field]),
    /// Numbered plain values: `topics[0]`. Only these words, or any where there are none.
    Texts(&'static [&'static str]),
    /// An uploaded file; the whole body may have so many bytes.
    File(usize),
}

/// An optional single value.
pub(crate) const fn text(name: &'static str, about: &'static str) -> Field {
    Field { name, kind: Kind::Text, required: false, listed: true, about, example: "" }
}

/// One of a few words.
pub(crate) const fn choice(
    name: &'static str,
    words: &'static [&'static str],
    about: &'static str,
) -> Field {
    Field { name, kind: Kind::Choice(words), required: false, listed: true, about, example: "" }
}

/// A checkbox.
pub(crate) const fn flag(name: &'static str, about: &'static str) -> Field {
    Field { name, kind: Kind::Flag, required: false, listed: true, about, example: "" }
}

/// An uploaded file; the whole body may have so many bytes.
pub(crate) const fn file(name: &'static str, largest: usize, about: &'static str) -> Field {
    let kind = Kind::File(largest);
    Field { name, kind, required: false, listed: true, about, example: "" }
}

/// Fields under one name.
pub(crate) const fn group(
    name: &'static str,
    fields: &'static [Field],
    about: &'static str,
) -> Field {
    Field { name, kind: Kind::Group(fields), required: false, listed: true, about, example: "" }
}

/// Numbered groups.
pub(crate) const fn list(
    name: &'static str,
    fields: &'static [Field],
    about: &'static str,
) -> Field {
    Field { name, kind: Kind::List(fields), required: false, listed: true, about, example: "" }
}

/// Numbered plain values; only `words`, or any where there are none.
pub(crate) const fn texts(
    name: &'static str,
    words: &'static [&'static str],
    about: &'static str,
) -> Field {
    Field { name, kind: Kind::Texts(words), required: false, listed: true, about, example: "" }
}

/// Groups by a key.
pub(crate) const fn by_key(
    name: &'static str,
    fields: &'static [Field],
    about: &'static str,
) -> Field {
    Field { name, kind: Kind::ByKey(fields), required: false, listed: true, about, example: "" }
}

/// The largest body without a file, in bytes.
pub(crate) const LARGEST: usize = 256 * 1024;

impl Form {
    /// The largest body of this form, in bytes.
    fn largest(&self) -> usize {
        let sizes = self.fields.iter().filter_map(|it| match it.kind {
            Kind::File(size) => Some(size),
            _ => None,
        });
        sizes.max().unwrap_or(LARGEST)
    }

    /// Whether files are sent in it: then only multipart will do.
    fn has_file(&self) -> bool {
        self.fields.iter().any(|it| matches!(it.kind, Kind::File(_)))
    }

    /// A use-case's error, in the shape of this form.
    pub(crate) fn failure(&'static self, error: Error) -> Failure {
        Failure::of_form(error, self.name, self.fields)
    }
}

impl Declared for Field {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_listed(&self) -> bool {
        self.listed
    }

    fn holds(&self) -> Holds<Self> {
        match self.kind {
            Kind::Text | Kind::Choice(_) | Kind::Flag | Kind::File(_) => Holds::Nothing,
            Kind::Texts(_) => Holds::Entries(&[]),
            Kind::Group(fields) => Holds::Members(fields),
            Kind::List(fields) | Kind::ByKey(fields) => Holds::Entries(fields),
        }
    }
}

impl Field {
    /// The same field, required.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same field with an example.
    pub(crate) const fn like(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The same field, left out of error trees: the contract's trees do not show it.
    pub(crate) const fn unlisted(self) -> Self {
        Self { listed: false, ..self }
    }
}
