//! The two points of sale of behaviour 6.2.

use domain::ids::PosId;
use domain::pos::{GeoPoint, Location, Pos};
use uuid::uuid;

use super::text;
use crate::error::Error;
use crate::ports::UnitOfWork;

pub(super) const POS1: PosId = PosId(uuid!("00000000-0000-474c-1111-b0dd880c07e2"));
pub(super) const POS2: PosId = PosId(uuid!("00000000-0000-474c-1111-b0dd880c07e3"));

/// Id, name, identifier, city. Names and identifiers are crossed in the original.
const POS: [(PosId, &str, &str, &str); 2] =
    [(POS1, "test2", "pos1", "Wrocław"), (POS2, "test1", "pos2", "Warszawa")];

pub(super) async fn add(uow: &dyn UnitOfWork) -> Result<(), Error> {
    for (id, name, identifier, city) in POS {
        let location = Location {
            street: text("Dmowskiego"),
            address1: text("21"),
            address2: None,
            postal: text("50-300"),
            city: text(city),
            province: text("Dolnośląskie"),
            country: text("PL"),
            geo_point: Some(GeoPoint {
                lat: "51.1170364".to_owned(),
                long: "17.0203959".to_owned(),
            }),
        };
        let (name, identifier) = (text(name), text(identifier));
        let description = Some(text("test"));
        uow.pos().save(&Pos { id, name, identifier, description, location, version: 0 }).await?;
    }
    Ok(())
}
