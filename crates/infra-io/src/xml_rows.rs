//! Rows of an XML document, node by node (behaviour 3.20.5). Nothing of a document but the nodes of
//! one name counts. A node that is broken costs itself; reading goes on behind it.

mod node;
mod valid;

use std::io::{BufRead, Read};

use application::ports::BadFile;
use domain::form::Given;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::node::Node;
use self::valid::Valid;
use crate::bounded::Bounded;

/// More attributes than this are an attack; they all are ignored.
const MOST_ATTRIBUTES: usize = 32;

/// So many errors in a row, and the rest is no document.
const MOST_ERRORS: u32 = 16;

/// What a node of one name is collected in.
pub(crate) trait Row: Default {
    /// The name of the nodes.
    const NAME: &'static str;
    /// The longest text of a whole node, in bytes.
    const LONGEST: usize;
    /// The most elements of a node.
    const MOST_ELEMENTS: usize;

    /// An element begins. `path` leads to it from below the node.
    fn open(&mut self, path: &[&str]);

    /// An element ends, with the text since the last tag. What has no place is passed over.
    fn put(&mut self, path: &[&str], text: Given);
}

/// The rows of a document: `None` is one that is broken. An error is the last.
pub(crate) struct XmlRows<R: Read, T> {
    /// Gone when the document has ended.
    reader: Option<Reader<Bounded<Valid<R>>>>,
    buffer: Vec<u8>,
    /// The node that is being read.
    node: Option<Node<T>>,
    /// Errors since the last event: a reader that does not get on is left.
    errors: u32,
}

/// What an event led to.
enum Step<T> {
    On,
    Found(Option<Box<T>>),
    End,
    /// The rest cannot be read.
    Cut(BadFile),
}

impl<R: Read, T: Row> XmlRows<R, T> {
    pub(crate) fn new(file: R) -> Self {
        let reader = Some(parser(Bounded::new(Valid::new(file))));
        Self { reader, buffer: vec![], node: None, errors: 0 }
    }

    fn step(&mut self) -> Step<T> {
        let Some(reader) = &mut self.reader else { return Step::End };
        self.buffer.clear();
        reader.get_mut().next_piece();
        let event = match reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Step::Cut(BadFile(error.to_string())),
            Err(_) if self.errors == MOST_ERRORS => {
                return Step::Cut(BadFile("what follows is no XML".to_owned()));
            }
            Err(_) => {
                self.errors += 1;
                if let Some(node) = &mut self.node {
                    node.breaks();
                }
                // The parser gives up where it meets what is no markup. Another goes on from there.
                self.reader = self.reader.take().map(|it| parser(it.into_inner()));
                return Step::On;
            }
        };
        self.errors = 0;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == T::NAME => {
                let before = self.node.replace(Node::new(has_too_many_attributes(&tag)));
                // Nobody is inside somebody else: the one before never ended.
                before.map_or(Step::On, |_| Step::Found(None))
            }
            Event::Start(tag) => {
                if let Some(node) = &mut self.node {
                    node.open(tag.local_name().as_ref(), has_too_many_attributes(&tag));
                }
                Step::On
            }
            Event::End(tag) if tag.local_name().as_ref() == T::NAME => {
                self.node.take().map_or(Step::On, |node| Step::Found(node.into_row()))
            }
            Event::End(tag) => {
                if let Some(node) = &mut self.node {
                    node.close(tag.local_name().as_ref());
                }
                Step::On
            }
            Event::Text(text) => {
                if let Some(node) = &mut self.node {
                    node.add(&text);
                }
                Step::On
            }
            Event::CData(text) => {
                if let Some(node) = &mut self.node {
                    node.add(&text);
                }
                Step::On
            }
            Event::GeneralRef(name) => {
                if let Some(node) = &mut self.node {
                    node.reference(&name);
                }
                Step::On
            }
            Event::DocType(_) => {
                // What it declares cannot be trusted, and nothing behind it.
                self.node = Some(Node::new(true));
                Step::End
            }
            Event::Eof => Step::End,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Step::On,
        }
    }
}

impl<R: Read, T: Row> Iterator for XmlRows<R, T> {
    type Item = Result<Option<Box<T>>, BadFile>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.reader.is_some() {
            match self.step() {
                Step::On => {}
                Step::Found(row) => return Some(Ok(row)),
                Step::End => self.reader = None,
                Step::Cut(why) => {
                    (self.reader, self.node) = (None, None);
                    return Some(Err(why));
                }
            }
        }
        // A node that the document ends in.
        self.node.take().map(|_| Ok(None))
    }
}

fn parser<R: BufRead>(file: R) -> Reader<R> {
    let mut reader = Reader::from_reader(file);
    let config = reader.config_mut();
    // Which tag closes which is for the nodes to say: they get over wrong ones.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.expand_empty_elements = true;
    reader
}

fn has_too_many_attributes(tag: &BytesStart<'_>) -> bool {
    tag.attributes().with_checks(false).take(MOST_ATTRIBUTES + 1).count() > MOST_ATTRIBUTES
}

#[cfg(test)]
mod tests;
