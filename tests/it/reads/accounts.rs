//! Accounts of every kind, for the laws about signing in.

use application::ports::{RefreshToken, Session, StorageError, UnitOfWork};
use domain::access::Role;
use domain::account::{Admin, User};
use domain::contact::Email;
use domain::ids::{AdminId, SessionId};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{at, home, kept, pos, seller, text};

pub fn admin(number: u128) -> Admin {
    Admin {
        id: AdminId(Uuid::from_u128(number)),
        username: text(&format!("Admin{number}")),
        email: Email::parse(&format!("admin{number}@x.io")).unwrap(),
        role: Role::REPORTER,
        active: true,
        version: 0,
    }
}

/// An administrator and a seller, both number 1.
pub async fn staff(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.admins().save(&admin(1)).await?;
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await
    })
    .await;
}

pub async fn open(
    uow: &dyn UnitOfWork,
    number: u128,
    user: User,
) -> Result<SessionId, StorageError> {
    let id = SessionId(Uuid::from_u128(number));
    let store = (!matches!(user, User::Admin(_))).then(home);
    let session = Session { id, user, store, created_at: at(0) };
    let digest = format!("digest {number}");
    let refresh = RefreshToken { digest, session: id, expires_at: at(9), replaced_at: None };
    uow.sessions().open(&session, &refresh).await?;
    Ok(id)
}
