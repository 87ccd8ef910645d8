//! The `pos` row, alias `p`.

use domain::ids::PosId;
use domain::pos::{GeoPoint, Location, Pos};
use domain::text::{Text, folded};
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns};

columns! { "pos" as "p":
    "id", "name", "identifier", "description", "street", "address1", "address2", "postal", "city",
    "province", "country", "lat", "long", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Pos, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Pos {
        id: PosId(it.id("id")?),
        name: it.text("name")?,
        identifier: it.text("identifier")?,
        description: it.some_text("description")?,
        location: Location {
            street: it.text("street")?,
            address1: it.text("address1")?,
            address2: it.some_text("address2")?,
            postal: it.text("postal")?,
            city: it.text("city")?,
            province: it.text("province")?,
            country: it.text("country")?,
            geo_point: match (it.take("lat")?, it.take("long")?) {
                (Some(lat), Some(long)) => Some(GeoPoint { lat, long }),
                (None, None) => None,
                _ => return Err(it.unreadable("long", "or lat is missing")),
            },
        },
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id`, `version` and the totals.
pub fn written(pos: &Pos) -> Written {
    let Pos {
        id: _,
        name,
        identifier,
        description,
        location:
            Location { street, address1, address2, postal, city, province, country, geo_point },
        version: _,
    } = pos;
    vec![
        ("name", name.as_str().into()),
        ("name_key", folded(name.as_str()).into()),
        ("identifier", identifier.as_str().into()),
        ("description", description.as_ref().map(Text::as_str).into()),
        ("street", street.as_str().into()),
        ("address1", address1.as_str().into()),
        ("address2", address2.as_ref().map(Text::as_str).into()),
        ("postal", postal.as_str().into()),
        ("city", city.as_str().into()),
        ("province", province.as_str().into()),
        ("country", country.as_str().into()),
        ("lat", geo_point.as_ref().map(|it| it.lat.as_str()).into()),
        ("long", geo_point.as_ref().map(|it| it.long.as_str()).into()),
    ]
}
