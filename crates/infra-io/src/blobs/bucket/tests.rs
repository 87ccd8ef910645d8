//! What holds in a folder holds in a bucket. `LAUREL_TEST_S3` is the address of a server with a
//! bucket `laurel` that takes any key, as `tests/s3.sh` arranges.

use std::sync::Arc;

use application::ports::{Blobs, Secrets};

use super::*;
use crate::secrets::RandomSecrets;

fn options(endpoint: &str) -> BucketOptions {
    let text = str::to_owned;
    BucketOptions {
        bucket: text("laurel"),
        region: text("eu-central-1"),
        endpoint: text(endpoint),
        access_key: text("key"),
        secret_key: text("s3cret"),
    }
}

fn server() -> Option<String> {
    let named = std::env::var("LAUREL_TEST_S3").ok();
    if named.is_none() {
        println!("skipped: LAUREL_TEST_S3 names no server");
    }
    named
}

async fn bucket() -> Option<StoredBlobs<AmazonS3>> {
    crate::install_crypto_provider();
    Some(StoredBlobs::in_bucket(&options(&server()?)).await.unwrap())
}

/// The name of a file that nobody has.
fn a_name() -> String {
    format!("avatars/{}.png", RandomSecrets::new(b"any").hex(32))
}

async fn refusal(options: &BucketOptions) -> String {
    crate::install_crypto_provider();
    let error = StoredBlobs::in_bucket(options).await.unwrap_err();
    format!("{error}: {}", error.source().unwrap())
}

#[tokio::test]
async fn what_was_put_is_got_until_it_is_deleted() {
    let Some(blobs) = bucket().await else { return };
    let name = a_name();
    assert_eq!(blobs.get(&name).await.unwrap(), None);
    for bytes in [b"one".to_vec(), b"another".to_vec(), vec![]] {
        blobs.put(&name, bytes.clone()).await.unwrap();
        assert_eq!(blobs.get(&name).await.unwrap(), Some(bytes));
    }
    let again = bucket().await.unwrap();
    for _ in 0..2 {
        again.delete(&name).await.unwrap();
        assert_eq!(blobs.get(&name).await.unwrap(), None);
    }
    let left = blobs.store.list_with_delimiter(Some(&Path::from(&*name))).await.unwrap();
    assert!(left.objects.is_empty(), "{left:?}");
}

#[tokio::test]
async fn whoever_reads_while_a_file_is_replaced_sees_one_of_both_whole() {
    let Some(blobs) = bucket().await else { return };
    let (blobs, name) = (Arc::new(blobs), a_name());
    let versions = [vec![1; 300_000], vec![2; 200_000]];
    blobs.put(&name, versions[0].clone()).await.unwrap();
    let (writer, wanted) = (Arc::clone(&blobs), name.clone());
    let [one, another] = versions.clone();
    let writing = tokio::spawn(async move {
        for _ in 0..10 {
            writer.put(&wanted, another.clone()).await.unwrap();
            writer.put(&wanted, one.clone()).await.unwrap();
        }
    });
    while !writing.is_finished() {
        let seen = blobs.get(&name).await.unwrap().expect("it is never gone");
        assert!(versions.contains(&seen), "{} bytes", seen.len());
    }
    writing.await.unwrap();
    blobs.delete(&name).await.unwrap();
}

#[tokio::test]
async fn names_that_lead_elsewhere_are_none() {
    let Some(blobs) = bucket().await else { return };
    for path in ["../out", "a/../../out", "a//b"] {
        assert!(blobs.put(path, b"x".to_vec()).await.is_err(), "{path}");
        assert!(blobs.get(path).await.is_err(), "{path}");
        assert!(blobs.delete(path).await.is_err(), "{path}");
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_told_at_once() {
    let Some(endpoint) = server() else { return };
    let said = refusal(&BucketOptions { bucket: "nobodys".into(), ..options(&endpoint) }).await;
    assert!(said.starts_with(r#"cannot use the bucket "nobodys" at "#), "{said}");
    assert!(said.contains("NoSuchBucket") && !said.contains("s3cret"), "{said}");
}

#[tokio::test]
async fn a_server_that_is_gone_is_told_soon_and_without_the_secret() {
    let started = std::time::Instant::now();
    let said = refusal(&options("http://127.0.0.1:9")).await;
    assert!(said.starts_with("cannot use the bucket") && !said.contains("s3cret"), "{said}");
    assert!(started.elapsed() < 2 * PATIENCE, "{:?}", started.elapsed());
}

#[tokio::test]
async fn what_is_missing_is_told_without_calling_anybody() {
    let elsewhere = || options("https://s3.example");
    for (options, expected) in [
        (BucketOptions { bucket: String::new(), ..elsewhere() }, "name is missing"),
        (BucketOptions { region: String::new(), ..elsewhere() }, "region is missing"),
        (BucketOptions { secret_key: String::new(), ..elsewhere() }, "belong together"),
        (BucketOptions { access_key: String::new(), ..elsewhere() }, "belong together"),
        (
            BucketOptions { access_key: String::new(), secret_key: String::new(), ..elsewhere() },
            "needs an access key",
        ),
    ] {
        let said = refusal(&options).await;
        assert!(said.contains(expected), "{said}");
    }
}
