//! From a credential to the caller it stands for (behaviour 1.2, decision 16).

use chrono::TimeDelta;
use domain::Timestamp;
use domain::ids::{AdminId, KeyId, SessionId};
use domain::key::parse_key_text;
use domain::policy::Actor;
use domain::store::StoreCode;

use crate::cx::Ports;
use crate::error::Error;
use crate::ports::{BadToken, Key, Principal, StorageError};

/// How a caller proves who it is.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// `Authorization: Bearer …`
    Bearer(&'a str),
    /// `X-AUTH-TOKEN: …`
    Key(&'a str),
}

/// The caller, if the credential is good for `store`, and its session, if it has one.
pub async fn authenticate(
    ports: &Ports,
    store: &StoreCode,
    credential: Credential<'_>,
) -> Result<(Principal, Option<SessionId>), Error> {
    let (principal, session) = match credential {
        Credential::Bearer(token) => {
            let session = ports.tokens.read(token, ports.clock.now())?;
            (bearer(ports, session).await?, Some(session))
        }
        Credential::Key(text) => (key(ports, store, text).await?, None),
    };
    match &principal.store {
        Some(own) if own != store => Err(Error::Forbidden),
        _ => Ok((principal, session)),
    }
}

async fn bearer(ports: &Ports, session: SessionId) -> Result<Principal, Error> {
    let principal = ports.storage.directory().principal(session).await?;
    principal.ok_or(Error::BadToken(BadToken::Invalid))
}

async fn key(ports: &Ports, store: &StoreCode, text: &str) -> Result<Principal, Error> {
    let (id, secret) = parse_key_text(text).ok_or(Error::BadKey)?;
    let key = ports.storage.directory().key(id).await?.ok_or(Error::BadKey)?;
    let now = ports.clock.now();
    let right = ports.secrets.same(&key.digest, &ports.secrets.digest(secret));
    if !right || key.expires_at.is_some_and(|it| it <= now) {
        return Err(Error::BadKey);
    }
    if key.last_used_at.is_none_or(|it| now - it >= TimeDelta::minutes(1)) {
        // A key that only reads works also while nothing can be written: this is for operators.
        let _ = note_use(ports, store, id, now).await;
    }
    let Key { name, rights, store, .. } = key;
    let rights = if store.is_some() { rights.within_one_store() } else { rights };
    Ok(Principal {
        actor: Actor::Admin(AdminId(id.0), rights),
        store,
        username: format!("key {}", name.as_str()),
    })
}

async fn note_use(
    ports: &Ports,
    store: &StoreCode,
    id: KeyId,
    at: Timestamp,
) -> Result<(), StorageError> {
    let uow = ports.storage.begin(store).await?;
    uow.keys().used(id, at).await?;
    uow.commit().await
}

#[cfg(test)]
mod tests {
    use domain::access::{Access, Rights};
    use domain::key::key_text;
    use domain::text::Text;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, now};

    fn home() -> StoreCode {
        StoreCode::default_store()
    }

    fn stored_key() -> Key {
        Key {
            id: KeyId(Uuid::from_u128(3)),
            name: Text::parse("till").unwrap(),
            digest: "digest of s".to_owned(),
            rights: Rights::everywhere(Access::View),
            store: None,
            created_at: now(),
            expires_at: None,
            last_used_at: Some(now()),
        }
    }

    async fn by_key(stored: Option<Key>, secret: &str) -> Result<Principal, Error> {
        let mut stage = Stage::new();
        stage.directory.expect_key().return_once(move |_| Ok(stored));
        let (ports, _) = stage.ports();
        let text = key_text(stored_key().id, secret);
        let (principal, session) = authenticate(&ports, &home(), Credential::Key(&text)).await?;
        assert_eq!(session, None);
        Ok(principal)
    }

    #[tokio::test]
    async fn a_key_acts_with_its_scopes() {
        let principal = by_key(Some(stored_key()), "s").await.unwrap();
        let expected = Actor::Admin(AdminId(stored_key().id.0), stored_key().rights);
        assert_eq!(principal.actor, expected);
    }

    #[tokio::test]
    async fn unknown_wrong_and_expired_keys_are_refused_alike() {
        let expired = Key { expires_at: Some(now()), ..stored_key() };
        for (stored, secret) in [(None, "s"), (Some(stored_key()), "t"), (Some(expired), "s")] {
            assert!(matches!(by_key(stored, secret).await, Err(Error::BadKey)));
        }
    }

    #[tokio::test]
    async fn a_key_of_another_store_is_forbidden_here() {
        let bound = Key { store: Some(StoreCode::parse("other").unwrap()), ..stored_key() };
        assert!(matches!(by_key(Some(bound), "s").await, Err(Error::Forbidden)));
    }

    #[tokio::test]
    async fn a_session_that_ended_is_an_invalid_token() {
        let mut stage = Stage::new();
        stage.tokens.expect_read().returning(|_, _| Ok(SessionId(Uuid::nil())));
        stage.directory.expect_principal().returning(|_| Ok(None));
        let (ports, _) = stage.ports();
        let refused = authenticate(&ports, &home(), Credential::Bearer("x")).await;
        assert!(matches!(refused, Err(Error::BadToken(BadToken::Invalid))));
    }
}
