//! Taking a tree apart, name by name.

use domain::form::{Given, GivenGroup, Shape};

use super::node::{Node, SentFile, from_form};
use super::{Field, Form, Kind};

/// The fields of one form or group, as submitted.
#[derive(Debug, Default)]
pub(crate) struct Members {
    parts: Vec<(String, Node)>,
    /// A scalar stood where these members belong, so none of them can be read.
    scalar: bool,
}

impl Members {
    /// The members of `form` in a whole body, and the shape they came in.
    pub(super) fn of_form(body: Node, form: &Form) -> (Self, Shape) {
        let Node::Group(parts) = body else { return (Self::default(), Shape::NotAGroup) };
        let whole = Self::of(parts);
        if form.name.is_empty() {
            return (whole, Shape::Sound);
        }
        let found = whole.parts.into_iter().find(|(name, _)| name == form.name);
        match found.map(|(_, node)| node) {
            None => (Self::default(), Shape::NotSubmitted),
            // A form that was sent with nothing in it has all of its fields missing.
            Some(Node::Leaf(Given::Absent | Given::Empty)) => (Self::default(), Shape::Sound),
            Some(Node::Leaf(_) | Node::File(_)) => (Self::default(), Shape::NotAGroup),
            Some(Node::Group(mut parts)) => {
                let known = knows_all(form.fields, &parts);
                let shape = if known { Shape::Sound } else { Shape::ExtraFields };
                // What the form does not know is refused as a whole, not field by field.
                parts.retain(|(name, _)| form.fields.iter().any(|it| it.name == name));
                (Self::of(parts), shape)
            }
        }
    }

    /// The parameters of a query string; one that is no tree at all has none.
    pub(crate) fn of_query(raw: &str) -> Self {
        match from_form(raw.as_bytes()) {
            Ok(Node::Group(parts)) => Self::of(parts),
            Ok(Node::Leaf(_) | Node::File(_)) | Err(_) => Self::default(),
        }
    }

    /// One value.
    pub(crate) fn leaf(&self, name: &str) -> Given {
        match self.find(name) {
            None if self.scalar => Given::Malformed,
            None => Given::Absent,
            Some(Node::Leaf(given)) => given.clone(),
            Some(Node::Group(_) | Node::File(_)) => Given::Malformed,
        }
    }

    /// One file.
    pub(crate) fn file(&self, name: &str) -> SentFile {
        match self.find(name) {
            None | Some(Node::Leaf(Given::Absent | Given::Empty)) => SentFile::Missing,
            Some(Node::Leaf(_) | Node::Group(_)) => SentFile::NotAFile,
            Some(Node::File(it)) if it.name.is_empty() && it.bytes.is_empty() => SentFile::Missing,
            Some(Node::File(it)) => SentFile::File(it.clone()),
        }
    }

    /// The members of a named group, mapped.
    pub(crate) fn group<T>(&self, name: &str, map: impl FnOnce(&Self) -> T) -> GivenGroup<T> {
        match self.find(name) {
            None => GivenGroup::Absent,
            Some(Node::Leaf(Given::Absent | Given::Empty)) => GivenGroup::Empty,
            Some(Node::Leaf(_) | Node::File(_)) => GivenGroup::Malformed,
            Some(Node::Group(parts)) if parts.is_empty() => GivenGroup::Empty,
            Some(Node::Group(parts)) => GivenGroup::Members(map(&Self::of(parts.clone()))),
        }
    }

    /// The plain values of a list, in the order they came.
    pub(crate) fn texts(&self, name: &str) -> GivenGroup<Vec<Given>> {
        let value = |node: &Node| match node {
            Node::Leaf(given) => given.clone(),
            Node::Group(_) | Node::File(_) => Given::Malformed,
        };
        match self.find(name) {
            None if self.scalar => GivenGroup::Malformed,
            None => GivenGroup::Absent,
            Some(Node::Leaf(Given::Absent | Given::Empty)) => GivenGroup::Empty,
            Some(Node::Leaf(_) | Node::File(_)) => GivenGroup::Malformed,
            Some(Node::Group(parts)) if parts.is_empty() => GivenGroup::Empty,
            Some(Node::Group(parts)) => {
                GivenGroup::Members(parts.iter().map(|(_, node)| value(node)).collect())
            }
        }
    }

    /// The numbered groups of a list, mapped, in the order they came; `None` when it was not sent.
    /// A scalar among them, or in their place, is a group whose every member is malformed.
    pub(crate) fn list<T>(&self, name: &str, map: impl Fn(&Self) -> T) -> Option<Vec<T>> {
        Some(self.named_parts(name)?.into_iter().map(|(_, members)| map(&members)).collect())
    }

    /// The groups of a map, mapped, with their keys.
    pub(crate) fn by_key<T>(&self, name: &str, map: impl Fn(&Self) -> T) -> Vec<(String, T)> {
        let parts = self.named_parts(name).unwrap_or_default();
        parts.into_iter().map(|(key, members)| (key, map(&members))).collect()
    }

    fn of(parts: Vec<(String, Node)>) -> Self {
        Self { parts, scalar: false }
    }

    fn named_parts(&self, name: &str) -> Option<Vec<(String, Self)>> {
        let odd = [("0".to_owned(), Node::Leaf(Given::Malformed))];
        let parts = match self.find(name)? {
            Node::Group(parts) => parts.as_slice(),
            Node::Leaf(Given::Text(_) | Given::Malformed) | Node::File(_) => &odd,
            Node::Leaf(Given::Absent | Given::Empty) => &[],
        };
        let members = |node: &Node| match node {
            Node::Group(parts) => Self::of(parts.clone()),
            Node::Leaf(Given::Text(_) | Given::Malformed) | Node::File(_) => {
                Self { parts: vec![], scalar: true }
            }
            Node::Leaf(Given::Absent | Given::Empty) => Self::default(),
        };
        Some(parts.iter().map(|(key, node)| (key.clone(), members(node))).collect())
    }

    fn find(&self, name: &str) -> Option<&Node> {
        self.parts.iter().find(|(it, _)| it == name).map(|(_, node)| node)
    }
}

/// Whether every key below is one that the table knows.
fn knows_all(fields: &[Field], parts: &[(String, Node)]) -> bool {
    parts.iter().all(|(name, node)| {
        let Some(field) = fields.iter().find(|it| it.name == name) else { return false };
        let Node::Group(inner) = node else { return true };
        match &field.kind {
            // A group where one value belongs is that value's error.
            Kind::Text | Kind::Choice(_) | Kind::Flag | Kind::Texts(_) | Kind::File(_) => true,
            Kind::Group(fields) => knows_all(fields, inner),
            Kind::List(fields) | Kind::ByKey(fields) => inner.iter().all(|(_, item)| match item {
                Node::Group(parts) => knows_all(fields, parts),
                Node::Leaf(_) | Node::File(_) => true,
            }),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::node::from_form;
    use super::super::{by_key, group, text};
    use super::*;

    const FORM: Form = Form {
        name: "customer",
        fields: &[
            text("email", ""),
            group("address", &[text("city", "")], ""),
            by_key("names", &[text("name", "")], ""),
        ],
    };

    fn read(form: &str) -> (Members, Shape) {
        Members::of_form(from_form(form.as_bytes()).unwrap(), &FORM)
    }

    #[test]
    fn the_shape_of_a_form_is_told() {
        for (form, shape) in [
            ("", Shape::NotSubmitted),
            ("foo=1", Shape::NotSubmitted),
            ("customer=x", Shape::NotAGroup),
            ("customer=", Shape::Sound),
            ("customer[email]=", Shape::Sound),
            ("customer[foo]=1", Shape::ExtraFields),
            ("customer[address][foo]=1", Shape::ExtraFields),
            ("customer[names][en][foo]=1", Shape::ExtraFields),
            ("customer[email][x]=1", Shape::Sound),
        ] {
            assert_eq!(read(form).1, shape, "{form}");
        }
    }

    #[test]
    fn absent_empty_given_and_malformed_are_told_apart() {
        let email = |form: &str| read(form).0.leaf("email");
        assert_eq!(email("customer[x]=1"), Given::Absent);
        assert_eq!(email("customer[email]"), Given::Empty);
        assert_eq!(email("customer[email]=a"), Given::text("a"));
        assert_eq!(email("customer[email][]=a"), Given::Malformed);
        let city = |form: &str| read(form).0.group("address", |it| it.leaf("city"));
        assert_eq!(city("customer[email]="), GivenGroup::Absent);
        assert_eq!(city("customer[address]="), GivenGroup::Empty);
        assert_eq!(city("customer[address]=x"), GivenGroup::Malformed);
        assert_eq!(city("customer[address][city]=X"), GivenGroup::Members(Given::text("X")));
        let list = |form: &str| read(form).0.texts("email");
        let (a, empty) = (Given::text("a"), Given::Empty);
        let both = GivenGroup::Members(vec![a.clone(), empty]);
        assert_eq!(list("customer[email][]=a&customer[email][7]="), both);
        let nested = GivenGroup::Members(vec![Given::Malformed]);
        assert_eq!(list("customer[email][0][x]=a"), nested);
        assert_eq!(list("customer[email]=a"), GivenGroup::Malformed);
        assert_eq!(list("customer[email]="), GivenGroup::Empty);
        assert_eq!(list("customer[x]=a"), GivenGroup::Absent);
        let names = read("customer[names][en][name]=a&customer[names][pl]=b").0;
        let names = names.by_key("names", |it| it.leaf("name"));
        assert_eq!(
            names,
            [("en".to_owned(), Given::text("a")), ("pl".to_owned(), Given::Malformed)]
        );
        let odd = |form: &str| read(form).0.by_key("names", |it| it.leaf("name"));
        assert_eq!(odd("customer[names][en]=x"), [("en".to_owned(), Given::Malformed)]);
        assert_eq!(odd("customer[names]=x"), [("0".to_owned(), Given::Malformed)]);
        assert_eq!(odd("customer[names]="), []);
    }
}
