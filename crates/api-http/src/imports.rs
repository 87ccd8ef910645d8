//! Files of rows: the form that they are sent in, and what is answered (behaviour 3.20).

use std::io::Cursor;

use application::error::Error;
use application::rows::ImportItem;
use domain::form::{FormErrors, Shape, message};
use poem_openapi::Object;

use crate::body::{Form, FormSpec, Members, SentFile, Upload, file};

/// The largest file, in bytes (behaviour 3.20.10).
const LARGEST: usize = 16_000_000;

/// The largest body: so much more that the form can still say what is wrong with the file.
const LARGEST_BODY: usize = 20 * 1024 * 1024;

pub(crate) static IMPORT: Form = Form {
    name: "file",
    fields: &[file("file", LARGEST_BODY, "XML file, at most 16,000,000 bytes and 100,000 rows")
        .required()],
};

pub(crate) struct Import;

impl FormSpec for Import {
    const FORM: &'static Form = &IMPORT;
}

/// The file that was sent, if it may be imported. It is not kept: a copy would outlive the erasure
/// of who stands in it.
pub(crate) fn document((form, shape): (Members, Shape)) -> Result<Cursor<Vec<u8>>, Error> {
    let mut errors = FormErrors::default();
    let bytes = match shape {
        Shape::NotAGroup => None,
        Shape::Sound | Shape::NotSubmitted | Shape::ExtraFields => {
            errors.take("file", bytes_of(form.file("file")))
        }
    };
    shape.report(&mut errors);
    errors.none()?;
    Ok(Cursor::new(bytes.ok_or_else(FormErrors::default)?))
}

/// The bytes of a file that may be imported.
fn bytes_of(sent: SentFile) -> Result<Vec<u8>, String> {
    match sent {
        SentFile::Missing => Err(message::BLANK.to_owned()),
        SentFile::NotAFile => Err(message::NOT_VALID.to_owned()),
        SentFile::File(it) if it.bytes.is_empty() => Err(message::BLANK.to_owned()),
        SentFile::File(it) if it.bytes.len() > LARGEST => Err(too_large(it.bytes.len())),
        SentFile::File(it) => match not_xml(&it) {
            None => Ok(it.bytes),
            Some(media_type) => Err(format!(
                "The mime type of the file is invalid (\"{media_type}\"). Allowed mime types are \
                 \"application/xml\", \"text/xml\"."
            )),
        },
    }
}

/// What the file says it is, unless that is XML. A file that says nothing of itself is judged by
/// how it begins.
fn not_xml(file: &Upload) -> Option<String> {
    let declared = file.media_type.as_deref().unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/xml" | "text/xml" => None,
        "" | "application/octet-stream" => {
            let text = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
            let is_markup = text.trim_ascii_start().starts_with(b"<");
            (!is_markup).then(|| "application/octet-stream".to_owned())
        }
        // Shown in an answer: no more of it than a media type has.
        other => Some(other.chars().take(100).collect()),
    }
}

/// In the largest unit in which the two sizes differ (behaviour 0.4.3).
fn too_large(size: usize) -> String {
    let (size, limit, suffix) = [(1_000_000, "MB"), (1_000, "kB")]
        .into_iter()
        .map(|(unit, suffix)| (hundredths(size, unit), hundredths(LARGEST, unit), suffix))
        .find(|(size, limit, _)| size != limit)
        .unwrap_or_else(|| (size.to_string(), LARGEST.to_string(), "bytes"));
    format!("The file is too large ({size} {suffix}). Allowed maximum size is {limit} {suffix}.")
}

/// `size` in units, rounded to two digits, without noughts at the end.
fn hundredths(size: usize, unit: usize) -> String {
    let hundredths = (size * 100 + unit / 2) / unit;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What became of a file.
#[derive(Object)]
#[oai(rename = "Import", rename_all = "camelCase")]
pub(crate) struct ImportDto {
    /// In the order of the file.
    items: Vec<ImportItemDto>,
    total_processed: usize,
    total_success: usize,
    total_failed: usize,
}

/// What became of one row.
#[derive(Object)]
#[oai(rename = "ImportItem", rename_all = "camelCase", skip_serializing_if_is_none)]
struct ImportItemDto {
    /// `success` or `error`.
    status: String,
    process_import_result: Option<ImportedDto>,
    /// Why the row failed.
    message: Option<String>,
    /// The row's e-mail address or document number; empty when there is none.
    identifier: String,
}

#[derive(Object)]
#[oai(rename = "Imported")]
struct ImportedDto {
    /// The id of the new customer or transaction.
    object: String,
}

impl ImportDto {
    pub(crate) fn of(items: Vec<ImportItem>) -> Self {
        let total_processed = items.len();
        let total_failed = items.iter().filter(|it| it.outcome.is_err()).count();
        Self {
            items: items.into_iter().map(ImportItemDto::of).collect(),
            total_processed,
            total_success: total_processed - total_failed,
            total_failed,
        }
    }
}

impl ImportItemDto {
    fn of(ImportItem { identifier, outcome }: ImportItem) -> Self {
        let (status, made, message) = match outcome {
            Ok(id) => ("success", Some(ImportedDto { object: id.to_string() }), None),
            Err(said) => ("error", None, Some(said)),
        };
        Self { status: status.to_owned(), process_import_result: made, message, identifier }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_largest_unit_in_which_they_differ() {
        for (size, told) in [
            (17_000_000, "17 MB). Allowed maximum size is 16 MB."),
            (16_000_001, "16000001 bytes). Allowed maximum size is 16000000 bytes."),
            (16_000_100, "16000.1 kB). Allowed maximum size is 16000 kB."),
            (16_254_999, "16.25 MB). Allowed maximum size is 16 MB."),
        ] {
            assert_eq!(too_large(size), format!("The file is too large ({told}"));
        }
    }

    #[test]
    fn what_is_no_xml_is_told_apart() {
        let said = |bytes: &str, media_type: Option<&str>| {
            let media_type = media_type.map(str::to_owned);
            let bytes = bytes.as_bytes().to_vec();
            not_xml(&Upload { bytes, name: "x".to_owned(), media_type })
        };
        for fine in [Some("text/xml"), Some("Application/XML; charset=utf-8")] {
            assert_eq!(said("x", fine), None);
        }
        assert_eq!(said("\u{feff} <a/>", None), None);
        assert_eq!(said("a,b", None).unwrap(), "application/octet-stream");
        assert_eq!(said("<a/>", Some("text/csv")).unwrap(), "text/csv");
    }
}
