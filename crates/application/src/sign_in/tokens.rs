//! What a signed-in caller is handed.

use chrono::SubsecRound;
use domain::Timestamp;
use domain::account::User;
use domain::ids::SessionId;
use domain::policy::Actor;

use crate::cx::Cx;
use crate::ports::{Claims, Principal, RefreshToken};

/// The answer to a sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub token: String,
    pub refresh_token: String,
    /// The password is still the temporary one.
    pub password_change_needed: bool,
}

/// An access token for `session`, signed.
pub(super) fn access_token(
    cx: &Cx,
    session: SessionId,
    user: User,
    principal: &Principal,
    last_login_at: Option<Timestamp>,
) -> String {
    let issued_at = cx.real_now().trunc_subsecs(0);
    let rights = match &principal.actor {
        Actor::Admin(_, rights) => Some(rights.clone()),
        Actor::Seller(_) | Actor::Customer(_) | Actor::Anonymous => None,
    };
    cx.tokens().issue(&Claims {
        session,
        user,
        store: principal.store.clone(),
        username: principal.username.clone(),
        rights,
        last_login_at,
        issued_at,
        expires_at: issued_at + cx.options().access_token_lifetime,
        token_id: cx.next_id(),
    })
}

/// A fresh refresh token: the secret for the caller, and what is stored of it.
pub(super) fn refresh_token(cx: &Cx, session: SessionId) -> (String, RefreshToken) {
    let secret = cx.secrets().fresh();
    let stored = RefreshToken {
        digest: cx.secrets().digest(&secret),
        session,
        expires_at: cx.real_now() + cx.options().refresh_token_lifetime,
        replaced_at: None,
    };
    (secret, stored)
}
