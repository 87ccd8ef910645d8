//! JSON lines: one customer a line, nested as the nodes of the XML are.

use std::io::{BufRead, Read};

use application::ports::{BadFile, FileFormat, ImportRow, LabelNode, Record};
use domain::form::Given;
use serde_json::{Map, Value};

use super::kept;
use super::leaves::put;
use crate::bounded::Bounded;

const UNREADABLE: Record = Record::Unreadable(FileFormat::Jsonl);

pub(super) struct Customers<R: Read> {
    file: Bounded<R>,
    line: Vec<u8>,
    ended: bool,
}

impl<R: Read> Customers<R> {
    pub(super) fn new(file: R) -> Self {
        Self { file: Bounded::new(file), line: vec![], ended: false }
    }
}

impl<R: Read> Iterator for Customers<R> {
    type Item = Result<Record, BadFile>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line.clear();
            self.file.next_piece();
            match self.file.read_until(b'\n', &mut self.line) {
                Ok(0) => self.ended = true,
                Ok(_) if self.line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(record(&self.line))),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(BadFile(error.to_string())));
                }
            }
        }
        None
    }
}

fn record(line: &[u8]) -> Record {
    let Ok(Value::Object(members)) = serde_json::from_slice(line) else {
        return UNREADABLE;
    };
    if let Some(kept) = kept::read(&members) {
        return kept.map_or(UNREADABLE, |it| Record::Kept(Box::new(it)));
    }
    customer(&members).map_or(UNREADABLE, |it| Record::Row(Box::new(it)))
}

fn customer(members: &Map<String, Value>) -> Option<ImportRow> {
    let mut row = ImportRow::default();
    for (name, value) in members {
        match value {
            Value::Array(labels) if name == "labels" => {
                row.labels = labels.iter().map(label).collect::<Option<_>>()?;
            }
            Value::Object(members) => {
                for (member, value) in members {
                    put(&mut row, &format!("{name}.{member}"), given(value));
                }
            }
            value => {
                put(&mut row, name, given(value));
            }
        }
    }
    Some(row)
}

fn label(value: &Value) -> Option<LabelNode> {
    let label = value.as_object()?;
    let part = |name: &str| label.get(name).map_or(Given::Absent, given);
    Some(LabelNode { key: part("key"), value: part("value") })
}

fn given(value: &Value) -> Given {
    match value {
        Value::Null => Given::Absent,
        Value::Bool(flag) => Given::text(if *flag { "true" } else { "false" }),
        Value::Number(number) => Given::text(&number.to_string()),
        Value::String(text) => Given::text(text),
        Value::Array(_) | Value::Object(_) => Given::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use domain::form::GivenGroup;

    use super::*;
    use crate::bounded::TOO_LONG;

    #[test]
    fn a_line_is_a_customer_and_a_bad_line_costs_itself() {
        let file = "{\"email\":\"a\",\"active\":true,\"phone\":123,\"address\":{\"city\":\"X\"},\
                    \"labels\":[{\"key\":\"k\",\"value\":\"v\"}],\"unknown\":[1]}\n\
                    \n{\"email\"\n[]\n{\"email\":[\"b\"]}";
        let read: Vec<_> = Customers::new(file.as_bytes()).map(Result::unwrap).collect();
        let [
            Record::Row(one),
            Record::Unreadable(_),
            Record::Unreadable(FileFormat::Jsonl),
            Record::Row(other),
        ] = &read[..]
        else {
            panic!("{read:?}")
        };
        assert_eq!((&one.customer.email, &one.active), (&Given::text("a"), &Given::text("true")));
        assert!(matches!(one.customer.address, GivenGroup::Members(_)));
        assert_eq!(one.labels[0].value, Given::text("v"));
        assert_eq!(other.customer.email, Given::Malformed);
    }

    #[test]
    fn a_line_without_an_end_is_not_collected() {
        let mut endless = Customers::new(std::io::repeat(b'x'));
        assert_eq!(endless.next().unwrap().unwrap_err().0, TOO_LONG);
        assert!(endless.next().is_none() && endless.line.capacity() < 8 * 1024 * 1024);
    }
}
