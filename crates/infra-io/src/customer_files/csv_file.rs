//! CSV with a header of the nodes' names: `email,firstName,address.city,labels`.

use std::io::Read;

use application::ports::{BadFile, FileFormat, ImportRow, LabelNode, Record};
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::form::Given;

use super::leaves::{NAMES, put};
use crate::bounded::Bounded;

/// Columns that an export has beside those of an import. They say what the import makes anew.
pub(super) const TOLD_ONLY: [&str; 4] = ["customerId", "status", "createdAt", "updatedAt"];

/// Labels are one column: `key1:value1;key2:value2` (behaviour 3.3.2).
pub(super) const LABELS: &str = "labels";

/// What a cell may not begin with in a spreadsheet, which would run it. Such cells are written
/// with an apostrophe before them, and read without it.
pub(super) const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

const UNREADABLE: Record = Record::Unreadable(FileFormat::Csv);

pub(super) struct Customers<R: Read> {
    reader: Reader<Bounded<R>>,
    columns: Vec<String>,
    cells: ByteRecord,
    ended: bool,
}

impl<R: Read> Customers<R> {
    pub(super) fn new(file: R) -> Result<Self, BadFile> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(Bounded::new(file));
        let header = reader.headers().map_err(|_| BadFile("the file has no header".to_owned()))?;
        let columns: Vec<_> =
            header.iter().map(|it| it.trim().trim_start_matches('\u{feff}').to_owned()).collect();
        let is_known = |it: &str| NAMES.contains(&it) || TOLD_ONLY.contains(&it) || it == LABELS;
        match columns.iter().find(|it| !is_known(it)) {
            Some(unknown) => {
                let shown: String = unknown.chars().take(40).collect();
                Err(BadFile(format!("the file has an unknown column: {shown:?}")))
            }
            None => Ok(Self { reader, columns, cells: ByteRecord::new(), ended: false }),
        }
    }

    fn row(&self) -> Option<ImportRow> {
        let mut row = ImportRow::default();
        if self.cells.len() > self.columns.len() {
            return None;
        }
        for (name, cell) in self.columns.iter().zip(&self.cells) {
            let cell = unguarded(std::str::from_utf8(cell).ok()?);
            // An empty cell is how a table leaves something out.
            let given = match Given::text(cell) {
                Given::Empty => Given::Absent,
                given => given,
            };
            if name == LABELS {
                row.labels = labels(cell);
            } else {
                put(&mut row, name, given);
            }
        }
        Some(row)
    }
}

impl<R: Read> Iterator for Customers<R> {
    type Item = Result<Record, BadFile>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.reader.get_mut().next_piece();
        match self.reader.read_byte_record(&mut self.cells) {
            Ok(true) => Some(Ok(self.row().map_or(UNREADABLE, |it| Record::Row(Box::new(it))))),
            Ok(false) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(BadFile(error.to_string())))
            }
        }
    }
}

fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULAS) => rest,
        _ => cell,
    }
}

fn labels(cell: &str) -> Vec<LabelNode> {
    let pairs = cell.split(';').filter_map(|it| it.split_once(':'));
    pairs
        .map(|(key, value)| LabelNode { key: Given::text(key), value: Given::text(value) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounded::TOO_LONG;

    fn read(file: &str) -> Vec<Record> {
        Customers::new(file.as_bytes()).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_line_is_a_customer() {
        let read = read(
            "\u{feff}email,address.city,labels,phone,status\n\
             a,\"X, Y\",k:v;l:w:x,'+48123123123,new\nb\nc,,,,,too many\n",
        );
        let [Record::Row(a), Record::Row(b), Record::Unreadable(FileFormat::Csv)] = &read[..]
        else {
            panic!("{read:?}")
        };
        assert_eq!(a.customer.phone, Given::text("+48123123123"));
        assert_eq!(a.labels[1], LabelNode { key: Given::text("l"), value: Given::text("w:x") });
        assert_eq!((&b.customer.email, &b.customer.phone), (&Given::text("b"), &Given::Absent));
    }

    #[test]
    fn an_unknown_column_is_told_before_anything_is_read() {
        let told = Customers::new("email,emial\na,b".as_bytes()).err().unwrap().to_string();
        assert_eq!(told, "the file has an unknown column: \"emial\"");
    }

    #[test]
    fn a_quote_without_an_end_is_not_collected() {
        let endless = b"email\n\"".chain(std::io::repeat(b'x'));
        let mut customers = Customers::new(endless).unwrap();
        assert_eq!(customers.next().unwrap().unwrap_err().0, TOO_LONG);
        assert!(customers.next().is_none());
    }
}
