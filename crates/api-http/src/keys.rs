//! Permanent keys for machines (decision 11).

use application::cx::Cx;
use application::error::Error;
use application::keys;
use application::ports::{Key, Listing};
use domain::access::Rights;
use domain::form::Shape;
use domain::ids::KeyId;
use domain::key::KeyDraft;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Form, FormSpec, Members, list, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page};
use crate::roles::{PERMISSION, PermissionDto, permission_draft, permissions};
use crate::tags::Tag;
use crate::wire::{NoContent, timestamp};

static KEY: Form = Form {
    name: "key",
    fields: &[
        text("name", "What the key is for").required(),
        list("permissions", PERMISSION, "What the key may do").required(),
        text("store", "Code of the only store it is good for; every store unless given"),
        text("expiresAt", "YYYY-MM-DD HH:mm:ss; never unless given"),
    ],
};

struct KeyForm;

impl FormSpec for KeyForm {
    const FORM: &'static Form = &KEY;
}

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[text("page", "From 1"), text("perPage", "10 unless given; at most 1000")],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// A permanent key; its secret is never shown again.
#[derive(Object)]
#[oai(rename = "Key", rename_all = "camelCase", skip_serializing_if_is_none)]
struct KeyDto {
    key_id: String,
    name: String,
    /// May do everything.
    master: bool,
    permissions: Vec<PermissionDto>,
    store: Option<String>,
    created_at: String,
    expires_at: Option<String>,
    /// To the minute.
    last_used_at: Option<String>,
}

#[derive(Object)]
#[oai(rename = "KeyList")]
struct KeyListDto {
    keys: Vec<KeyDto>,
    total: u64,
}

/// A key that was just created. Keep it: it is shown this once.
#[derive(Object)]
#[oai(rename = "NewKey", rename_all = "camelCase")]
struct NewKeyDto {
    key_id: String,
    /// To be sent as `X-AUTH-TOKEN`.
    key: String,
}

pub(crate) struct KeysApi;

#[OpenApi(prefix_path = "/api/admin", tag = "Tag::Keys")]
impl KeysApi {
    /// List permanent keys, newest first.
    #[oai(path = "/key", method = "get", operation_id = "key_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<KeyListDto>, Failure> {
        let Listing { items, total } = keys::list(&call.0, page(&asked.members)).await?;
        let keys = items.into_iter().map(|it| KeyDto::of(it, &call.0)).collect();
        Ok(Json(KeyListDto { keys, total }))
    }

    /// Create a permanent key.
    #[oai(path = "/key", method = "post", operation_id = "key_create")]
    async fn create(&self, call: Call, body: Body<KeyForm>) -> Result<Json<NewKeyDto>, Failure> {
        let new = keys::create(&call.0, &key_draft(body.into_members())).await;
        let new = new.map_err(|error| KEY.failure(error))?;
        Ok(Json(NewKeyDto { key_id: new.key.id.to_string(), key: new.text }))
    }

    /// Delete a permanent key: it stops working at once.
    #[oai(path = "/key/:key", method = "delete", operation_id = "key_delete")]
    async fn delete(&self, call: Call, key: Path<String>) -> Result<NoContent, Failure> {
        keys::delete(&call.0, KeyId::parse(&key).ok_or(Error::NotFound)?).await?;
        Ok(NoContent::Done)
    }
}

fn key_draft((form, shape): (Members, Shape)) -> KeyDraft {
    KeyDraft {
        shape,
        name: form.leaf("name"),
        permissions: form.list("permissions", permission_draft),
        store: form.leaf("store"),
        expires_at: form.leaf("expiresAt"),
    }
}

impl KeyDto {
    fn of(key: Key, cx: &Cx) -> Self {
        let Key { id, name, digest: _, rights, store, created_at, expires_at, last_used_at } = key;
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            key_id: id.to_string(),
            name: name.as_str().to_owned(),
            master: rights == Rights::Master,
            permissions: permissions(&rights),
            store: store.map(|it| it.to_string()),
            created_at: time(created_at),
            expires_at: expires_at.map(time),
            last_used_at: last_used_at.map(time),
        }
    }
}
