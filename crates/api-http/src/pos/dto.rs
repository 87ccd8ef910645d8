//! Wire shapes of a point of sale (behaviour C2).

use application::cx::Cx;
use application::ports::PosView;
use domain::pos::{GeoPoint, Location, Pos};
use poem_openapi::Object;

use crate::wire::Decimal;

/// A point of sale.
#[derive(Object)]
#[oai(rename = "Pos", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct PosDto {
    pos_id: String,
    name: String,
    identifier: String,
    description: Option<String>,
    location: LocationDto,
    transactions_amount: Decimal,
    transactions_count: i64,
    currency: String,
}

#[derive(Object)]
#[oai(rename = "Location", rename_all = "camelCase", skip_serializing_if_is_none)]
struct LocationDto {
    street: String,
    address1: String,
    address2: Option<String>,
    province: String,
    city: String,
    postal: String,
    country: String,
    geo_point: Option<GeoPointDto>,
}

#[derive(Object)]
#[oai(rename = "GeoPoint")]
struct GeoPointDto {
    lat: Decimal,
    long: Decimal,
}

#[derive(Object)]
#[oai(rename = "PosList")]
pub(super) struct PosListDto {
    pub(super) pos: Vec<PosDto>,
    pub(super) total: u64,
}

/// A point of sale that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedPos", rename_all = "camelCase")]
pub(super) struct SavedDto {
    pub(super) pos_id: String,
}

impl PosDto {
    pub(super) fn of(view: PosView, cx: &Cx) -> Self {
        let PosView { pos, transactions_amount, transactions_count } = view;
        let Pos { id, name, identifier, description, location, version: _ } = pos;
        Self {
            pos_id: id.to_string(),
            name: name.as_str().to_owned(),
            identifier: identifier.as_str().to_owned(),
            description: description.map(|it| it.as_str().to_owned()),
            location: LocationDto::from(location),
            transactions_amount: Decimal::from(transactions_amount),
            transactions_count,
            currency: cx.store.currency.clone(),
        }
    }
}

impl From<Location> for LocationDto {
    fn from(location: Location) -> Self {
        let Location { street, address1, address2, postal, city, province, country, geo_point } =
            location;
        Self {
            street: street.as_str().to_owned(),
            address1: address1.as_str().to_owned(),
            address2: address2.map(|it| it.as_str().to_owned()),
            province: province.as_str().to_owned(),
            city: city.as_str().to_owned(),
            postal: postal.as_str().to_owned(),
            country: country.as_str().to_owned(),
            geo_point: geo_point.and_then(|it| GeoPointDto::read(&it)),
        }
    }
}

impl GeoPointDto {
    fn read(GeoPoint { lat, long }: &GeoPoint) -> Option<Self> {
        Some(Self { lat: Decimal::typed(lat)?, long: Decimal::typed(long)? })
    }
}
