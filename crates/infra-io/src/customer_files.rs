//! Files of customers: XML, CSV and JSON lines, read in memory that does not depend on their size.

mod csv_file;
mod jsonl;
mod kept;
mod leaves;
mod row_errors;
mod writer;
mod xml;

use std::io::Read;

use application::ports::{BadFile, FileFormat, Record, Records};

pub use self::row_errors::{RowErrors, digest_of_file};
pub use self::writer::ExportWriter;

/// The customers of a file.
pub(crate) fn read(
    format: FileFormat,
    file: Box<dyn Read + Send>,
) -> Result<Records<Record>, BadFile> {
    Ok(match format {
        FileFormat::Xml => Box::new(xml::read(file)),
        FileFormat::Csv => Box::new(csv_file::Customers::new(file)?),
        FileFormat::Jsonl => Box::new(jsonl::Customers::new(file)),
    })
}
