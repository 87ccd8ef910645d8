//! A customer's line.

use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{
    Address, Agreements, Company, CustomerState, Entry, Gender, Placement, Profile, Status, Totals,
};
use domain::ids::{CustomerId, LevelId, PosId, SellerId};
use domain::label::Label;
use domain::text::Text;
use serde_json::{Map, Value, json};

use super::{optional, put, read_time, some_text, string, text, time};

const STATUSES: [(Status, &str); 4] = [
    (Status::New, "new"),
    (Status::Active, "active"),
    (Status::Blocked, "blocked"),
    (Status::Deleted, "deleted"),
];

pub(super) fn written(state: &CustomerState) -> Value {
    let Profile {
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
        agreements: Agreements(agreements),
    } = &state.profile;
    let mut it = Map::new();
    put(&mut it, "id", Some(state.id.to_string()));
    put(&mut it, "status", Some(status_text(state.status)));
    put(&mut it, "anonymized", state.anonymized.then_some(true));
    put(&mut it, "newsletterUsed", state.newsletter_used.then_some(true));
    put(&mut it, "firstName", Some(first_name.as_str()));
    put(&mut it, "lastName", Some(last_name.as_str()));
    put(&mut it, "gender", gender.map(Gender::as_str));
    put(&mut it, "email", email.as_ref().map(Email::as_str));
    put(&mut it, "phone", entry(phone, Phone::as_str));
    put(&mut it, "birthDate", birth_date.map(time));
    put(&mut it, "address", address.as_ref().map(written_address));
    let company = company.as_ref();
    put(
        &mut it,
        "company",
        company.map(|it| json!({ "name": it.name.as_str(), "nip": it.nip.as_str() })),
    );
    put(&mut it, "loyaltyCardNumber", entry(loyalty_card, Text::as_str));
    let labels = labels.iter().map(|it| json!({ "key": it.key, "value": it.value }));
    put(&mut it, "labels", Some(labels.collect::<Vec<_>>()));
    put(&mut it, "agreements", Some(agreements.to_vec()));
    put(&mut it, "createdAt", Some(time(state.created_at)));
    put(&mut it, "updatedAt", Some(time(state.updated_at)));
    put(&mut it, "levelId", state.placement.map(|it| it.level().to_string()));
    let is_manual = matches!(state.placement, Some(Placement::Manual(_)));
    put(&mut it, "levelManual", is_manual.then_some(true));
    put(&mut it, "posId", state.pos.map(|it| it.to_string()));
    put(&mut it, "sellerId", state.seller.map(|it| it.to_string()));
    put(&mut it, "totals", Some(written_totals(&state.totals)));
    put(&mut it, "lastLevelRecalculation", state.last_level_recalculation.map(time));
    put(&mut it, "version", Some(state.version));
    Value::Object(it)
}

pub(super) fn read(it: &Map<String, Value>) -> Option<CustomerState> {
    let flag = |name: &str| optional(it, name, Value::as_bool).map(Option::unwrap_or_default);
    let when = |name: &str| optional(it, name, |it| read_time(it.as_str()?));
    let level = optional(it, "levelId", |it| LevelId::parse(it.as_str()?))?;
    let place = if flag("levelManual")? { Placement::Manual } else { Placement::Earned };
    Some(CustomerState {
        id: CustomerId::parse(string(it, "id")?)?,
        status: read_status(string(it, "status")?)?,
        profile: read_profile(it)?,
        created_at: read_time(string(it, "createdAt")?)?,
        updated_at: read_time(string(it, "updatedAt")?)?,
        placement: level.map(place),
        pos: optional(it, "posId", |it| PosId::parse(it.as_str()?))?,
        seller: optional(it, "sellerId", |it| SellerId::parse(it.as_str()?))?,
        totals: read_totals(it.get("totals")?.as_object()?)?,
        last_level_recalculation: when("lastLevelRecalculation")?,
        avatar: None,
        push_tokens: vec![],
        anonymized: flag("anonymized")?,
        newsletter_used: flag("newsletterUsed")?,
        version: it.get("version")?.as_i64().filter(|it| *it > 0)?,
    })
}

fn read_profile(it: &Map<String, Value>) -> Option<Profile> {
    let label = |it: &Value| {
        let (key, value) = (it.get("key")?.as_str()?, it.get("value")?.as_str()?);
        Label::parse(key, value).ok()
    };
    let company = |it: &Value| {
        let it = it.as_object()?;
        Some(Company { name: text(it, "name")?, nip: text(it, "nip")? })
    };
    let agreements: Option<Vec<bool>> =
        it.get("agreements")?.as_array()?.iter().map(Value::as_bool).collect();
    Some(Profile {
        first_name: text(it, "firstName")?,
        last_name: text(it, "lastName")?,
        gender: optional(it, "gender", |it| Gender::parse(it.as_str()?))?,
        email: optional(it, "email", |it| Email::parse(it.as_str()?).ok())?,
        phone: read_entry(it, "phone", |it| Phone::parse(it).ok())?,
        birth_date: optional(it, "birthDate", |it| read_time(it.as_str()?))?,
        address: optional(it, "address", |it| read_address(it.as_object()?))?,
        company: optional(it, "company", company)?,
        loyalty_card: read_entry(it, "loyaltyCardNumber", |it| Text::parse(it).ok())?,
        labels: it.get("labels")?.as_array()?.iter().map(label).collect::<Option<_>>()?,
        agreements: Agreements(agreements?.try_into().ok()?),
    })
}

fn written_address(address: &Address) -> Map<String, Value> {
    let Address { street, address1, address2, postal, city, province, country } = address;
    let mut it = Map::new();
    for (name, text) in [
        ("street", street),
        ("address1", address1),
        ("address2", address2),
        ("postal", postal),
        ("city", city),
        ("province", province),
        ("country", country),
    ] {
        put(&mut it, name, text.as_ref().map(Text::as_str));
    }
    it
}

fn read_address(it: &Map<String, Value>) -> Option<Address> {
    Some(Address {
        street: some_text(it, "street")?,
        address1: some_text(it, "address1")?,
        address2: some_text(it, "address2")?,
        postal: some_text(it, "postal")?,
        city: some_text(it, "city")?,
        province: some_text(it, "province")?,
        country: some_text(it, "country")?,
    })
}

fn written_totals(totals: &Totals) -> Map<String, Value> {
    let mut it = Map::new();
    put(&mut it, "count", Some(totals.count));
    put(&mut it, "amount", Some(totals.amount.ten_thousandths()));
    let without_delivery = totals.amount_without_delivery.ten_thousandths();
    put(&mut it, "amountWithoutDelivery", Some(without_delivery));
    put(&mut it, "excludedForLevel", Some(totals.excluded_for_level.ten_thousandths()));
    put(&mut it, "lastTransaction", totals.last_transaction.map(time));
    it
}

fn read_totals(it: &Map<String, Value>) -> Option<Totals> {
    let amount = |name: &str| it.get(name)?.as_i64().map(Amount::from_ten_thousandths);
    Some(Totals {
        count: it.get("count")?.as_i64()?,
        amount: amount("amount")?,
        amount_without_delivery: amount("amountWithoutDelivery")?,
        excluded_for_level: amount("excludedForLevel")?,
        last_transaction: optional(it, "lastTransaction", |it| read_time(it.as_str()?))?,
    })
}

pub(in super::super) fn status_text(status: Status) -> &'static str {
    STATUSES.iter().find(|(it, _)| *it == status).map_or("", |(_, text)| text)
}

/// The deleted are not exported.
fn read_status(text: &str) -> Option<Status> {
    let found = STATUSES.iter().find(|(_, it)| *it == text).map(|(status, _)| *status);
    found.filter(|it| *it != Status::Deleted)
}

fn entry<T>(entry: &Entry<T>, text: impl FnOnce(&T) -> &str) -> Option<&str> {
    match entry {
        Entry::NeverGiven => None,
        Entry::Erased => Some(""),
        Entry::Given(value) => Some(text(value)),
    }
}

fn read_entry<T>(
    members: &Map<String, Value>,
    name: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<Entry<T>> {
    match members.get(name) {
        None => Some(Entry::NeverGiven),
        Some(value) => match value.as_str()? {
            "" => Some(Entry::Erased),
            text => parse(text).map(Entry::Given),
        },
    }
}
