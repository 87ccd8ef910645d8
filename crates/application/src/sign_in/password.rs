//! Sign-in by name and password (behaviour B2).

use domain::account::UserKind;
use domain::ids::SessionId;
use domain::password::Password;
use domain::policy::Action;

use super::tokens::{SignedIn, access_token, refresh_token};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Candidate, Session};

/// A name and a password, for one kind of account.
pub struct SignIn {
    pub kind: UserKind,
    pub name: String,
    pub password: Password,
}

/// Opens a session. An unknown name, a wrong password, a locked and an inactive account are
/// answered alike, after the same work (decision 9).
pub async fn sign_in(cx: &Cx, request: &SignIn) -> Result<SignedIn, Error> {
    let permit = cx.authorize(Action::SignIn)?;
    let directory = cx.directory(permit);
    let candidate = directory.candidate(request.kind, &cx.store.code, &request.name).await?;
    let now = cx.now();
    let open = candidate.filter(|it| it.can_sign_in && !it.login.is_locked(now));
    let hash = open.as_ref().and_then(|it| it.login.password_hash.clone());
    let right = cx.passwords().verify(&request.password, hash).await?;
    let candidate = open.ok_or(Error::BadCredentials)?;

    let uow = cx.begin(permit).await?;
    let login = uow.logins().find(candidate.user).await?;
    let mut login = login.ok_or(Error::BadCredentials)?;
    // The password may have been changed while this one was being checked.
    if !right || login.password_hash != candidate.login.password_hash {
        login.guess_failed(now);
        uow.logins().save(&login).await?;
        uow.commit().await?;
        return Err(Error::BadCredentials);
    }
    let last_login_at = login.last_login_at;
    login.signed_in(now);
    let Candidate { user, principal, .. } = candidate;
    let id = SessionId(cx.next_id());
    let session = Session { id, user, store: principal.store.clone(), created_at: now };
    let (refresh, stored) = refresh_token(cx, id);
    uow.logins().save(&login).await?;
    uow.sessions().open(&session, &stored).await?;
    let mut entry =
        cx.audit("SignIn", user.kind().role(), user.uuid().to_string(), AuditData::Nothing);
    entry.username.clone_from(&principal.username);
    uow.audit().record(entry).await?;
    uow.commit().await?;
    Ok(SignedIn {
        token: access_token(cx, id, user, &principal, last_login_at),
        refresh_token: refresh,
        password_change_needed: login.temporary,
    })
}
