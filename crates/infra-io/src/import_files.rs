//! The readers of files that are imported.

use std::io::Read;

use application::ports::{BadFile, FileFormat, ImportFiles, Record, Records, SaleRecord};

use crate::{customer_files, transaction_files};

/// The readers.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileReaders;

impl ImportFiles for FileReaders {
    fn customers(
        &self,
        format: FileFormat,
        file: Box<dyn Read + Send>,
    ) -> Result<Records<Record>, BadFile> {
        customer_files::read(format, file)
    }

    fn transactions(&self, file: Box<dyn Read + Send>) -> Records<SaleRecord> {
        transaction_files::read(file)
    }
}
