//! Issues a key. Its text is told this once and never again.

use std::fmt;

use domain::form::{FormErrors, message};
use domain::ids::KeyId;
use domain::key::{KeyDraft, KeyTerms, key_text};
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Key};
use crate::roles::must_hold;

/// A key, and the text its holder sends.
pub struct NewKey {
    pub key: Key,
    pub text: String,
}

impl fmt::Debug for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewKey").field("id", &self.key.id).finish_non_exhaustive()
    }
}

pub async fn create(cx: &Cx, draft: &KeyDraft) -> Result<NewKey, Error> {
    let permit = cx.authorize(Action::KeyManage)?;
    let now = cx.real_now();
    let KeyTerms { name, rights, store, expires_at } = draft.check(cx.store.time_zone, now)?;
    must_hold(cx, &rights)?;
    let id = KeyId(cx.next_id());
    let secret = cx.secrets().fresh();
    let digest = cx.secrets().digest(&secret);
    let key =
        Key { id, name, digest, rights, store, created_at: now, expires_at, last_used_at: None };

    let uow = cx.begin(permit).await?;
    if let Some(code) = &key.store
        && uow.stores().find(code).await?.is_none()
    {
        let mut errors = FormErrors::default();
        errors.field("store", message::NOT_VALID);
        return Err(errors.into());
    }
    uow.keys().add(&key).await?;
    let granted = AuditData::List(key.rights.listed());
    uow.audit().record(cx.audit("CreateKey", "key", id.to_string(), granted)).await?;
    uow.commit().await?;
    Ok(NewKey { text: key_text(id, &secret), key })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::access::{Access, PermissionDraft, Resource, Rights};
    use domain::form::Given;
    use domain::ids::AdminId;
    use domain::key::parse_key_text;
    use domain::policy::Actor;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin, reporter, store};

    fn draft() -> KeyDraft {
        let permission =
            PermissionDraft { resource: Given::text("CUSTOMER"), access: Given::text("VIEW") };
        KeyDraft {
            name: Given::text("Till"),
            permissions: Some(vec![permission]),
            ..KeyDraft::default()
        }
    }

    #[tokio::test]
    async fn the_text_is_told_once_and_only_its_digest_is_kept() {
        let (cx, record) = Stage::new().call(admin());
        let new = create(&cx, &draft()).await.unwrap();
        assert_eq!(parse_key_text(&new.text), Some((new.key.id, "secret-1")));
        assert!(!format!("{new:?}").contains("secret-1"));
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.keys, [new.key]);
        assert_eq!(kept.keys[0].digest, "digest of secret-1");
        assert_eq!(kept.audited(), ["CreateKey"]);
        assert_eq!(kept.audit[0].data, AuditData::List(vec!["CUSTOMER:VIEW".to_owned()]));
    }

    #[tokio::test]
    async fn a_key_may_be_bound_to_a_store_that_exists() {
        for exists in [true, false] {
            let mut stage = Stage::new();
            stage.repos.stores.expect_find().returning(move |_| Ok(exists.then(store)));
            let (cx, record) = stage.call(admin());
            let bound = KeyDraft { store: Given::text("DEFAULT"), ..draft() };
            match create(&cx, &bound).await {
                Ok(new) => assert_eq!(new.key.store, Some(store().code)),
                Err(Error::Form(errors)) => assert!(!exists && errors.has("store")),
                Err(other) => panic!("{other:?}"),
            }
            assert_eq!(record.take().committed, exists);
        }
    }

    #[tokio::test]
    async fn nobody_hands_out_more_than_he_holds() {
        let only_admins = Rights::Granted(BTreeMap::from([(Resource::Admin, Access::Modify)]));
        for actor in [Actor::Admin(AdminId(Uuid::nil()), only_admins), reporter()] {
            let (cx, record) = Stage::new().call(actor);
            let refused = create(&cx, &draft()).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
            assert!(record.take().keys.is_empty());
        }
    }
}
