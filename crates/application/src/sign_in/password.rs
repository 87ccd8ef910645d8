//! Sign-in by name and password (behaviour B2).

use domain::account::{Login, UserKind};
use domain::ids::SessionId;
use domain::password::Password;
use domain::policy::Action;
use uuid::Uuid;

use super::tokens::{SignedIn, access_token, refresh_token};
use crate::cx::{Cx, audited_name};
use crate::earning;
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
    let now = cx.real_now();
    let open = candidate.filter(|it| it.can_sign_in && !it.login.is_locked(now));
    let hash = open.as_ref().and_then(|it| it.login.password_hash.clone());
    let right = cx.passwords().verify(&request.password, hash).await?;
    let uow = cx.begin(permit).await?;
    let earner = match &open {
        Some(candidate) if right => earning::signing_in(cx, &*uow, candidate.user).await?,
        _ => None,
    };
    let found = match &open {
        Some(candidate) => uow.logins().find(candidate.user).await?,
        None => None,
    };
    // A wrong guess at nobody costs a commit as well, or the time would tell who is somebody.
    let mut login = found.unwrap_or_else(|| Login::without_password(request.kind.of(Uuid::nil())));
    // The password may have been changed while this one was being checked.
    let unchanged =
        |it: &Candidate| it.user == login.user && it.login.password_hash == login.password_hash;
    let Some(candidate) = open.filter(|it| right && unchanged(it)) else {
        login.guess_failed(now);
        uow.logins().save(&login).await?;
        uow.commit().await?;
        return Err(Error::BadCredentials);
    };

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
    entry.username = audited_name(&principal.actor, &principal.username);
    uow.audit().record(entry).await?;
    if let Some(member) = earner {
        earning::signed_in(cx, &*uow, member).await?;
    }
    uow.commit().await?;
    Ok(SignedIn {
        token: access_token(cx, id, user, &principal, last_login_at),
        refresh_token: refresh,
        password_change_needed: login.temporary,
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::account::User;
    use domain::amount::Amount;
    use domain::earning::{LOGGED_IN, NEWSLETTER, Rule, RuleKind};
    use domain::policy::Actor;
    use domain::settings::SettingValue;

    use super::*;
    use crate::fixtures::{Stage, anonymous, customer, now, rule};
    use crate::ports::Principal;

    fn login() -> Login {
        let user = User::Customer(customer(7).id());
        Login::with_password(user, "hash of open".to_owned())
    }

    fn candidate(login: Login, can_sign_in: bool) -> Candidate {
        let principal = Principal {
            actor: Actor::Customer(customer(7).id()),
            store: Some(domain::store::StoreCode::default_store()),
            username: "john@example.com".to_owned(),
        };
        Candidate { user: login.user, principal, can_sign_in, login }
    }

    fn stage(found: Option<Candidate>) -> Stage {
        let mut stage = Stage::new();
        let stored = found.as_ref().map(|it| it.login.clone());
        stage.directory.expect_candidate().return_once(move |_, _, _| Ok(found));
        stage.repos.logins.expect_find().return_once(move |_| Ok(stored));
        stage.tokens.expect_issue().returning(|_| "a token".to_owned());
        stage
    }

    fn request(password: &str) -> SignIn {
        SignIn {
            kind: UserKind::Customer,
            name: "john@example.com".to_owned(),
            password: Password::unchecked(password),
        }
    }

    #[tokio::test]
    async fn the_right_password_opens_a_session() {
        let (cx, record) = stage(Some(candidate(login(), true))).call(anonymous());
        let signed_in = sign_in(&cx, &request("open")).await.unwrap();
        assert_eq!(signed_in.token, "a token");
        assert!(!signed_in.password_change_needed);
        let kept = record.take();
        let (session, refresh) = &kept.sessions[0];
        assert!(kept.committed);
        assert_eq!(session.user, login().user);
        assert_eq!(refresh.digest, format!("digest of {}", signed_in.refresh_token));
        assert_eq!(refresh.expires_at, now() + TimeDelta::days(30));
        assert_eq!(kept.logins[0].last_login_at, Some(now()));
    }

    #[tokio::test]
    async fn a_login_is_rewarded_where_a_rule_says_so() {
        for (event, password, transfers) in
            [(LOGGED_IN, "open", 1), (LOGGED_IN, "shut", 0), (NEWSLETTER, "open", 0)]
        {
            let mut stage = stage(Some(candidate(login(), true)));
            let new = SettingValue::Texts(vec!["new".to_owned()]);
            stage.store.settings.put("customerStatusesEarning", new);
            // Nobody is locked for nothing.
            let locks = usize::from(transfers > 0);
            let found = stage.repos.customers.expect_find();
            found.times(locks).returning(|_| Ok(Some(customer(7))));
            stage.repos.rules.expect_active().returning(move |_| {
                let points = Amount::from_units(3);
                let kind = RuleKind::Event { event: event.to_owned(), points };
                Ok(vec![Rule { kind, ..rule("login", 0) }])
            });
            let (cx, record) = stage.call(anonymous());
            assert_eq!(sign_in(&cx, &request(password)).await.is_ok(), password == "open");
            let kept = record.take();
            assert_eq!(kept.accounts.len(), transfers, "{event} {password}");
        }
    }

    #[tokio::test]
    async fn a_temporary_password_asks_to_be_changed() {
        let login = Login { temporary: true, ..login() };
        let (cx, _) = stage(Some(candidate(login, true))).call(anonymous());
        assert!(sign_in(&cx, &request("open")).await.unwrap().password_change_needed);
    }

    #[tokio::test]
    async fn a_wrong_password_is_counted() {
        let (cx, record) = stage(Some(candidate(login(), true))).call(anonymous());
        let refused = sign_in(&cx, &request("shut")).await;
        assert!(matches!(refused, Err(Error::BadCredentials)));
        let kept = record.take();
        assert!(kept.committed && kept.sessions.is_empty());
        assert_eq!(kept.logins[0].failures, 1);
    }

    #[tokio::test]
    async fn unknown_inactive_and_locked_accounts_are_answered_alike() {
        let locked = Login { locked_until: Some(now() + TimeDelta::seconds(1)), ..login() };
        for found in [None, Some(candidate(login(), false)), Some(candidate(locked, true))] {
            let mut stage = stage(found);
            // The work of a check is done, against nothing.
            stage.passwords.expect_verify().times(1).returning(|_, hash| {
                assert_eq!(hash, None);
                Ok(false)
            });
            let (cx, record) = stage.call(anonymous());
            let refused = sign_in(&cx, &request("open")).await;
            assert!(matches!(refused, Err(Error::BadCredentials)));
            // So is the work of counting a wrong guess, of nobody's.
            let kept = record.take();
            assert!(kept.committed && kept.sessions.is_empty());
            assert_eq!(kept.logins[0].user, UserKind::Customer.of(Uuid::nil()));
        }
    }

    #[tokio::test]
    async fn a_password_changed_in_between_opens_nothing() {
        let mut stage = Stage::new();
        let found = candidate(login(), true);
        stage.directory.expect_candidate().return_once(move |_, _, _| Ok(Some(found)));
        let changed = Login { password_hash: Some("hash of new".to_owned()), ..login() };
        stage.repos.logins.expect_find().return_once(move |_| Ok(Some(changed)));
        let (cx, record) = stage.call(anonymous());
        assert!(sign_in(&cx, &request("open")).await.is_err());
        assert!(record.take().sessions.is_empty());
    }
}
