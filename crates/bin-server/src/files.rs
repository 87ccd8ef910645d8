//! Wiring: where pictures are kept.

use std::sync::Arc;

use application::ports::Blobs;
use infra_io::StoredBlobs;

use crate::config::{Config, FilesKind};
use crate::failure::Failure;

/// Pictures are in this folder of the data folder, unless they are in a bucket.
const FOLDER: &str = "files";

/// Stored files, as configured. A bucket is called.
pub async fn open(config: &Config) -> Result<Arc<dyn Blobs>, Failure> {
    match config.files.kind {
        FilesKind::Folder => Ok(Arc::new(StoredBlobs::in_folder(&config.data.join(FOLDER))?)),
        FilesKind::S3 => bucket(config).await,
    }
}

#[cfg(feature = "s3")]
async fn bucket(config: &Config) -> Result<Arc<dyn Blobs>, Failure> {
    let crate::config::Files { kind: _, bucket, region, endpoint, access_key, secret_key } =
        config.files.clone();
    let secret_key = secret_key.expose().to_owned();
    let options = infra_io::BucketOptions { bucket, region, endpoint, access_key, secret_key };
    Ok(Arc::new(StoredBlobs::in_bucket(&options).await?))
}

#[cfg(not(feature = "s3"))]
fn bucket(_: &Config) -> std::future::Ready<Result<Arc<dyn Blobs>, Failure>> {
    std::future::ready(Err(Failure::WithoutBuckets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, load};

    /// What opening says with these settings of `[files]`.
    async fn refusal(settings: &str) -> String {
        let file = format!("[files]\nkind = 's3'\n{settings}");
        let config = load(&Overrides::default(), [], Some(&file)).unwrap();
        crate::failure::chain(&open(&config).await.err().unwrap())
    }

    #[cfg(not(feature = "s3"))]
    #[tokio::test]
    async fn without_the_feature_it_is_said_what_to_do() {
        let said = "files.kind is s3, but this laurel was built without it: build it with \
                    `cargo build --release --features s3`, or set files.kind to folder";
        assert_eq!(refusal("bucket = 'b'").await, said);
    }

    #[cfg(feature = "s3")]
    #[tokio::test]
    async fn a_bucket_that_cannot_be_used_is_told_by_name_and_without_the_secret() {
        let said = refusal(
            "bucket = 'b'\naccess_key = 'a'\nsecret_key = 's3cret'\n\
                            endpoint = 'http://127.0.0.1:9'",
        )
        .await;
        assert!(
            said.starts_with("cannot use the bucket \"b\" at \"http://127.0.0.1:9\""),
            "{said}"
        );
        assert!(!said.contains("s3cret"), "{said}");
    }
}
