//! Wire shapes of a seller (behaviour C1).

use application::ports::SellerView;
use domain::seller::Seller;
use poem_openapi::Object;

/// A seller.
#[derive(Object)]
#[oai(rename = "Seller", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct SellerDto {
    seller_id: String,
    first_name: String,
    last_name: String,
    email: String,
    phone: Option<String>,
    pos_id: String,
    pos_name: Option<String>,
    pos_city: Option<String>,
    active: bool,
    deleted: bool,
    allow_point_transfer: bool,
    /// First and last name.
    name: String,
}

#[derive(Object)]
#[oai(rename = "SellerList")]
pub(super) struct SellerListDto {
    pub(super) sellers: Vec<SellerDto>,
    pub(super) total: u64,
}

/// A seller that was just registered.
#[derive(Object)]
#[oai(rename = "RegisteredSeller", rename_all = "camelCase")]
pub(super) struct RegisteredDto {
    pub(super) seller_id: String,
    pub(super) email: String,
}

/// A seller that was just changed.
#[derive(Object)]
#[oai(rename = "UpdatedSeller", rename_all = "camelCase")]
pub(super) struct UpdatedDto {
    pub(super) seller_id: String,
}

impl From<SellerView> for SellerDto {
    fn from(SellerView { seller, pos_name, pos_city }: SellerView) -> Self {
        let Seller {
            id,
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
        Self {
            seller_id: id.to_string(),
            name: format!("{} {}", first_name.as_str(), last_name.as_str()),
            first_name: first_name.as_str().to_owned(),
            last_name: last_name.as_str().to_owned(),
            email: email.as_str().to_owned(),
            phone: phone.map(|it| it.as_str().to_owned()),
            pos_id: pos.to_string(),
            pos_name,
            pos_city,
            active,
            deleted,
            allow_point_transfer,
        }
    }
}
