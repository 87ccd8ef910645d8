//! The `admin` row, alias `a`.

use domain::account::Admin;
use domain::contact::Email;
use domain::ids::{AdminId, RoleId};
use domain::text::folded;
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns};

columns! { "admin" as "a": "id", "username", "email", "role_id", "active", "version" }

/// Reads an administrator from the columns that start at `offset`.
pub fn from_row_at(row: &QueryResult, offset: usize) -> Result<Admin, DbErr> {
    let mut it = Fields::new(row, offset, TABLE, NAMES);
    Ok(Admin {
        id: AdminId(it.id("id")?),
        username: it.text("username")?,
        email: Email::from_storage(it.take("email")?),
        role: RoleId(it.take("role_id")?),
        active: it.take("active")?,
        version: it.take("version")?,
    })
}

/// Every column but `id` and `version`.
pub fn written(admin: &Admin) -> Written {
    let Admin { id: _, username, email, role, active, version: _ } = admin;
    vec![
        ("username", username.as_str().into()),
        ("username_key", folded(username.as_str()).into()),
        ("email", email.as_str().into()),
        ("role_id", role.0.into()),
        ("active", (*active).into()),
    ]
}
