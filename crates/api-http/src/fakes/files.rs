//! Files that nobody stored or sent.

use std::io::Read;

use application::ports::{
    BadFile, BadPicture, BlobError, Blobs, FileFormat, ImportFiles, Picture, Pictures, Record,
    Records, SaleRecord,
};
use async_trait::async_trait;

use super::Nothing;

#[async_trait]
impl Blobs for Nothing {
    async fn put(&self, _: &str, _: Vec<u8>) -> Result<(), BlobError> {
        Err(BlobError("nothing".into()))
    }

    async fn get(&self, _: &str) -> Result<Option<Vec<u8>>, BlobError> {
        Ok(None)
    }

    async fn delete(&self, _: &str) -> Result<(), BlobError> {
        Ok(())
    }
}

impl ImportFiles for Nothing {
    fn customers(
        &self,
        _: FileFormat,
        _: Box<dyn Read + Send>,
    ) -> Result<Records<Record>, BadFile> {
        unreachable!("the edge reads no files")
    }

    fn transactions(&self, _: Box<dyn Read + Send>) -> Records<SaleRecord> {
        unreachable!("the edge reads no files")
    }
}

#[async_trait]
impl Pictures for Nothing {
    async fn clean(&self, _: Vec<u8>) -> Result<Picture, BadPicture> {
        Err(BadPicture::NotAPicture)
    }
}
