//! The rows of a file that is imported, and what becomes of them (behaviour 3.20).

use std::iter::Fuse;

use domain::form::{FormErrors, message};
use uuid::Uuid;

use crate::ports::{AuditData, BadFile, FileFormat, Records};

/// What became of one place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportItem {
    /// What the row is known by, as it stands in the file, or nothing.
    pub identifier: String,
    /// The id of what was made, or why nothing was.
    pub outcome: Result<Uuid, String>,
}

/// The most rows of one upload: what becomes of each is held until the last is done.
const MOST_ROWS: usize = 100_000;

/// A file that was sent, read as far as it may be.
pub(crate) struct Upload<T> {
    records: Fuse<Records<T>>,
    read: usize,
}

impl<T> Upload<T> {
    pub(crate) fn new(records: Records<T>) -> Self {
        Self { records: records.fuse(), read: 0 }
    }

    /// The next rows, fewer than `most` only where the file ends; and why, when it ends before its
    /// time.
    pub(crate) fn next_rows(&mut self, most: usize) -> (Vec<T>, Option<ImportItem>) {
        let mut rows = vec![];
        while rows.len() < most {
            match self.records.next() {
                None => break,
                Some(Err(why)) => return (rows, Some(nobody(conversion(&unread(&why))))),
                Some(Ok(_)) if self.read == MOST_ROWS => {
                    let said = format!("what follows the first {MOST_ROWS} rows is not imported");
                    return (rows, Some(nobody(process(&said))));
                }
                Some(Ok(row)) => rows.push(row),
            }
            self.read += 1;
        }
        (rows, None)
    }
}

/// What is said of a file that cannot be read any further.
fn unread(BadFile(why): &BadFile) -> String {
    format!("the rest of the file cannot be read: {why}")
}

/// An item of no row.
fn nobody(said: String) -> ImportItem {
    ImportItem { identifier: String::new(), outcome: Err(said) }
}

/// The words a row ends with that is none at all (behaviour 3.20.5).
pub(crate) fn unreadable(format: FileFormat) -> String {
    conversion(match format {
        FileFormat::Xml => "XML has invalid structure",
        FileFormat::Csv => "CSV has invalid structure",
        FileFormat::Jsonl => "JSON has invalid structure",
    })
}

/// What is wrong with the row as it stands (behaviour 3.20.4).
pub(crate) fn conversion(said: &str) -> String {
    format!("Convert exception: {said}")
}

/// Why the programme does not take the row (behaviour 3.20.4).
pub(crate) fn process(said: &str) -> String {
    format!("Process exception: {said}")
}

pub(crate) fn first_message(errors: &FormErrors) -> &str {
    let root = errors.root.first().map(|it| &**it);
    root.or_else(|| errors.fields.first().map(|it| &*it.message)).unwrap_or(message::NOT_VALID)
}

/// What the audit log is told of a whole file.
pub(crate) fn counts(processed: u64, failed: u64) -> AuditData {
    AuditData::Submitted(vec![
        ("totalProcessed", processed.to_string()),
        ("totalSuccess", (processed - failed).to_string()),
        ("totalFailed", failed.to_string()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(end: Option<ImportItem>) -> String {
        end.map_or_else(String::new, |it| it.outcome.unwrap_err())
    }

    #[test]
    fn an_upload_ends_where_it_cannot_be_read_and_says_why() {
        let why = BadFile("too long".to_owned());
        let records = [Ok(1), Ok(2), Ok(3), Err(why)];
        let mut upload = Upload::new(Box::new(records.into_iter()));
        assert_eq!(upload.next_rows(2), (vec![1, 2], None));
        let (rows, end) = upload.next_rows(2);
        assert_eq!(rows, [3]);
        let expected = "Convert exception: the rest of the file cannot be read: too long";
        assert_eq!(said(end), expected);
    }

    #[test]
    fn so_many_rows_are_read_and_no_more() {
        for (rows, expected) in [
            (MOST_ROWS, ""),
            (
                MOST_ROWS + 1,
                "Process exception: what follows the first 100000 rows is not imported",
            ),
        ] {
            let mut upload = Upload::new(Box::new((0..rows).map(Ok)));
            assert_eq!(upload.next_rows(MOST_ROWS).0.len(), MOST_ROWS);
            let (rest, end) = upload.next_rows(1);
            assert_eq!(rest, [0_usize; 0]);
            assert_eq!(said(end), expected);
        }
    }
}
