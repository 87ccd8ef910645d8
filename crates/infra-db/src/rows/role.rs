//! The `role` row, alias `r`.

use domain::access::Role;
use domain::ids::RoleId;
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns, json};

columns! { "role" as "r": "id", "name", "master", "permissions", "version" }

pub fn from_row(row: &QueryResult) -> Result<Role, DbErr> {
    from_row_at(row, 0)
}

/// Reads a role from the columns that start at `offset`.
pub fn from_row_at(row: &QueryResult, offset: usize) -> Result<Role, DbErr> {
    let mut it = Fields::new(row, offset, TABLE, NAMES);
    let id = RoleId(it.id("id")?);
    let name = it.text("name")?;
    let master = it.take("master")?;
    let rights = it.json("permissions", |text| json::read_rights(master, text))?;
    Ok(Role { id, name, rights, version: it.take("version")? })
}

/// Every column but `id` and `version`.
pub fn written(role: &Role) -> Written {
    let Role { id: _, name, rights, version: _ } = role;
    let (master, permissions) = json::rights_text(rights);
    vec![
        ("name", name.as_str().into()),
        ("master", master.into()),
        ("permissions", permissions.into()),
    ]
}
