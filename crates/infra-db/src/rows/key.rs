//! The `api_key` row, alias `k`.

use application::ports::Key;
use domain::ids::KeyId;
use domain::store::StoreCode;
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns, json};

columns! { "api_key" as "k":
    "id", "name", "digest", "master", "permissions", "store", "created_at", "expires_at",
    "last_used_at",
}

pub fn from_row(row: &QueryResult) -> Result<Key, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = KeyId(it.id("id")?);
    let name = it.text("name")?;
    let digest = it.take("digest")?;
    let master = it.take("master")?;
    Ok(Key {
        id,
        name,
        digest,
        rights: it.json("permissions", |text| json::read_rights(master, text))?,
        store: it.take::<Option<String>>("store")?.map(StoreCode::from_storage),
        created_at: it.instant("created_at")?,
        expires_at: it.some_instant("expires_at")?,
        last_used_at: it.some_instant("last_used_at")?,
    })
}

/// Every column but `id`.
pub fn written(key: &Key) -> Written {
    let Key { id: _, name, digest, rights, store, created_at, expires_at, last_used_at } = key;
    let (master, permissions) = json::rights_text(rights);
    vec![
        ("name", name.as_str().into()),
        ("digest", digest.as_str().into()),
        ("master", master.into()),
        ("permissions", permissions.into()),
        ("store", store.as_ref().map(StoreCode::as_str).into()),
        ("created_at", created_at.timestamp_micros().into()),
        ("expires_at", expires_at.map(|it| it.timestamp_micros()).into()),
        ("last_used_at", last_used_at.map(|it| it.timestamp_micros()).into()),
    ]
}
