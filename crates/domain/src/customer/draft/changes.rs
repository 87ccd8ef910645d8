//! A draft as a partial update (behaviour 3.6), and what is told about it.

use super::{AddressDraft, CompanyDraft, CustomerDraft, FormRules};
use crate::contact::{Email, Phone};
use crate::customer::{Changes, Company, Entry};
use crate::form::{FormErrors, Given, GivenGroup, message};
use crate::store::ActivationMethod;
use crate::time::{parse_birth_date, parse_instant};

impl CustomerDraft {
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
            agreements: [
                ("agreement1", &self.agreement1),
                ("agreement2", &self.agreement2),
                ("agreement3", &self.agreement3),
            ]
            .map(|(path, it)| it.is_present().then(|| it.checked(path, errors))),
        }
    }

    /// What was submitted, for the audit log: every filled leaf but the password. Dates are told
    /// as seconds since 1970 (behaviour 5.5.2).
    pub fn submitted(&self, rules: FormRules) -> Vec<(&'static str, String)> {
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
        let told = |name, text: &str| {
            let instant = match name {
                "birthDate" => parse_birth_date(text, rules.zone).ok(),
                "createdAt" => parse_instant(text, rules.zone).ok(),
                _ => None,
            };
            instant.map_or_else(|| text.to_owned(), |it| it.timestamp().to_string())
        };
        let filled = |(name, given): (&'static str, &Given)| match given {
            Given::Text(text) => Some((name, told(name, text))),
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
