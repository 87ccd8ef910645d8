//! A new password for whoever got the message (behaviour B6, B8).

use domain::account::Login;
use domain::code::Purpose;
use domain::form::{FormErrors, Given, Shape};
use domain::password::Password;
use domain::policy::Action;

use super::{Audience, audited};
use crate::codes;
use crate::cx::Cx;
use crate::error::Error;

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct NewPassword {
    pub shape: Shape,
    pub plain_password: Given,
}

/// Sets the password of the user to whom `token` was sent, and ends all of its sessions. A token
/// is good once, for a day in a link and for half an hour as a texted code.
pub async fn reset(
    cx: &Cx,
    audience: Audience,
    token: &Given,
    form: &NewPassword,
) -> Result<(), Error> {
    let permit = cx.authorize(Action::PasswordReset)?;
    let Given::Text(token) = token else {
        return Err(Error::refused("field \"token\" should not be empty"));
    };
    let mut errors = FormErrors::default();
    let is_sound = form.shape.report(&mut errors);
    let check =
        |errors: &mut FormErrors| Password::check(&form.plain_password, "plainPassword", errors);
    let password = if is_sound { check(&mut errors) } else { None };
    // Hashing is slow on purpose: it must not happen inside a transaction.
    let hash = match password.filter(|_| errors.is_empty()) {
        Some(password) => Some(cx.passwords().hash(&password).await?),
        None => None,
    };

    let (now, purpose) = (cx.real_now(), Purpose::PasswordReset);
    let digest = codes::digest(cx, purpose, token);
    let uow = cx.begin(permit).await?;
    let found = uow.codes().find_by_digest(purpose, &digest).await?;
    let meant = |kind| audience.kinds().contains(&kind);
    let sent = found.filter(|it| it.is_live(now) && meant(it.user.kind()));
    let mut code = sent.ok_or(Error::NotFound)?;
    let hash = hash.ok_or(errors)?;

    let user = code.user;
    let found = uow.logins().find(user).await?;
    let mut login = found.unwrap_or_else(|| Login::without_password(user));
    login.set_password(hash);
    uow.logins().save(&login).await?;
    code.spend();
    uow.codes().save(&code).await?;
    uow.sessions().end_all(user).await?;
    uow.audit().record(audited(cx, "ResetPassword", user)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::account::{User, UserKind};
    use domain::code::{Channel, OneTimeCode};

    use super::*;
    use crate::fixtures::{Kept, Stage, anonymous, customer, now};

    const TOKEN: &str = "0123456789012345678901234567890123456789012";

    fn john() -> User {
        User::Customer(customer(7).id())
    }

    fn sent(user: User, minutes: i64) -> OneTimeCode {
        let then = now() - TimeDelta::minutes(minutes);
        let mut code = OneTimeCode::request(user, Purpose::PasswordReset, then);
        code.issue(format!("digest of {TOKEN}"), Channel::Email, then);
        code
    }

    async fn tried(
        audience: Audience,
        code: OneTimeCode,
        token: &str,
        password: &str,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.codes.expect_find_by_digest().returning(move |purpose, digest| {
            let is_it = code.live.as_ref().is_some_and(|it| it.digest == digest);
            Ok(Some(code.clone()).filter(|it| it.purpose == purpose && is_it))
        });
        let mut locked = Login::without_password(john());
        (0..11).for_each(|_| locked.guess_failed(now()));
        stage
            .repos
            .logins
            .expect_find()
            .returning(move |user| Ok(Some(Login { user, ..locked.clone() })));
        let (cx, record) = stage.call(anonymous());
        let form = NewPassword { shape: Shape::Sound, plain_password: Given::text(password) };
        let done = reset(&cx, audience, &Given::text(token), &form).await;
        (done, record.take())
    }

    #[tokio::test]
    async fn the_password_is_set_and_every_session_is_over() {
        for user in [john(), UserKind::Admin.of(customer(1).id().0)] {
            let code = sent(user, 24 * 60 - 1);
            let (done, kept) = tried(Audience::Everybody, code, TOKEN, "Str0ng!pass").await;
            done.unwrap();
            assert!(kept.committed);
            let login = &kept.logins[0];
            assert_eq!(login.password_hash.as_deref(), Some("hash of Str0ng!pass"));
            assert!(!login.temporary && !login.is_locked(now()) && login.user == user);
            assert_eq!((kept.ended_users.clone(), &kept.codes[0].live), (vec![user], &None));
            assert_eq!(kept.audited(), ["ResetPassword"]);
        }
    }

    #[tokio::test]
    async fn what_was_not_sent_or_is_old_used_or_somebody_elses_is_not_found() {
        let mut used = sent(john(), 1);
        used.spend();
        let admins = sent(UserKind::Admin.of(customer(1).id().0), 1);
        for (audience, code, token) in [
            (Audience::Everybody, sent(john(), 1), "another"),
            (Audience::Everybody, sent(john(), 24 * 60), TOKEN),
            (Audience::Everybody, used, TOKEN),
            (Audience::Customers, admins, TOKEN),
        ] {
            // Also with a bad password: who has no token is not told about it.
            for password in ["Str0ng!pass", "weak"] {
                let (done, kept) = tried(audience, code.clone(), token, password).await;
                assert!(matches!(done, Err(Error::NotFound)));
                assert!(!kept.committed);
            }
        }
    }

    #[tokio::test]
    async fn a_weak_password_changes_nothing() {
        let (done, kept) = tried(Audience::Everybody, sent(john(), 1), TOKEN, "weak").await;
        let Err(Error::Form(errors)) = done else { panic!("a form error") };
        assert!(errors.has("plainPassword") && !kept.committed);
    }

    #[tokio::test]
    async fn a_token_must_be_given() {
        let (cx, _) = Stage::new().call(anonymous());
        let form = NewPassword::default();
        let refused = reset(&cx, Audience::Everybody, &Given::Empty, &form).await.unwrap_err();
        assert_eq!(refused.to_string(), "field \"token\" should not be empty");
    }
}
