//! Exchanging a refresh token for a new pair (behaviour B3, decision 9).

use chrono::TimeDelta;
use domain::policy::Action;

use super::tokens::{SignedIn, access_token, refresh_token};
use crate::cx::Cx;
use crate::error::Error;

/// How long a replaced token still works: two tabs, or an answer that got lost.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// A new pair for the session of `secret`, which must be of this store or an administrator's. A
/// token that was replaced a while ago is somebody else's copy: its session ends.
pub async fn refresh(cx: &Cx, secret: &str) -> Result<SignedIn, Error> {
    let permit = cx.authorize(Action::SessionRefresh)?;
    let now = cx.real_now();
    let old = cx.secrets().digest(secret);
    let uow = cx.begin(permit).await?;
    let found = uow.sessions().find_by_refresh(&old).await?;
    let (session, token) = found.ok_or(Error::BadRefreshToken)?;
    if token.expires_at <= now {
        return Err(Error::BadRefreshToken);
    }
    if token.replaced_at.is_some_and(|at| now - at > GRACE) {
        uow.sessions().end(session.id).await?;
        uow.commit().await?;
        return Err(Error::BadRefreshToken);
    }
    let (fresh, stored) = refresh_token(cx, session.id);
    uow.sessions().rotate(&old, now, &stored).await?;
    uow.commit().await?;
    // Only now, when the unit of work is over: see `customers::load`. Should this fail, the caller
    // can try again within the grace.
    let principal = cx.directory(permit).principal(session.id).await?;
    let principal = principal.ok_or(Error::BadRefreshToken)?;
    Ok(SignedIn {
        token: access_token(cx, session.id, session.user, &principal, Some(session.created_at)),
        refresh_token: fresh,
        password_change_needed: false,
    })
}

#[cfg(test)]
mod tests {
    use domain::account::User;
    use domain::ids::SessionId;
    use domain::policy::Actor;
    use domain::store::StoreCode;

    use super::*;
    use crate::fixtures::{Stage, anonymous, customer, now};
    use crate::ports::{Principal, RefreshToken, Session};

    fn stage(replaced: Option<TimeDelta>, left: TimeDelta) -> Stage {
        let mut stage = Stage::new();
        let id = SessionId(uuid::Uuid::from_u128(5));
        let session = Session {
            id,
            user: User::Customer(customer(7).id()),
            store: Some(StoreCode::default_store()),
            created_at: now(),
        };
        let token = RefreshToken {
            digest: "digest of old".to_owned(),
            session: id,
            expires_at: now() + left,
            replaced_at: replaced.map(|ago| now() - ago),
        };
        stage.repos.sessions.expect_find_by_refresh().return_once(move |digest| {
            assert_eq!(digest, "digest of old");
            Ok(Some((session, token)))
        });
        stage.directory.expect_principal().return_once(|_| {
            Ok(Some(Principal {
                actor: Actor::Customer(customer(7).id()),
                store: Some(StoreCode::default_store()),
                username: "john@example.com".to_owned(),
            }))
        });
        stage.tokens.expect_issue().returning(|_| "a token".to_owned());
        stage
    }

    #[tokio::test]
    async fn a_token_is_exchanged_also_within_the_grace_after_its_replacement() {
        for replaced in [None, Some(TimeDelta::seconds(30))] {
            let (cx, record) = stage(replaced, TimeDelta::days(1)).call(anonymous());
            let pair = refresh(&cx, "old").await.unwrap();
            assert_eq!(pair.refresh_token, "secret-1");
            assert!(record.take().committed);
        }
    }

    #[tokio::test]
    async fn a_token_replaced_longer_ago_ends_its_session() {
        let (cx, record) =
            stage(Some(TimeDelta::seconds(31)), TimeDelta::days(1)).call(anonymous());
        assert!(matches!(refresh(&cx, "old").await, Err(Error::BadRefreshToken)));
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.ended_sessions, [SessionId(uuid::Uuid::from_u128(5))]);
    }

    #[tokio::test]
    async fn an_expired_token_is_refused() {
        let (cx, record) = stage(None, TimeDelta::zero()).call(anonymous());
        assert!(matches!(refresh(&cx, "old").await, Err(Error::BadRefreshToken)));
        assert!(!record.take().committed);
    }
}
