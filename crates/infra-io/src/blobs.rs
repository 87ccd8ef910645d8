//! Bytes by name, in a folder or, with the feature `s3`, in a bucket.

#[cfg(feature = "s3")]
mod bucket;

use std::path::Path as Folder;

use application::ports::{BlobError, Blobs};
use async_trait::async_trait;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};

#[cfg(feature = "s3")]
pub use self::bucket::BucketOptions;
use crate::keyring::{KeyringError, make_data_folder};

/// Why stored files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadBlobs {
    #[error(transparent)]
    Folder(#[from] KeyringError),
    #[error("cannot use the folder of files")]
    Unusable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[cfg(feature = "s3")]
    #[error("cannot use the bucket {0}")]
    Bucket(String, #[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Stored files.
#[derive(Clone, Debug)]
pub struct StoredBlobs<T> {
    store: T,
}

impl StoredBlobs<LocalFileSystem> {
    /// Keeps files in `folder`, which is made if it is missing. Only its owner enters it.
    pub fn in_folder(folder: &Folder) -> Result<Self, BadBlobs> {
        make_data_folder(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder);
        let store = store.map_err(|error| BadBlobs::Unusable(Box::new(error)))?;
        Ok(Self { store: store.with_fsync(true) })
    }
}

#[async_trait]
impl<T: ObjectStore> Blobs for StoredBlobs<T> {
    async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), BlobError> {
        let put = async { self.store.put(&parsed(path)?, bytes.into()).await };
        put.await.map(drop).map_err(failed)
    }

    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let found = async { self.store.get(&parsed(path)?).await?.bytes().await }.await;
        match found {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn delete(&self, path: &str) -> Result<(), BlobError> {
        let deleted = async { self.store.delete(&parsed(path)?).await };
        match deleted.await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// Names that lead out of the folder are none. S3 would take them literally.
fn parsed(path: &str) -> Result<Path, Error> {
    Ok(Path::parse(path)?)
}

fn failed(error: Error) -> BlobError {
    BlobError(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder as Own;

    #[tokio::test]
    async fn what_was_put_is_got_until_it_is_deleted() {
        let folder = Own::new();
        let blobs = StoredBlobs::in_folder(folder.path()).unwrap();
        assert_eq!(blobs.get("avatars/a.png").await.unwrap(), None);
        for bytes in [b"one".to_vec(), b"another".to_vec()] {
            blobs.put("avatars/a.png", bytes.clone()).await.unwrap();
            assert_eq!(blobs.get("avatars/a.png").await.unwrap(), Some(bytes));
        }
        assert_eq!(std::fs::read(folder.path().join("avatars/a.png")).unwrap(), b"another");
        let again = StoredBlobs::in_folder(folder.path()).unwrap();
        for _ in 0..2 {
            again.delete("avatars/a.png").await.unwrap();
            assert_eq!(blobs.get("avatars/a.png").await.unwrap(), None);
        }
        let left: Vec<_> = std::fs::read_dir(folder.path().join("avatars")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[tokio::test]
    async fn names_do_not_lead_out_of_the_folder() {
        let folder = Own::new();
        let blobs = StoredBlobs::in_folder(&folder.path().join("files")).unwrap();
        for path in ["../out", "a/../../out", "a//b"] {
            assert!(blobs.put(path, b"x".to_vec()).await.is_err(), "{path}");
            assert!(blobs.get(path).await.is_err(), "{path}");
            assert!(blobs.delete(path).await.is_err(), "{path}");
        }
        assert!(!folder.path().join("out").exists());
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_an_error() {
        let folder = Own::new();
        let blobs = StoredBlobs::in_folder(folder.path()).unwrap();
        std::fs::write(folder.path().join("avatars"), b"a file in the way").unwrap();
        assert!(blobs.put("avatars/a.png", b"x".to_vec()).await.is_err());
    }
}
