//! Pictures, and where their bytes are kept.

use async_trait::async_trait;

/// Stored files could not be reached.
#[derive(Debug, thiserror::Error)]
#[error("stored files cannot be reached")]
pub struct BlobError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Bytes by name: a folder, or a bucket.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Whole or not at all.
    async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), BlobError>;

    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, BlobError>;

    /// Nothing happens where there is nothing.
    async fn delete(&self, path: &str) -> Result<(), BlobError>;
}

/// A picture made anew: nothing of the file it came from but what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
    /// Without a dot.
    pub extension: &'static str,
}

/// Why bytes did not become a [`Picture`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    #[error("This file is not a valid image.")]
    NotAPicture,
    #[error("too many pictures are being read")]
    Busy,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Pictures: Send + Sync {
    /// Reads PNG, JPEG, GIF or WebP, told by the bytes, and draws it anew (behaviour 3.21).
    async fn clean(&self, bytes: Vec<u8>) -> Result<Picture, BadPicture>;
}
