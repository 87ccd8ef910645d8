//! The `seller` row, alias `s`.

use domain::contact::{Email, Phone};
use domain::ids::{PosId, SellerId};
use domain::seller::Seller;
use domain::text::folded;
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns};

columns! { "seller" as "s":
    "id", "first_name", "last_name", "email", "phone", "pos_id", "active", "deleted",
    "allow_point_transfer", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Seller, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Seller {
        id: SellerId(it.id("id")?),
        first_name: it.text("first_name")?,
        last_name: it.text("last_name")?,
        email: Email::from_storage(it.take("email")?),
        phone: it.take::<Option<String>>("phone")?.map(Phone::from_storage),
        pos: PosId(it.take("pos_id")?),
        active: it.take("active")?,
        deleted: it.take("deleted")?,
        allow_point_transfer: it.take("allow_point_transfer")?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id` and `version`.
pub fn written(seller: &Seller) -> Written {
    let Seller {
        id: _,
        first_name,
        last_name,
        email,
        phone,
        pos,
        active,
        deleted,
        allow_point_transfer,
        version: _,
    } = seller;
    vec![
        ("first_name", first_name.as_str().into()),
        ("first_name_key", folded(first_name.as_str()).into()),
        ("last_name", last_name.as_str().into()),
        ("last_name_key", folded(last_name.as_str()).into()),
        ("email", email.as_str().into()),
        ("phone", phone.as_ref().map(Phone::as_str).into()),
        ("phone_key", phone.as_ref().map(Phone::key).into()),
        ("pos_id", pos.0.into()),
        ("active", (*active).into()),
        ("deleted", (*deleted).into()),
        ("allow_point_transfer", (*allow_point_transfer).into()),
    ]
}
