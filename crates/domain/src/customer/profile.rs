//! The personal side of a customer: everything an erasure takes away.

use crate::Timestamp;
use crate::contact::{Email, Phone};
use crate::label::Label;
use crate::text::Text;

/// A value the wire shows in three ways: absent, `""`, or itself (behaviour 2.0).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Entry<T> {
    #[default]
    NeverGiven,
    Erased,
    Given(T),
}

impl<T> Entry<T> {
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::NeverGiven | Self::Erased => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Male,
    Female,
    NotDisclosed,
}

impl Gender {
    const ALL: [Self; 3] = [Self::Male, Self::Female, Self::NotDisclosed];

    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == raw)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::NotDisclosed => "not_disclosed",
        }
    }
}

/// A postal address. All members empty is an address too: it shows as `{}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub street: Option<Text>,
    pub address1: Option<Text>,
    pub address2: Option<Text>,
    pub postal: Option<Text>,
    pub city: Option<Text>,
    pub province: Option<Text>,
    pub country: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub name: Text,
    /// The tax id.
    pub nip: Text,
}

/// The three consents, first to third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreements(pub [bool; 3]);

impl Agreements {
    /// The agreements whose value differs in `after`: number and new value (behaviour 3.6.3).
    pub fn turned_over(self, after: Self) -> Vec<(u8, bool)> {
        let pairs = (1_u8..).zip(self.0.into_iter().zip(after.0));
        pairs.filter(|(_, (old, new))| old != new).map(|(number, (_, new))| (number, new)).collect()
    }
}

/// What a customer told about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub first_name: Text,
    pub last_name: Text,
    pub gender: Option<Gender>,
    pub email: Option<Email>,
    pub phone: Entry<Phone>,
    pub birth_date: Option<Timestamp>,
    pub address: Option<Address>,
    pub company: Option<Company>,
    pub loyalty_card: Entry<Text>,
    pub labels: Vec<Label>,
    pub agreements: Agreements,
}

/// A partial update: `None` leaves a member as it is (behaviour 3.6.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub first_name: Option<Text>,
    pub last_name: Option<Text>,
    pub gender: Option<Gender>,
    pub email: Option<Option<Email>>,
    pub phone: Option<Entry<Phone>>,
    pub birth_date: Option<Option<Timestamp>>,
    pub address: Option<Address>,
    pub company: Option<Option<Company>>,
    pub loyalty_card: Option<Entry<Text>>,
    pub labels: Option<Vec<Label>>,
    pub agreements: [Option<bool>; 3],
}

impl Profile {
    pub(super) fn apply(&mut self, changes: Changes) {
        let Changes {
            first_name,
            last_name,
            gender,
            email,
            phone,
            birth_date,
            address,
            company,
            loyalty_card,
            labels,
            agreements,
        } = changes;
        replace(&mut self.first_name, first_name);
        replace(&mut self.last_name, last_name);
        replace(&mut self.gender, gender.map(Some));
        replace(&mut self.email, email);
        replace(&mut self.phone, phone);
        replace(&mut self.birth_date, birth_date);
        replace(&mut self.address, address.map(Some));
        replace(&mut self.company, company);
        replace(&mut self.loyalty_card, loyalty_card);
        replace(&mut self.labels, labels);
        for (held, new) in self.agreements.0.iter_mut().zip(agreements) {
            replace(held, new);
        }
    }

    /// Nobody in particular (behaviour 7.3.3).
    pub fn erased() -> Self {
        let anonymous = || Text::from_storage("anonymous".to_owned());
        Self {
            first_name: anonymous(),
            last_name: anonymous(),
            gender: Some(Gender::NotDisclosed),
            email: None,
            phone: Entry::Erased,
            birth_date: None,
            address: Some(Address::default()),
            company: None,
            loyalty_card: Entry::Erased,
            labels: vec![],
            agreements: Agreements::default(),
        }
    }
}

fn replace<T>(held: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *held = new;
    }
}
