//! Who bought, as submitted.

use crate::contact::Email;
use crate::customer::{Address, AddressDraft};
use crate::form::{FormErrors, Given, GivenGroup, message};
use crate::text::Text;
use crate::transaction::Buyer;

#[derive(Clone, Debug, Default)]
pub struct BuyerDraft {
    pub name: Given,
    pub email: Given,
    pub phone: Given,
    pub nip: Given,
    pub loyalty_card_number: Given,
    pub address: GivenGroup<AddressDraft>,
}

impl BuyerDraft {
    pub(super) fn check(&self, errors: &mut FormErrors) -> Option<Buyer> {
        let text = |it: Option<Text>| it.map(|it| it.as_str().to_owned());
        let name = self.name.required_line("customerData.name", errors);
        let email = self.email.parsed("customerData.email", errors, Email::parse);
        let phone = self.phone.parsed("customerData.phone", errors, phone);
        let nip = self.nip.line("customerData.nip", errors);
        let card = self.loyalty_card_number.line("customerData.loyaltyCardNumber", errors);
        let address = match &self.address {
            GivenGroup::Absent | GivenGroup::Empty => None,
            GivenGroup::Malformed => {
                errors.field("customerData.address", message::NOT_VALID);
                None
            }
            GivenGroup::Members(it) => Some(address(it, errors)),
        };
        Some(Buyer {
            name: name?.as_str().to_owned(),
            email: email.map(|it| it.as_str().to_owned()),
            phone,
            nip: text(nip),
            card: text(card),
            address,
        })
    }
}

/// Digits with one optional leading `+`: tills know other numbers than ours (behaviour 3.16.1).
fn phone(raw: &str) -> Result<String, &'static str> {
    let digits = raw.strip_prefix('+').unwrap_or(raw);
    let legal = (1..=64).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if legal { Ok(raw.to_owned()) } else { Err(message::NOT_VALID) }
}

fn address(draft: &AddressDraft, errors: &mut FormErrors) -> Address {
    let AddressDraft { street, address1, address2, postal, city, province, country } = draft;
    Address {
        street: street.line("customerData.address.street", errors),
        address1: address1.line("customerData.address.address1", errors),
        address2: address2.line("customerData.address.address2", errors),
        postal: postal.line("customerData.address.postal", errors),
        city: city.line("customerData.address.city", errors),
        province: province.line("customerData.address.province", errors),
        country: country.line("customerData.address.country", errors),
    }
}
