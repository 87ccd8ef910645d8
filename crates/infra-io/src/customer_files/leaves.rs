//! The places of a customer by the names that files use (behaviour 3.20.1).

use application::ports::ImportRow;
use domain::customer::{AddressDraft, CompanyDraft};
use domain::form::{Given, GivenGroup};

/// The names of all places but the labels, dotted below groups, in the documented order.
pub(super) const NAMES: [&str; 24] = [
    "email",
    "firstName",
    "lastName",
    "active",
    "sendActivationMail",
    "birthDate",
    "agreement1",
    "agreement2",
    "agreement3",
    "gender",
    "levelId",
    "posId",
    "sellerId",
    "phone",
    "loyaltyCardNumber",
    "company.name",
    "company.nip",
    "address.street",
    "address.address1",
    "address.address2",
    "address.postal",
    "address.city",
    "address.province",
    "address.country",
];

/// Puts a value in its place. `false`: there is no such place.
pub(super) fn put(row: &mut ImportRow, name: &str, value: Given) -> bool {
    let it = &mut row.customer;
    let place = match name {
        "email" => &mut it.email,
        "firstName" => &mut it.first_name,
        "lastName" => &mut it.last_name,
        "active" => &mut row.active,
        "sendActivationMail" => &mut row.send_activation_mail,
        "birthDate" => &mut it.birth_date,
        "agreement1" => &mut it.agreement1,
        "agreement2" => &mut it.agreement2,
        "agreement3" => &mut it.agreement3,
        "gender" => &mut it.gender,
        "levelId" => &mut it.level_id,
        "posId" => &mut it.pos_id,
        "sellerId" => &mut it.seller_id,
        "phone" => &mut it.phone,
        "loyaltyCardNumber" => &mut it.loyalty_card_number,
        _ => match in_a_group(row, name) {
            Some(place) => place,
            None => return false,
        },
    };
    *place = value;
    true
}

fn in_a_group<'a>(row: &'a mut ImportRow, name: &str) -> Option<&'a mut Given> {
    let (group, member) = name.split_once('.')?;
    if !NAMES.contains(&name) {
        return None;
    }
    match group {
        "company" => {
            let company: &mut CompanyDraft = members(&mut row.customer.company)?;
            match member {
                "name" => Some(&mut company.name),
                "nip" => Some(&mut company.nip),
                _ => None,
            }
        }
        "address" => {
            let address: &mut AddressDraft = members(&mut row.customer.address)?;
            match member {
                "street" => Some(&mut address.street),
                "address1" => Some(&mut address.address1),
                "address2" => Some(&mut address.address2),
                "postal" => Some(&mut address.postal),
                "city" => Some(&mut address.city),
                "province" => Some(&mut address.province),
                "country" => Some(&mut address.country),
                _ => None,
            }
        }
        _ => None,
    }
}

fn members<T: Default>(group: &mut GivenGroup<T>) -> Option<&mut T> {
    if !matches!(group, GivenGroup::Members(_)) {
        *group = GivenGroup::Members(T::default());
    }
    match group {
        GivenGroup::Members(members) => Some(members),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_place() {
        let mut row = ImportRow::default();
        for name in NAMES {
            assert!(put(&mut row, name, Given::text("x")), "{name}");
        }
        for name in ["", "x", "address", "address.x", "company.", "x.name", "createdAt"] {
            assert!(!put(&mut row, name, Given::text("x")), "{name}");
        }
    }
}
