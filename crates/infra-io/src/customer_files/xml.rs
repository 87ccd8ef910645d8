//! The XML of customers (behaviour 3.20.1).

use std::io::Read;

use application::ports::{BadFile, FileFormat, ImportRow, LabelNode, Record};
use domain::form::Given;

use super::leaves::put;
use crate::xml_rows::{Row, XmlRows};

pub(super) fn read(file: impl Read) -> impl Iterator<Item = Result<Record, BadFile>> {
    let record = |row: Option<_>| row.map_or(Record::Unreadable(FileFormat::Xml), Record::Row);
    XmlRows::<_, ImportRow>::new(file).map(move |it| it.map(record))
}

impl Row for ImportRow {
    const NAME: &'static str = "customer";
    const LONGEST: usize = 64 * 1024;
    const MOST_ELEMENTS: usize = 10_000;

    fn open(&mut self, path: &[&str]) {
        if path == ["labels", "label"] {
            self.labels.push(LabelNode::default());
        }
    }

    fn put(&mut self, path: &[&str], text: Given) {
        match *path {
            ["labels", "label", leaf] => {
                if let Some(label) = self.labels.last_mut() {
                    match leaf {
                        "key" => label.key = text,
                        "value" => label.value = text,
                        _ => {}
                    }
                }
            }
            [leaf] => {
                put(self, leaf, text);
            }
            [group, leaf] => {
                put(self, &format!("{group}.{leaf}"), text);
            }
            _ => {}
        }
    }
}
