//! The `login` row, alias `g`.

use domain::account::{Login, User, UserKind};
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns};

columns! { "login" as "g":
    "user_id", "kind", "password_hash", "temporary", "last_login_at", "failures", "locked_until",
}

pub fn from_row(row: &QueryResult) -> Result<Login, DbErr> {
    from_row_at(row, 0)
}

/// Reads a login from the columns that start at `offset`.
pub fn from_row_at(row: &QueryResult, offset: usize) -> Result<Login, DbErr> {
    let mut it = Fields::new(row, offset, TABLE, NAMES);
    let id = it.id("user_id")?;
    Ok(Login {
        user: it.known("kind", read_kind)?.of(id),
        password_hash: it.take("password_hash")?,
        temporary: it.take("temporary")?,
        last_login_at: it.some_instant("last_login_at")?,
        failures: match u32::try_from(it.take::<i64>("failures")?) {
            Ok(failures) => failures,
            Err(_) => return Err(it.unreadable("failures", "is out of range")),
        },
        locked_until: it.some_instant("locked_until")?,
    })
}

/// Every column but those that address the row.
pub fn written(login: &Login) -> Written {
    let Login { user: _, password_hash, temporary, last_login_at, failures, locked_until } = login;
    vec![
        ("password_hash", password_hash.as_deref().into()),
        ("temporary", (*temporary).into()),
        ("last_login_at", last_login_at.map(|it| it.timestamp_micros()).into()),
        ("failures", i64::from(*failures).into()),
        ("locked_until", locked_until.map(|it| it.timestamp_micros()).into()),
    ]
}

/// The columns that address what belongs to one user.
pub fn address(store: &str, user: User) -> Written {
    let store = match user {
        User::Admin(_) => "",
        User::Seller(_) | User::Customer(_) => store,
    };
    vec![
        ("store", store.into()),
        ("kind", kind_text(user.kind()).into()),
        ("user_id", user.uuid().into()),
    ]
}

pub fn kind_text(kind: UserKind) -> &'static str {
    match kind {
        UserKind::Admin => "admin",
        UserKind::Seller => "seller",
        UserKind::Customer => "customer",
    }
}

pub fn read_kind(text: &str) -> Option<UserKind> {
    let all = [UserKind::Admin, UserKind::Seller, UserKind::Customer];
    all.into_iter().find(|it| kind_text(*it) == text)
}
