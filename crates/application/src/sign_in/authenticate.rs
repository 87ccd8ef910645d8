//! From a credential to the caller it stands for (behaviour 1.2, decision 16).

use chrono::TimeDelta;
use domain::ids::AdminId;
use domain::key::parse_key_text;
use domain::policy::Actor;
use domain::store::StoreCode;

use crate::cx::Ports;
use crate::error::Error;
use crate::ports::{BadToken, Key, Principal};

/// How a caller proves who it is.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// `Authorization: Bearer …`
    Bearer(&'a str),
    /// `X-AUTH-TOKEN: …`
    Key(&'a str),
}

/// The caller, if the credential is good for `store`.
pub async fn authenticate(
    ports: &Ports,
    store: &StoreCode,
    credential: Credential<'_>,
) -> Result<Principal, Error> {
    let principal = match credential {
        Credential::Bearer(token) => bearer(ports, token).await?,
        Credential::Key(text) => key(ports, store, text).await?,
    };
    match &principal.store {
        Some(own) if own != store => Err(Error::Forbidden),
        _ => Ok(principal),
    }
}

async fn bearer(ports: &Ports, token: &str) -> Result<Principal, Error> {
    let session = ports.tokens.read(token, ports.clock.now())?;
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
        let uow = ports.storage.begin(store).await?;
        uow.keys().used(id, now).await?;
        uow.commit().await?;
    }
    let Key { name, rights, store, .. } = key;
    let rights = if store.is_some() { rights.within_one_store() } else { rights };
    Ok(Principal {
        actor: Actor::Admin(AdminId(id.0), rights),
        store,
        username: format!("key {}", name.as_str()),
    })
}
