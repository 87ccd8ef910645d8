//! One node in the making.

use domain::form::Given;
use quick_xml::events::BytesRef;

use super::Row;
use super::valid::NUL;

/// The longest text of an element, in bytes.
const LONGEST_TEXT: usize = 4 * 1024;

/// The deepest element below a node.
const DEEPEST: usize = 8;

pub(super) struct Node<T> {
    row: Box<T>,
    /// The elements that are open, outermost first.
    path: Vec<String>,
    text: String,
    size: usize,
    elements: usize,
    broken: bool,
}

impl<T: Row> Node<T> {
    pub(super) fn new(broken: bool) -> Self {
        let row = Box::default();
        Self { row, path: vec![], text: String::new(), size: 0, elements: 0, broken }
    }

    /// It is no row any more, whatever follows.
    pub(super) fn breaks(&mut self) {
        self.broken = true;
        self.path.clear();
        self.text.clear();
    }

    pub(super) fn open(&mut self, name: &str, too_many_attributes: bool) {
        if self.broken {
            return;
        }
        self.elements += 1;
        let too_many = too_many_attributes || self.elements > T::MOST_ELEMENTS;
        if too_many || self.path.len() == DEEPEST {
            return self.breaks();
        }
        self.path.push(name.to_owned());
        self.text.clear();
        self.row.open(&names(&self.path));
    }

    pub(super) fn close(&mut self, name: &str) {
        if self.broken {
            return;
        }
        if self.path.last().is_none_or(|it| it != name) {
            return self.breaks();
        }
        self.row.put(&names(&self.path), Given::text(&self.text));
        self.path.pop();
        self.text.clear();
    }

    /// `&amp;`, `&#65;`: only what every document knows.
    pub(super) fn reference(&mut self, name: &BytesRef<'_>) {
        let character = match name.resolve_char_ref() {
            Ok(Some(character)) => Some(character),
            Ok(None) => match &**name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => None,
            },
            Err(_) => None,
        };
        match character {
            Some(character) => self.add(character.encode_utf8(&mut [0; 4])),
            None => self.breaks(),
        }
    }

    pub(super) fn into_row(self) -> Option<Box<T>> {
        (!self.broken && self.path.is_empty()).then_some(self.row)
    }

    pub(super) fn add(&mut self, text: &str) {
        self.size += text.len();
        let is_text = !text.contains(NUL);
        if !is_text
            || self.broken
            || self.text.len() + text.len() > LONGEST_TEXT
            || self.size > T::LONGEST
        {
            return self.breaks();
        }
        self.text.push_str(text);
    }
}

fn names(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}
