//! The XML of customers, node by node (behaviour 3.20.1, 3.20.5). Nothing of a document but its
//! `customer` nodes counts. A node that is broken costs itself; reading goes on behind it.

mod node;
mod valid;

use std::io::{BufRead, Read};

use application::ports::Record;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::node::Node;
use self::valid::Valid;
use super::bounded::Bounded;

/// More attributes than this are an attack; they all are ignored.
const MOST_ATTRIBUTES: usize = 32;

/// So many errors in a row, and the rest is no document.
const MOST_ERRORS: u32 = 16;

const CUSTOMER: &str = "customer";

pub(super) struct Customers<R: Read> {
    /// Gone when the document has ended.
    reader: Option<Reader<Bounded<Valid<R>>>>,
    buffer: Vec<u8>,
    /// The node that is being read.
    node: Option<Node>,
    /// Errors since the last event: a reader that does not get on is left.
    errors: u32,
}

/// What an event led to.
enum Step {
    On,
    Found(Record),
    /// One node ended where the next began.
    End,
}

impl<R: Read> Customers<R> {
    pub(super) fn new(file: R) -> Self {
        let reader = Some(parser(Bounded::new(Valid::new(file))));
        Self { reader, buffer: vec![], node: None, errors: 0 }
    }

    fn step(&mut self) -> Step {
        let Some(reader) = &mut self.reader else { return Step::End };
        self.buffer.clear();
        reader.get_mut().next_piece();
        let event = match reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(_)) => return Step::End,
            Err(_) => {
                self.errors += 1;
                if let Some(node) = &mut self.node {
                    node.breaks();
                }
                // The parser gives up where it meets what is no markup. Another goes on from there.
                let file = self.reader.take().map(Reader::into_inner);
                self.reader = file.filter(|_| self.errors <= MOST_ERRORS).map(parser);
                return Step::On;
            }
        };
        self.errors = 0;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == CUSTOMER => {
                let before = self.node.replace(Node::new(has_too_many_attributes(&tag)));
                // Nobody is inside somebody else: the one before never ended.
                before.map_or(Step::On, |_| Step::Found(Record::Unreadable))
            }
            Event::Start(tag) => {
                if let Some(node) = &mut self.node {
                    node.open(tag.local_name().as_ref(), has_too_many_attributes(&tag));
                }
                Step::On
            }
            Event::End(tag) if tag.local_name().as_ref() == CUSTOMER => {
                self.node.take().map_or(Step::On, |node| Step::Found(node.into_record()))
            }
            Event::End(tag) => {
                if let Some(node) = &mut self.node {
                    node.close(tag.local_name().as_ref());
                }
                Step::On
            }
            Event::Text(text) => self.node.as_mut().map_or(Step::On, |it| it.text(&text)),
            Event::CData(text) => self.node.as_mut().map_or(Step::On, |it| it.text(&text)),
            Event::GeneralRef(name) => {
                self.node.as_mut().map_or(Step::On, |it| it.reference(&name))
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

impl<R: Read> Iterator for Customers<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while self.reader.is_some() {
            match self.step() {
                Step::On => {}
                Step::Found(record) => return Some(record),
                Step::End => self.reader = None,
            }
        }
        // A node that the document ends in.
        self.node.take().map(|_| Record::Unreadable)
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
