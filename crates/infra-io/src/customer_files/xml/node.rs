//! One `customer` node in the making.

use application::ports::{ImportRow, LabelNode, Record};
use domain::form::Given;
use quick_xml::events::BytesRef;

use super::super::leaves::put;
use super::Step;
use super::valid::NUL;

/// The longest text of an element, in bytes.
const LONGEST_TEXT: usize = 4 * 1024;

/// The longest text of a whole node, in bytes.
const LARGEST: usize = 64 * 1024;

/// The deepest element below a customer: labels, label, key.
const DEEPEST: usize = 8;

pub(super) struct Node {
    row: ImportRow,
    /// The elements that are open, outermost first.
    path: Vec<String>,
    text: String,
    size: usize,
    broken: bool,
}

impl Node {
    pub(super) fn new(broken: bool) -> Self {
        Self { row: ImportRow::default(), path: vec![], text: String::new(), size: 0, broken }
    }

    /// It is no customer any more, whatever follows.
    pub(super) fn breaks(&mut self) {
        self.broken = true;
        self.path.clear();
        self.text.clear();
    }

    pub(super) fn open(&mut self, name: &str, too_many_attributes: bool) {
        if self.broken {
            return;
        }
        if too_many_attributes || self.path.len() == DEEPEST {
            return self.breaks();
        }
        self.path.push(name.to_owned());
        self.text.clear();
        let is_label =
            matches!(self.path.as_slice(), [outer, inner] if outer == "labels" && inner == "label");
        if is_label {
            self.row.labels.push(LabelNode::default());
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if self.broken {
            return;
        }
        if self.path.last().is_none_or(|it| it != name) {
            return self.breaks();
        }
        let value = Given::text(&self.text);
        let path: Vec<_> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["labels", "label", leaf] => {
                if let Some(label) = self.row.labels.last_mut() {
                    match *leaf {
                        "key" => label.key = value,
                        "value" => label.value = value,
                        _ => {}
                    }
                }
            }
            [leaf] => {
                put(&mut self.row, leaf, value);
            }
            [group, leaf] => {
                put(&mut self.row, &format!("{group}.{leaf}"), value);
            }
            _ => {}
        }
        self.path.pop();
        self.text.clear();
    }

    pub(super) fn text(&mut self, text: &str) -> Step {
        self.add(text);
        Step::On
    }

    /// `&amp;`, `&#65;`: only what every document knows.
    pub(super) fn reference(&mut self, name: &BytesRef<'_>) -> Step {
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
        Step::On
    }

    pub(super) fn into_record(self) -> Record {
        if self.broken || !self.path.is_empty() {
            return Record::Unreadable;
        }
        Record::Row(Box::new(self.row))
    }

    fn add(&mut self, text: &str) {
        self.size += text.len();
        let is_text = !text.contains(NUL);
        if !is_text
            || self.broken
            || self.text.len() + text.len() > LONGEST_TEXT
            || self.size > LARGEST
        {
            return self.breaks();
        }
        self.text.push_str(text);
    }
}
