//! A new password by whoever knows the old one (behaviour B7).

use domain::account::User;
use domain::code::Purpose;
use domain::form::{FormErrors, Given, message};
use domain::password::{LONGEST, Password};
use domain::policy::{Action, Actor};

use super::audited;
use crate::cx::{Cx, Permit};
use crate::error::Error;

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct PasswordChange {
    pub current_password: Given,
    pub plain_password: Given,
}

/// Sets the caller's own password and ends its other sessions. Wrong guesses at the current one
/// count as they do at sign-in.
pub async fn change(cx: &Cx, form: &PasswordChange) -> Result<(), Error> {
    let permit = cx.authorize(Action::PasswordChange)?;
    let (user, name) = match &cx.actor {
        Actor::Admin(id, _) => (User::Admin(*id), cx.username.clone()),
        Actor::Seller(id) => (User::Seller(*id), id.to_string()),
        Actor::Customer(id) => (User::Customer(*id), id.to_string()),
        Actor::Anonymous => return Err(Error::AuthenticationRequired),
    };
    let found = cx.directory(permit).candidate(user.kind(), &cx.store.code, &name).await?;
    // A permanent key is nobody's account, whatever its name is.
    let stored =
        found.map(|it| it.login).filter(|it| it.user == user && !it.is_locked(cx.real_now()));
    let known_hash = stored.and_then(|it| it.password_hash);
    let mut errors = FormErrors::default();
    let is_right = match &form.current_password {
        Given::Text(raw) if raw.len() <= LONGEST => {
            cx.passwords().verify(&Password::unchecked(raw.clone()), known_hash.clone()).await?
        }
        _ => false,
    };
    if !is_right {
        errors.field("currentPassword", message::NOT_CURRENT_PASSWORD);
    }
    let password = Password::check(&form.plain_password, "plainPassword", &mut errors);
    let Some(password) = password.filter(|_| is_right) else {
        if !is_right {
            count_guess(cx, permit, user).await?;
        }
        return Err(errors.into());
    };
    let hash = cx.passwords().hash(&password).await?;

    let uow = cx.begin(permit).await?;
    let mut login = uow.logins().find(user).await?.ok_or(Error::NotFound)?;
    // It may have been changed while this one was being checked.
    if login.password_hash != known_hash {
        errors.field("currentPassword", message::NOT_CURRENT_PASSWORD);
        return Err(errors.into());
    }
    login.set_password(hash);
    uow.logins().save(&login).await?;
    // Whoever has a link or a code that was sent before shall not change it again.
    if let Some(mut code) = uow.codes().find(user, Purpose::PasswordReset).await? {
        code.spend();
        uow.codes().save(&code).await?;
    }
    match cx.session {
        Some(own) => uow.sessions().end_others(user, own).await?,
        None => uow.sessions().end_all(user).await?,
    }
    uow.audit().record(audited(cx, "ChangePassword", user)).await?;
    Ok(uow.commit().await?)
}

async fn count_guess(cx: &Cx, permit: Permit, user: User) -> Result<(), Error> {
    let uow = cx.begin(permit).await?;
    let Some(mut login) = uow.logins().find(user).await? else { return Ok(()) };
    login.guess_failed(cx.real_now());
    uow.logins().save(&login).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::account::Login;
    use domain::ids::SessionId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Kept, Stage, anonymous, as_customer, customer, now};
    use crate::ports::{Candidate, Principal};

    fn login() -> Login {
        let user = User::Customer(customer(7).id());
        let login = Login::with_password(user, "hash of open".to_owned());
        Login { temporary: true, ..login }
    }

    async fn tried(found: Login, stored: Login, current: &str, new: &str) -> (Error, Kept) {
        let mut stage = Stage::new();
        stage.directory.expect_candidate().return_once(move |_, _, name| {
            assert_eq!(name, customer(7).id().to_string());
            let principal =
                Principal { actor: Actor::Anonymous, store: None, username: String::new() };
            Ok(Some(Candidate { user: found.user, principal, can_sign_in: true, login: found }))
        });
        stage.repos.logins.expect_find().returning(move |_| Ok(Some(stored.clone())));
        let (cx, record) = stage.call(as_customer(customer(7).id()));
        let cx = cx.in_session(Some(SessionId(Uuid::from_u128(5))));
        let form = PasswordChange {
            current_password: Given::text(current),
            plain_password: Given::text(new),
        };
        let done = change(&cx, &form).await;
        (done.err().unwrap_or(Error::NotFound), record.take())
    }

    #[track_caller]
    fn marked(error: &Error) -> Vec<&str> {
        let Error::Form(errors) = error else { panic!("{error:?}") };
        errors.fields.iter().map(|it| &*it.path).collect()
    }

    #[tokio::test]
    async fn whoever_knows_the_password_changes_it_and_stays_signed_in() {
        let (_, kept) = tried(login(), login(), "open", "Str0ng!pass").await;
        assert!(kept.committed);
        let changed = &kept.logins[0];
        assert_eq!(changed.password_hash.as_deref(), Some("hash of Str0ng!pass"));
        assert!(!changed.temporary);
        assert_eq!(kept.ended_others, [(login().user, SessionId(Uuid::from_u128(5)))]);
        assert_eq!(kept.ended_users, []);
        assert_eq!(kept.audited(), ["ChangePassword"]);
    }

    #[tokio::test]
    async fn a_wrong_password_is_marked_and_counted() {
        let long = "x".repeat(LONGEST + 1);
        for current in ["shut", "", &long] {
            let (error, kept) = tried(login(), login(), current, "weak").await;
            assert_eq!(marked(&error)[0], "currentPassword");
            assert!(marked(&error).contains(&"plainPassword"));
            let login_now = &kept.logins[0];
            assert_eq!(login_now.failures, 1);
            assert_eq!(login_now.password_hash, login().password_hash);
        }
    }

    #[tokio::test]
    async fn a_locked_account_and_another_ones_have_no_right_password() {
        let mut locked = login();
        (0..11).for_each(|_| locked.guess_failed(now()));
        let others = Login { user: User::Customer(customer(8).id()), ..login() };
        for found in [locked, others] {
            let (error, kept) = tried(found, login(), "open", "Str0ng!pass").await;
            assert_eq!(marked(&error), ["currentPassword"]);
            assert_eq!(kept.logins[0].password_hash, login().password_hash);
        }
    }

    #[tokio::test]
    async fn a_weak_password_and_one_changed_in_between_change_nothing() {
        let (error, kept) = tried(login(), login(), "open", "weak").await;
        assert!(marked(&error).iter().all(|it| *it == "plainPassword"));
        assert!(!kept.committed);
        let newer = Login { password_hash: Some("hash of newer".to_owned()), ..login() };
        let (error, kept) = tried(login(), newer, "open", "Str0ng!pass").await;
        assert_eq!(marked(&error), ["currentPassword"]);
        assert!(!kept.committed);
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let (cx, _) = Stage::new().call(anonymous());
        let refused = change(&cx, &PasswordChange::default()).await;
        assert!(matches!(refused, Err(Error::AuthenticationRequired)));
    }
}
