//! Adds an administrator. Not through the policy: whoever holds the machine holds the data.

use std::sync::Arc;

use domain::access::Role;
use domain::account::{Admin, Login, User};
use domain::contact::Email;
use domain::form::{FormErrors, Given, message};
use domain::ids::AdminId;
use domain::password::Password;
use domain::store::StoreCode;
use domain::text::folded;

use crate::cx::{Cx, Ports};
use crate::error::Error;
use crate::ports::AuditData;

/// An administrator as typed at the command line.
pub struct NewAdmin {
    pub username: String,
    pub email: String,
    /// Must keep the rules that everybody's password keeps.
    pub password: String,
    /// The role's name, in any case.
    pub role: String,
}

pub async fn create(ports: &Arc<Ports>, new: NewAdmin) -> Result<AdminId, Error> {
    let directory = ports.storage.directory();
    let code = StoreCode::default_store();
    let store = directory.store(&code).await?.ok_or(Error::NotFound)?;
    let cx = Cx::operator(Arc::clone(ports), store);
    let roles = directory.roles().await?;
    let (admin, password) = check(&new, AdminId(cx.next_id()), &roles)?;
    let hash = cx.passwords().hash(&password).await?;

    let uow = ports.storage.begin(&code).await?;
    let unique = [("username", message::ALREADY_USED), ("email", message::ALREADY_USED)];
    uow.admins().save(&admin).await.map_err(Error::if_taken(&unique))?;
    uow.logins().save(&Login::with_password(User::Admin(admin.id), hash)).await?;
    let audit = cx.audit("CreateAdmin", "admin", admin.id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(admin.id)
}

fn check(new: &NewAdmin, id: AdminId, roles: &[Role]) -> Result<(Admin, Password), FormErrors> {
    let mut errors = FormErrors::default();
    let username = Given::text(&new.username).required_line("username", &mut errors);
    let email = Given::text(&new.email).required("email", &mut errors, Email::parse);
    let password = Password::check(&Given::text(&new.password), "password", &mut errors);
    let wanted = folded(new.role.trim());
    let role = roles.iter().find(|it| folded(it.name.as_str()) == wanted);
    if role.is_none() {
        let known: Vec<_> = roles.iter().map(|it| it.name.as_str()).collect();
        errors.field("role", format!("There is no such role. Roles are: {}.", known.join(", ")));
    }
    errors.none()?;
    match (username, email, password, role) {
        (Some(username), Some(email), Some(password), Some(role)) => {
            let role = role.id;
            Ok((Admin { id, username, email, role, active: true, version: 0 }, password))
        }
        _ => Err(FormErrors::default()),
    }
}

#[cfg(test)]
mod tests {
    use domain::access::Rights;

    use super::*;
    use crate::fixtures::{Kept, Stage, role, store};
    use crate::ports::StorageError;

    fn new() -> NewAdmin {
        NewAdmin {
            username: "root".to_owned(),
            email: "Root@Example.com".to_owned(),
            password: "Str0ng!pass".to_owned(),
            role: "clerk".to_owned(),
        }
    }

    async fn after(taken: Option<&'static str>, new: NewAdmin) -> (Result<AdminId, Error>, Kept) {
        let mut stage = Stage::new();
        stage.directory.expect_store().returning(|_| Ok(Some(Arc::new(store()))));
        stage.directory.expect_roles().returning(|| Ok(vec![role(Rights::Master)]));
        if let Some(value) = taken {
            stage.repos.admins.expect_save().returning(move |_| Err(StorageError::Taken(value)));
        }
        let (ports, record) = stage.ports();
        let answer = create(&ports, new).await;
        (answer, record.take())
    }

    #[tokio::test]
    async fn the_operator_adds_an_administrator_with_a_role_by_its_name() {
        let (answer, kept) = after(None, new()).await;
        let id = answer.unwrap();
        assert!(kept.committed);
        let admin = &kept.admins[0];
        assert_eq!((admin.id, admin.role), (id, role(Rights::Master).id));
        assert_eq!(admin.email.as_str(), "root@example.com");
        assert_eq!(kept.logins[0].password_hash.as_deref(), Some("hash of Str0ng!pass"));
        assert_eq!(kept.audited(), ["CreateAdmin"]);
        assert_eq!(kept.audit[0].username, "operator");
    }

    #[tokio::test]
    async fn a_username_and_an_email_are_used_once() {
        for field in ["username", "email"] {
            let (answer, kept) = after(Some(field), new()).await;
            let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
            assert!(errors.has(field) && !kept.committed);
        }
    }

    #[tokio::test]
    async fn a_password_is_as_good_as_everybody_elses() {
        for password in ["x", "password", "Passw0rd", &format!("Aa1!{}", "x".repeat(125))] {
            let (answer, kept) =
                after(None, NewAdmin { password: password.to_owned(), ..new() }).await;
            let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
            assert!(errors.has("password") && kept.admins.is_empty(), "{password}");
        }
    }

    #[tokio::test]
    async fn everything_wrong_is_told_at_once() {
        let odd = NewAdmin {
            username: " ".to_owned(),
            email: "x".to_owned(),
            password: String::new(),
            role: "king".to_owned(),
        };
        let (answer, _) = after(None, odd).await;
        let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
        let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
        assert_eq!(paths, ["username", "email", "password", "role"]);
        assert!(errors.fields[3].message.contains("Clerk"));
    }
}
