//! A bucket of S3, or of whatever speaks its protocol.

use std::error::Error as StdError;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, RetryConfig};

use super::{BadBlobs, StoredBlobs};

/// Longer than any answer takes that is worth waiting for.
const PATIENCE: Duration = Duration::from_secs(10);

const CONNECT_PATIENCE: Duration = Duration::from_secs(3);

/// Somebody waits for the answer: what fails for longer is told, and tried again by jobs.
const RETRIES: usize = 2;

/// No file begins so: a listing of it is short.
const NOTHING: &str = "nothing";

/// Where pictures are when they are not in a folder.
pub struct BucketOptions {
    pub bucket: String,
    pub region: String,
    /// Empty: Amazon's own of the region.
    pub endpoint: String,
    /// With the secret, or both empty: those of the machine's role, on Amazon's machines only.
    pub access_key: String,
    pub secret_key: String,
}

impl StoredBlobs<AmazonS3> {
    /// Keeps files in a bucket, which must be there and be readable.
    pub async fn in_bucket(options: &BucketOptions) -> Result<Self, BadBlobs> {
        let place = || format!("{:?} at {:?}", options.bucket, options.endpoint);
        let unusable = |error: Error| BadBlobs::Bucket(place(), Box::new(error));
        let store = client(options).map_err(unusable)?;
        // A bucket that is not there answers as a missing picture does, except to a listing.
        store.list_with_delimiter(Some(&Path::from(NOTHING))).await.map_err(unusable)?;
        Ok(Self { store })
    }
}

fn client(options: &BucketOptions) -> Result<AmazonS3, Error> {
    let BucketOptions { bucket, region, endpoint, access_key, secret_key } = options;
    check(options).map_err(|source| Error::Generic { store: "S3", source })?;
    let allows_http = endpoint.starts_with("http://");
    let client = ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(CONNECT_PATIENCE);
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: RETRIES,
        retry_timeout: PATIENCE,
    };
    let mut builder = AmazonS3Builder::new()
        .with_client_options(client.with_allow_http(allows_http))
        .with_retry(retry)
        // Not everybody who speaks the protocol deletes many at once.
        .with_disable_bulk_delete(true)
        .with_bucket_name(bucket)
        .with_region(region);
    if !endpoint.is_empty() {
        builder = builder.with_endpoint(endpoint);
    }
    if !access_key.is_empty() {
        builder = builder.with_access_key_id(access_key).with_secret_access_key(secret_key);
    }
    builder.build()
}

/// Says what is missing, before anybody is called.
fn check(options: &BucketOptions) -> Result<(), Box<dyn StdError + Send + Sync>> {
    let BucketOptions { bucket, region, endpoint, access_key, secret_key } = options;
    let has_keys = !access_key.is_empty();
    if bucket.is_empty() {
        return Err("its name is missing".into());
    }
    if region.is_empty() {
        return Err("its region is missing".into());
    }
    if has_keys == secret_key.is_empty() {
        return Err("the access key and its secret belong together".into());
    }
    if !endpoint.is_empty() && !has_keys {
        return Err("an endpoint of one's own needs an access key and its secret".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
