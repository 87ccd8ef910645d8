//! The claims as they are written into a token (behaviour 1.2.1, decision 9).

use std::collections::BTreeMap;

use application::ports::Claims;
use domain::access::{Access, Resource, Rights};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Issuer and audience of our tokens.
pub(super) const NAME: &str = "laurel";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Issued<'a> {
    iss: &'static str,
    aud: &'static str,
    sub: Uuid,
    exp: i64,
    iat: i64,
    jti: Uuid,
    sid: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<&'a str>,
    username: &'a str,
    roles: [&'static str; 1],
    id: Uuid,
    last_login_at: Option<String>,
    permissions: BTreeMap<&'static str, Vec<&'static str>>,
    super_admin: bool,
}

impl<'a> From<&'a Claims> for Issued<'a> {
    fn from(claims: &'a Claims) -> Self {
        let Claims {
            session,
            user,
            store,
            username,
            rights,
            last_login_at,
            issued_at,
            expires_at,
            token_id,
        } = claims;
        Self {
            iss: NAME,
            aud: NAME,
            sub: user.uuid(),
            exp: expires_at.timestamp(),
            iat: issued_at.timestamp(),
            jti: *token_id,
            sid: session.0,
            store: store.as_ref().map(domain::store::StoreCode::as_str),
            username,
            roles: [user.kind().role()],
            id: user.uuid(),
            last_login_at: last_login_at.map(|at| at.format("%Y-%m-%dT%H:%M:%S%z").to_string()),
            permissions: rights.as_ref().map(permissions).unwrap_or_default(),
            super_admin: matches!(rights, Some(Rights::Master)),
        }
    }
}

fn permissions(rights: &Rights) -> BTreeMap<&'static str, Vec<&'static str>> {
    let granted = |resource: Resource| -> Vec<_> {
        let covered = Access::ALL.into_iter().filter(|access| rights.cover(resource, *access));
        covered.map(Access::code).collect()
    };
    Resource::TABLE
        .iter()
        .map(|(resource, code, _)| (*code, granted(*resource)))
        .filter(|(_, accesses)| !accesses.is_empty())
        .collect()
}

/// What is read back: the rest is for the callers' eyes.
#[derive(Deserialize)]
pub(super) struct Read {
    pub(super) sid: Uuid,
    pub(super) exp: i64,
}
