//! Where pictures are kept.

use serde::Deserialize;

use super::channels::choices;
use super::secret::Secret;

choices! {
    FilesKind: Folder = "folder", S3 = "s3";
}

#[derive(Clone, Debug, Deserialize)]
pub struct Files {
    pub kind: FilesKind,
    pub bucket: String,
    pub region: String,
    pub endpoint: String,
    pub access_key: String,
    pub secret_key: Secret,
}
