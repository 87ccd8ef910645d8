//! Exchanging a refresh token for a new pair (behaviour B3, decision 9).

use chrono::TimeDelta;
use domain::policy::Action;
use domain::store::StoreCode;

use super::tokens::{SignedIn, access_token, refresh_token};
use crate::cx::Cx;
use crate::error::Error;

/// How long a replaced token still works: two tabs, or an answer that got lost.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// A new pair for the session of `secret`. `store`: the path's, if it names one; the session must
/// be of that store. A token that was replaced a while ago is somebody else's copy: its session
/// ends.
pub async fn refresh(cx: &Cx, store: Option<&StoreCode>, secret: &str) -> Result<SignedIn, Error> {
    let permit = cx.authorize(Action::SessionRefresh)?;
    let now = cx.now();
    let old = cx.secrets().digest(secret);
    let uow = cx.begin(permit).await?;
    let found = uow.sessions().find_by_refresh(&old).await?;
    let (session, token) = found.ok_or(Error::BadRefreshToken)?;
    let foreign = match (&session.store, store) {
        (Some(own), Some(asked)) => own != asked,
        (None, _) | (_, None) => false,
    };
    if foreign || token.expires_at <= now {
        return Err(Error::BadRefreshToken);
    }
    if token.replaced_at.is_some_and(|at| now - at > GRACE) {
        uow.sessions().end(session.id).await?;
        uow.commit().await?;
        return Err(Error::BadRefreshToken);
    }
    let principal = cx.directory(permit).principal(session.id).await?;
    let principal = principal.ok_or(Error::BadRefreshToken)?;
    let (fresh, stored) = refresh_token(cx, session.id);
    uow.sessions().rotate(&old, now, &stored).await?;
    uow.commit().await?;
    Ok(SignedIn {
        token: access_token(cx, session.id, session.user, &principal, Some(session.created_at)),
        refresh_token: fresh,
        password_change_needed: false,
    })
}
