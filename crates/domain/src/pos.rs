//! Points of sale (behaviour C2, 3.23).

use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::PosId;
use crate::text::Text;

/// A till, a shop, a web shop: where customers are registered and transactions happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pos {
    pub id: PosId,
    pub name: Text,
    /// The human identifier, unique within the store.
    pub identifier: Text,
    pub description: Option<Text>,
    pub location: Location,
    /// Changes so far; zero for a POS that was never saved.
    pub version: i64,
}

/// Where a POS stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub street: Text,
    pub address1: Text,
    pub address2: Option<Text>,
    pub postal: Text,
    pub city: Text,
    pub province: Text,
    /// ISO 3166-1 alpha-2.
    pub country: Text,
    pub geo_point: Option<GeoPoint>,
}

/// Degrees, kept as typed so that nothing is lost to rounding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeoPoint {
    pub lat: String,
    pub long: String,
}

/// A POS as submitted.
#[derive(Clone, Debug, Default)]
pub struct PosDraft {
    pub shape: Shape,
    pub name: Given,
    pub identifier: Given,
    pub description: Given,
    pub location: GivenGroup<LocationDraft>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocationDraft {
    pub street: Given,
    pub address1: Given,
    pub address2: Given,
    pub postal: Given,
    pub city: Given,
    pub province: Given,
    pub country: Given,
    pub lat: Given,
    pub long: Given,
}

impl PosDraft {
    /// This draft with everything that was left out taken from what is stored.
    #[must_use]
    pub fn completed_by(&self, stored: &Pos) -> Self {
        Self {
            shape: self.shape.of_update(),
            name: self.name.or_stored(Some(stored.name.as_str())),
            identifier: self.identifier.or_stored(Some(stored.identifier.as_str())),
            description: self.description.or_stored(stored.description.as_ref().map(Text::as_str)),
            location: self.location.completed(|it| it.completed_by(&stored.location)),
        }
    }

    /// The POS this draft describes, under `id`, replacing what was stored at `version`.
    pub fn check(&self, id: PosId, version: i64) -> Result<Pos, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let name = self.name.required_line("name", &mut errors);
        let identifier = self.identifier.required_line("identifier", &mut errors);
        let description = self.description.line("description", &mut errors);
        let location = match &self.location {
            GivenGroup::Members(members) => members.check(&mut errors),
            GivenGroup::Malformed => {
                errors.field("location", message::NOT_VALID);
                None
            }
            GivenGroup::Absent | GivenGroup::Empty => LocationDraft::default().check(&mut errors),
        };
        errors.none()?;
        match (name, identifier, location) {
            (Some(name), Some(identifier), Some(location)) => {
                Ok(Pos { id, name, identifier, description, location, version })
            }
            _ => Err(FormErrors::default()),
        }
    }
}

impl LocationDraft {
    fn completed_by(&self, stored: &Location) -> Self {
        let point = stored.geo_point.as_ref();
        Self {
            street: self.street.or_stored(Some(stored.street.as_str())),
            address1: self.address1.or_stored(Some(stored.address1.as_str())),
            address2: self.address2.or_stored(stored.address2.as_ref().map(Text::as_str)),
            postal: self.postal.or_stored(Some(stored.postal.as_str())),
            city: self.city.or_stored(Some(stored.city.as_str())),
            province: self.province.or_stored(Some(stored.province.as_str())),
            country: self.country.or_stored(Some(stored.country.as_str())),
            lat: self.lat.or_stored(point.map(|it| it.lat.as_str())),
            long: self.long.or_stored(point.map(|it| it.long.as_str())),
        }
    }

    fn check(&self, errors: &mut FormErrors) -> Option<Location> {
        let street = self.street.required_line("location.street", errors);
        let address1 = self.address1.required_line("location.address1", errors);
        let address2 = self.address2.line("location.address2", errors);
        let postal = self.postal.required_line("location.postal", errors);
        let city = self.city.required_line("location.city", errors);
        let province = self.province.required_line("location.province", errors);
        let country = self.country.required("location.country", errors, parse_country);
        let lat = self.lat.parsed("location.lat", errors, |raw| parse_degrees(raw, 90.0));
        let long = self.long.parsed("location.long", errors, |raw| parse_degrees(raw, 180.0));
        let geo_point = match (lat, long) {
            (Some(lat), Some(long)) => Some(GeoPoint { lat, long }),
            _ => None,
        };
        Some(Location {
            street: street?,
            address1: address1?,
            address2,
            postal: postal?,
            city: city?,
            province: province?,
            country: country?,
            geo_point,
        })
    }
}

fn parse_country(raw: &str) -> Result<Text, &'static str> {
    let legal = raw.len() == 2 && raw.bytes().all(|it| it.is_ascii_uppercase());
    if legal { Text::parse(raw).map_err(|_| message::NOT_VALID) } else { Err(message::NOT_VALID) }
}

/// A plain number between the two limits, kept as typed.
pub(crate) fn parse_degrees(raw: &str, limit: f64) -> Result<String, &'static str> {
    let plain =
        raw.len() <= 32 && raw.bytes().all(|it| it.is_ascii_digit() || b"+-.".contains(&it));
    match raw.parse::<f64>() {
        Ok(degrees) if plain && degrees.abs() <= limit => Ok(raw.to_owned()),
        _ => Err(message::NOT_VALID),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> PosDraft {
        PosDraft {
            shape: Shape::Sound,
            name: Given::text("test1"),
            identifier: Given::text("pos2"),
            description: Given::Absent,
            location: GivenGroup::Members(LocationDraft {
                street: Given::text("Dmowskiego"),
                address1: Given::text("21"),
                postal: Given::text("50-300"),
                city: Given::text("Wrocław"),
                province: Given::text("Dolnośląskie"),
                country: Given::text("PL"),
                lat: Given::text("51.1170364"),
                long: Given::text("17.0203959"),
                ..LocationDraft::default()
            }),
        }
    }

    #[test]
    fn a_complete_draft_becomes_a_pos() {
        let pos = draft().check(PosId(uuid::Uuid::nil()), 0).unwrap();
        assert_eq!(pos.location.geo_point.unwrap().lat, "51.1170364");
    }

    #[test]
    fn what_an_update_leaves_out_stays() {
        let stored = draft().check(PosId(uuid::Uuid::nil()), 0).unwrap();
        let moved = LocationDraft { city: Given::text("Warszawa"), ..LocationDraft::default() };
        let update = PosDraft {
            shape: Shape::NotSubmitted,
            location: GivenGroup::Members(moved),
            ..PosDraft::default()
        };
        let mut expected = stored.clone();
        expected.location.city = Text::parse("Warszawa").unwrap();
        assert_eq!(update.completed_by(&stored).check(stored.id, 0), Ok(expected));
    }

    #[test]
    fn every_missing_or_odd_part_is_named() {
        let errors = PosDraft::default().check(PosId(uuid::Uuid::nil()), 0).unwrap_err();
        let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
        assert_eq!(
            paths,
            [
                "name",
                "identifier",
                "location.street",
                "location.address1",
                "location.postal",
                "location.city",
                "location.province",
                "location.country"
            ]
        );
        let mut odd = draft();
        let GivenGroup::Members(location) = &mut odd.location else { unreachable!() };
        location.country = Given::text("Poland");
        location.lat = Given::text("91");
        location.long = Given::text("NaN");
        let errors = odd.check(PosId(uuid::Uuid::nil()), 0).unwrap_err();
        for path in ["location.country", "location.lat", "location.long"] {
            assert!(errors.has(path), "{path}");
        }
    }
}
