//! A customer as submitted, and the rules that make it a profile or a list of errors.

mod changes;

use chrono_tz::Tz;

use super::profile::{Address, Agreements, Company, Entry, Gender, Profile};
use crate::Timestamp;
use crate::contact::{Email, Phone};
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{LevelId, PosId, SellerId};
use crate::label::{Label, parse_labels};
use crate::password::Password;
use crate::store::{ActivationMethod, Store};
use crate::text::Text;
use crate::time::{parse_birth_date, parse_instant};

/// Every leaf that any customer form knows. A form that lacks one never fills it.
#[derive(Clone, Debug, Default)]
pub struct CustomerDraft {
    pub shape: Shape,
    pub first_name: Given,
    pub last_name: Given,
    pub gender: Given,
    pub email: Given,
    pub phone: Given,
    pub birth_date: Given,
    pub created_at: Given,
    pub address: GivenGroup<AddressDraft>,
    pub company: GivenGroup<CompanyDraft>,
    pub loyalty_card_number: Given,
    pub labels: Given,
    pub agreement1: Given,
    pub agreement2: Given,
    pub agreement3: Given,
    pub level_id: Given,
    pub pos_id: Given,
    pub seller_id: Given,
    pub plain_password: Given,
    pub invitation_token: Given,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressDraft {
    pub street: Given,
    pub address1: Given,
    pub address2: Given,
    pub postal: Given,
    pub city: Given,
    pub province: Given,
    pub country: Given,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyDraft {
    pub name: Given,
    pub nip: Given,
}

/// What the programme's settings ask of a form.
#[derive(Clone, Copy, Debug)]
pub struct FormRules {
    pub activation: ActivationMethod,
    pub zone: Tz,
}

impl FormRules {
    pub fn of(store: &Store) -> Self {
        Self { activation: store.settings.activation_method(), zone: store.time_zone }
    }
}

/// Records that a form names by id. Whether they exist is for the caller to find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct References {
    pub level: Option<LevelId>,
    pub pos: Option<PosId>,
    pub seller: Option<SellerId>,
}

/// Whether a registration asks for the first agreement.
#[derive(Clone, Copy, PartialEq)]
enum Consent {
    Asked,
    NotAsked,
}

impl CustomerDraft {
    /// A complete profile for a new customer, or `None` with every error reported (behaviour A11).
    pub fn profile(&self, rules: FormRules, errors: &mut FormErrors) -> Option<Profile> {
        self.complete(rules, Consent::Asked, errors)
    }

    /// The same for somebody who may have withheld the first agreement: in a file of customers
    /// its truth is not asked for, and an e-mail address is all it takes to be activated
    /// (behaviour 3.20.2, 3.20.7).
    pub fn imported_profile(&self, zone: Tz, errors: &mut FormErrors) -> Option<Profile> {
        let rules = FormRules { activation: ActivationMethod::Email, zone };
        self.complete(rules, Consent::NotAsked, errors)
    }

    fn complete(
        &self,
        rules: FormRules,
        consent: Consent,
        errors: &mut FormErrors,
    ) -> Option<Profile> {
        if !self.shape.report(errors) {
            return None;
        }
        let first_name = self.first_name.required_line("firstName", errors);
        let last_name = self.last_name.required_line("lastName", errors);
        let gender = self.gender(errors);
        let email = match rules.activation {
            ActivationMethod::Email => self.email.required("email", errors, Email::parse),
            ActivationMethod::Sms => self.email.parsed("email", errors, Email::parse),
        };
        let phone = match rules.activation {
            ActivationMethod::Email => self.phone.parsed("phone", errors, Phone::parse),
            ActivationMethod::Sms => self.phone.required("phone", errors, Phone::parse),
        };
        let birth_date = self.birth_date(rules.zone, errors);
        let address = self.address(errors);
        let company = match &self.company {
            GivenGroup::Members(members) => members.pair(errors),
            _ => self.no_company(errors),
        };
        let card = self.loyalty_card_number.line("loyaltyCardNumber", errors);
        let labels = self.labels(message::NOT_VALID, errors);
        let agreement1 = self.agreement1.checked("agreement1", errors);
        let withheld = !agreement1 && self.agreement1 != Given::Malformed;
        if withheld && consent == Consent::Asked {
            errors.field("agreement1", message::BLANK);
        }
        let agreement2 = self.agreement2.checked("agreement2", errors);
        let agreement3 = self.agreement3.checked("agreement3", errors);
        if !errors.is_empty() {
            return None;
        }
        Some(Profile {
            first_name: first_name?,
            last_name: last_name?,
            gender: Some(gender.unwrap_or(Gender::NotDisclosed)),
            email,
            phone: match (phone, &self.phone) {
                (Some(phone), _) => Entry::Given(phone),
                (None, Given::Absent) => Entry::NeverGiven,
                (None, _) => Entry::Erased,
            },
            birth_date,
            address: Some(address),
            company,
            loyalty_card: card.map_or(Entry::Erased, Entry::Given),
            labels,
            agreements: Agreements([agreement1, agreement2, agreement3]),
        })
    }

    /// When the customer says it joined, if it says so.
    pub fn created_at(&self, rules: FormRules, errors: &mut FormErrors) -> Option<Timestamp> {
        self.created_at.parsed("createdAt", errors, |raw| parse_instant(raw, rules.zone))
    }

    pub fn references(&self, errors: &mut FormErrors) -> References {
        References {
            level: self.level_id.reference("levelId", errors, LevelId::parse),
            pos: self.pos_id.reference("posId", errors, PosId::parse),
            seller: self.seller_id.reference("sellerId", errors, SellerId::parse),
        }
    }

    pub fn password(&self, errors: &mut FormErrors) -> Option<Password> {
        Password::check(&self.plain_password, "plainPassword", errors)
    }

    fn gender(&self, errors: &mut FormErrors) -> Option<Gender> {
        let parse = |raw: &str| Gender::parse(raw).ok_or(message::NOT_VALID);
        match self.gender {
            Given::Empty => Some(Gender::NotDisclosed),
            _ => self.gender.parsed("gender", errors, parse),
        }
    }

    fn birth_date(&self, zone: Tz, errors: &mut FormErrors) -> Option<Timestamp> {
        self.birth_date.parsed("birthDate", errors, |raw| parse_birth_date(raw, zone))
    }

    fn address(&self, errors: &mut FormErrors) -> Address {
        match &self.address {
            GivenGroup::Absent | GivenGroup::Empty => Address::default(),
            GivenGroup::Malformed => {
                errors.field("address", message::NOT_VALID);
                Address::default()
            }
            GivenGroup::Members(members) => Address {
                street: members.street.line("address.street", errors),
                address1: members.address1.line("address.address1", errors),
                address2: members.address2.line("address.address2", errors),
                postal: members.postal.line("address.postal", errors),
                city: members.city.line("address.city", errors),
                province: members.province.line("address.province", errors),
                country: members.country.line("address.country", errors),
            },
        }
    }

    fn no_company(&self, errors: &mut FormErrors) -> Option<Company> {
        if self.company == GivenGroup::Malformed {
            errors.field("company", message::NOT_VALID);
        }
        None
    }

    fn labels(&self, malformed: &'static str, errors: &mut FormErrors) -> Vec<Label> {
        match &self.labels {
            Given::Absent | Given::Empty => vec![],
            Given::Malformed => {
                errors.field("labels", malformed);
                vec![]
            }
            Given::Text(raw) => errors.take("labels", parse_labels(raw)).unwrap_or_default(),
        }
    }
}

impl CompanyDraft {
    fn pair(&self, errors: &mut FormErrors) -> Option<Company> {
        let name: Option<Text> = self.name.line("company.name", errors);
        let nip = self.nip.line("company.nip", errors);
        Some(Company { name: name?, nip: nip? })
    }
}
