//! Customers from a file (behaviour A35, 3.20).

use std::io::Cursor;

use application::customers::{ImportItem, import};
use application::error::Error;
use application::ports::FileFormat;
use domain::form::{FormErrors, message};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Form, FormSpec, SentFile, Upload, file};
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;

/// The largest file, in bytes (behaviour 3.20.10).
const LARGEST: usize = 16_000_000;

/// The largest body: so much more that the form can still say what is wrong with the file.
const LARGEST_BODY: usize = 20 * 1024 * 1024;

pub(super) static IMPORT: Form = Form {
    name: "file",
    fields: &[file("file", LARGEST_BODY, "XML file, at most 16,000,000 bytes").required()],
};

pub(crate) struct Import;

impl FormSpec for Import {
    const FORM: &'static Form = &IMPORT;
}

pub(crate) struct CustomerImportApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerImportApi {
    /// Import customers from an XML file.
    #[oai(path = "/admin/customer/import", method = "post", operation_id = "customer_import")]
    async fn import(&self, call: Call, body: Body<Import>) -> Result<Json<ImportDto>, Failure> {
        let Call(cx) = call;
        let (members, _) = body.into_members();
        let sent = members.file("file");
        let open = || {
            // Not kept: a copy of the file would outlive the erasure of who stands in it.
            let file = Box::new(Cursor::new(document(sent)?));
            let read = cx.files().read(FileFormat::Xml, file);
            read.map_err(|error| Error::Internal(Box::new(error)))
        };
        let items = import(&cx, open).await.map_err(|error| IMPORT.failure(error))?;
        Ok(Json(ImportDto::of(items)))
    }
}

/// The bytes of a file that may be imported.
fn document(sent: SentFile) -> Result<Vec<u8>, Error> {
    let said = match sent {
        SentFile::Missing => message::BLANK.to_owned(),
        SentFile::NotAFile => message::NOT_VALID.to_owned(),
        SentFile::File(it) if it.bytes.is_empty() => message::BLANK.to_owned(),
        SentFile::File(it) if it.bytes.len() > LARGEST => too_large(it.bytes.len()),
        SentFile::File(it) => match not_xml(&it) {
            None => return Ok(it.bytes),
            Some(media_type) => format!(
                "The mime type of the file is invalid (\"{media_type}\"). Allowed mime types are \
                 \"application/xml\", \"text/xml\"."
            ),
        },
    };
    let mut errors = FormErrors::default();
    errors.field("file", said);
    Err(Error::Form(errors))
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

/// What became of a file of customers.
#[derive(Object)]
#[oai(rename = "CustomerImport", rename_all = "camelCase")]
pub(crate) struct ImportDto {
    /// In the order of the file.
    items: Vec<ImportItemDto>,
    total_processed: usize,
    total_success: usize,
    total_failed: usize,
}

/// What became of one row.
#[derive(Object)]
#[oai(rename = "CustomerImportItem", rename_all = "camelCase", skip_serializing_if_is_none)]
struct ImportItemDto {
    /// `success` or `error`.
    status: String,
    process_import_result: Option<ImportedDto>,
    /// Why the row failed.
    message: Option<String>,
    /// The row's e-mail address; empty when there is none.
    identifier: String,
}

#[derive(Object)]
#[oai(rename = "ImportedCustomer")]
struct ImportedDto {
    /// The new customer's id.
    object: String,
}

impl ImportDto {
    fn of(items: Vec<ImportItem>) -> Self {
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
