//! A customer as submitted, and the rules that make it a profile or a list of errors.

use chrono_tz::Tz;

use super::profile::{Address, Agreements, Changes, Company, Entry, Gender, Profile};
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

impl CustomerDraft {
    /// A complete profile for a new customer, or `None` with every error reported (behaviour A11).
    pub fn profile(&self, rules: FormRules, errors: &mut FormErrors) -> Option<Profile> {
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
        if !self.agreement1.is_checked() {
            errors.field("agreement1", message::BLANK);
        }
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
            agreements: Agreements([
                true,
                self.agreement2.is_checked(),
                self.agreement3.is_checked(),
            ]),
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

    /// What an update changes, with every error reported (behaviour 3.6.1).
    pub fn changes(&self, rules: FormRules, errors: &mut FormErrors) -> Changes {
        self.shape.report(errors);
        Changes {
            first_name: self.first_name.line("firstName", errors),
            last_name: self.last_name.line("lastName", errors),
            gender: self.gender.is_present().then(|| self.gender(errors)).flatten(),
            email: self.email_change(rules, errors),
            phone: self.phone_change(rules, errors),
            birth_date: self.birth_date.is_present().then(|| self.birth_date(rules.zone, errors)),
            address: match self.address {
                GivenGroup::Absent => None,
                _ => Some(self.address(errors)),
            },
            company: self.company_change(errors),
            loyalty_card: self.loyalty_card_number.is_present().then(|| {
                let card = self.loyalty_card_number.line("loyaltyCardNumber", errors);
                card.map_or(Entry::Erased, Entry::Given)
            }),
            labels: self.labels.is_present().then(|| self.labels(message::LABELS_TYPE, errors)),
            agreements: [&self.agreement1, &self.agreement2, &self.agreement3]
                .map(|it| it.is_present().then(|| it.is_checked())),
        }
    }

    /// What was submitted, for the audit log: every filled leaf but the password.
    pub fn submitted(&self) -> Vec<(&'static str, String)> {
        let none = AddressDraft::default();
        let address = match &self.address {
            GivenGroup::Members(members) => members,
            _ => &none,
        };
        let nothing = CompanyDraft::default();
        let company = match &self.company {
            GivenGroup::Members(members) => members,
            _ => &nothing,
        };
        let leaves = [
            ("firstName", &self.first_name),
            ("lastName", &self.last_name),
            ("gender", &self.gender),
            ("email", &self.email),
            ("phone", &self.phone),
            ("birthDate", &self.birth_date),
            ("createdAt", &self.created_at),
            ("address.street", &address.street),
            ("address.address1", &address.address1),
            ("address.address2", &address.address2),
            ("address.postal", &address.postal),
            ("address.city", &address.city),
            ("address.province", &address.province),
            ("address.country", &address.country),
            ("company.name", &company.name),
            ("company.nip", &company.nip),
            ("loyaltyCardNumber", &self.loyalty_card_number),
            ("labels", &self.labels),
            ("agreement1", &self.agreement1),
            ("agreement2", &self.agreement2),
            ("agreement3", &self.agreement3),
            ("levelId", &self.level_id),
            ("posId", &self.pos_id),
            ("sellerId", &self.seller_id),
        ];
        let filled = |(name, given): (&'static str, &Given)| match given {
            Given::Text(text) => Some((name, text.clone())),
            Given::Empty => Some((name, String::new())),
            Given::Absent | Given::Malformed => None,
        };
        leaves.into_iter().filter_map(filled).collect()
    }

    /// Marks every submitted field that a customer may not edit when the programme forbids
    /// profile edits (behaviour 1.6.2).
    pub fn forbid_profile_edits(&self, errors: &mut FormErrors) {
        let fields = [
            ("firstName", self.first_name.is_present()),
            ("lastName", self.last_name.is_present()),
            ("gender", self.gender.is_present()),
            ("email", self.email.is_present()),
            ("phone", self.phone.is_present()),
            ("birthDate", self.birth_date.is_present()),
            ("address", self.address != GivenGroup::Absent),
            ("company", self.company != GivenGroup::Absent),
            ("loyaltyCardNumber", self.loyalty_card_number.is_present()),
            ("labels", self.labels.is_present()),
        ];
        for (path, _) in fields.into_iter().filter(|(_, sent)| *sent) {
            errors.field(path, message::NO_EDIT_PERMISSION);
        }
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

    /// Both members or neither: one alone is the caller's mistake (decision 2).
    #[expect(clippy::option_option, reason = "no change, no company, a company")]
    fn company_change(&self, errors: &mut FormErrors) -> Option<Option<Company>> {
        let members = match &self.company {
            GivenGroup::Absent => return None,
            GivenGroup::Empty | GivenGroup::Malformed => return Some(self.no_company(errors)),
            GivenGroup::Members(members) => members,
        };
        let company = members.pair(errors);
        let filled = |it: &Given| matches!(it, Given::Text(_) | Given::Malformed);
        match (filled(&members.name), filled(&members.nip)) {
            (true, false) => errors.field("company.nip", message::BLANK),
            (false, true) => errors.field("company.name", message::BLANK),
            (true, true) | (false, false) => {}
        }
        Some(company)
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

    /// The credential that activation relies on cannot be erased (behaviour 3.6.1).
    #[expect(clippy::option_option, reason = "no change, no address, an address")]
    fn email_change(&self, rules: FormRules, errors: &mut FormErrors) -> Option<Option<Email>> {
        if self.email == Given::Empty && rules.activation == ActivationMethod::Email {
            errors.field("email", message::EMAIL_REQUIRED);
        }
        self.email.is_present().then(|| self.email.parsed("email", errors, Email::parse))
    }

    fn phone_change(&self, rules: FormRules, errors: &mut FormErrors) -> Option<Entry<Phone>> {
        if self.phone == Given::Empty && rules.activation == ActivationMethod::Sms {
            errors.field("phone", message::PHONE_REQUIRED);
        }
        let parse = |errors: &mut FormErrors| {
            self.phone.parsed("phone", errors, Phone::parse).map_or(Entry::Erased, Entry::Given)
        };
        self.phone.is_present().then(|| parse(errors))
    }
}

impl CompanyDraft {
    fn pair(&self, errors: &mut FormErrors) -> Option<Company> {
        let name: Option<Text> = self.name.line("company.name", errors);
        let nip = self.nip.line("company.nip", errors);
        Some(Company { name: name?, nip: nip? })
    }
}
