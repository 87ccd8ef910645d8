//! The `customer` row, alias `c`.

use domain::Timestamp;
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{
    Address, Agreements, Avatar, Company, Customer, CustomerState, Entry, Gender, Placement,
    Profile, Status, Totals,
};
use domain::ids::{CustomerId, LevelId, PosId, SellerId};
use domain::text::{Text, folded};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::{Fields, Written, columns, json};

columns! { "customer" as "c":
    "id", "status", "first_name", "last_name", "gender", "email", "phone", "birth_date",
    "has_address", "street", "address1", "address2", "postal", "city", "province", "country",
    "company_name", "company_nip", "loyalty_card", "labels", "agreement1", "agreement2",
    "agreement3", "created_at", "updated_at", "level_id", "level_manual", "pos_id", "seller_id",
    "transactions_count", "transactions_amount", "transactions_amount_without_delivery",
    "amount_excluded_for_level", "last_transaction_at", "last_level_recalculation_at", "version",
    "avatar_path", "avatar_name", "avatar_mime", "push_tokens", "anonymized",
    "newsletter_used",
}

pub fn from_row(row: &QueryResult) -> Result<Customer, DbErr> {
    state(row).map(Customer::restore)
}

/// The plain data, for whoever only shows it.
pub fn state(row: &QueryResult) -> Result<CustomerState, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(CustomerState {
        id: CustomerId(it.id("id")?),
        status: it.known("status", read_status)?,
        profile: profile(&mut it)?,
        created_at: it.instant("created_at")?,
        updated_at: it.instant("updated_at")?,
        placement: placement(it.take("level_id")?, it.take("level_manual")?),
        pos: it.take::<Option<Uuid>>("pos_id")?.map(PosId),
        seller: it.take::<Option<Uuid>>("seller_id")?.map(SellerId),
        totals: Totals {
            count: it.take("transactions_count")?,
            amount: it.amount("transactions_amount")?,
            amount_without_delivery: it.amount("transactions_amount_without_delivery")?,
            excluded_for_level: it.amount("amount_excluded_for_level")?,
            last_transaction: it.some_instant("last_transaction_at")?,
        },
        last_level_recalculation: it.some_instant("last_level_recalculation_at")?,
        version: it.take("version")?,
        avatar: avatar(&mut it)?,
        push_tokens: it.json("push_tokens", json::read_push_tokens)?,
        anonymized: it.take("anonymized")?,
        newsletter_used: it.take("newsletter_used")?,
    })
}

fn profile(it: &mut Fields<'_>) -> Result<Profile, DbErr> {
    Ok(Profile {
        first_name: it.text("first_name")?,
        last_name: it.text("last_name")?,
        gender: gender(it)?,
        email: it.take::<Option<String>>("email")?.map(Email::from_storage),
        phone: entry(it.take("phone")?, Phone::from_storage),
        birth_date: it.some_instant("birth_date")?,
        address: address(it)?,
        company: match (it.some_text("company_name")?, it.some_text("company_nip")?) {
            (Some(name), Some(nip)) => Some(Company { name, nip }),
            (None, None) => None,
            _ => return Err(it.unreadable("company_nip", "or company_name is missing")),
        },
        loyalty_card: entry(it.take("loyalty_card")?, Text::from_storage),
        labels: it.json("labels", json::read_labels)?,
        agreements: Agreements([
            it.take("agreement1")?,
            it.take("agreement2")?,
            it.take("agreement3")?,
        ]),
    })
}

fn address(it: &mut Fields<'_>) -> Result<Option<Address>, DbErr> {
    let has_address: bool = it.take("has_address")?;
    let address = Address {
        street: it.some_text("street")?,
        address1: it.some_text("address1")?,
        address2: it.some_text("address2")?,
        postal: it.some_text("postal")?,
        city: it.some_text("city")?,
        province: it.some_text("province")?,
        country: it.some_text("country")?,
    };
    Ok(has_address.then_some(address))
}

fn avatar(it: &mut Fields<'_>) -> Result<Option<Avatar>, DbErr> {
    match (it.take("avatar_path")?, it.take("avatar_name")?, it.take("avatar_mime")?) {
        (Some(path), Some(original_name), Some(mime)) => {
            Ok(Some(Avatar { path, original_name, mime }))
        }
        (None, None, None) => Ok(None),
        _ => Err(it.unreadable("avatar_path", "or its name or type is missing")),
    }
}

fn gender(it: &mut Fields<'_>) -> Result<Option<Gender>, DbErr> {
    match it.take::<Option<String>>("gender")? {
        None => Ok(None),
        Some(word) => match Gender::parse(&word) {
            Some(gender) => Ok(Some(gender)),
            None => Err(it.unreadable("gender", "is not a known value")),
        },
    }
}

/// Every column but `store` and `id`, which address the row.
pub fn written(state: &CustomerState) -> Written {
    let CustomerState {
        id: _,
        status,
        profile,
        created_at,
        updated_at,
        placement,
        pos,
        seller,
        totals,
        last_level_recalculation,
        avatar,
        push_tokens,
        anonymized,
        newsletter_used,
        version,
    } = state;
    let micros = |it: &Option<Timestamp>| it.map(|it| it.timestamp_micros());
    let mut written = vec![
        ("status", status_text(*status).into()),
        ("active", (*status == Status::Active).into()),
        ("created_at", created_at.timestamp_micros().into()),
        ("updated_at", updated_at.timestamp_micros().into()),
        ("level_id", placement.map(|it| it.level().0).into()),
        ("level_manual", matches!(placement, Some(Placement::Manual(_))).into()),
        ("pos_id", pos.map(|it| it.0).into()),
        ("seller_id", seller.map(|it| it.0).into()),
        ("transactions_count", totals.count.into()),
        ("transactions_amount", plain(totals.amount).into()),
        ("transactions_amount_without_delivery", plain(totals.amount_without_delivery).into()),
        ("amount_excluded_for_level", plain(totals.excluded_for_level).into()),
        ("average_transaction_amount", plain(totals.average()).into()),
        ("last_transaction_at", micros(&totals.last_transaction).into()),
        ("last_level_recalculation_at", micros(last_level_recalculation).into()),
        ("avatar_path", avatar.as_ref().map(|it| it.path.as_str()).into()),
        ("avatar_name", avatar.as_ref().map(|it| it.original_name.as_str()).into()),
        ("avatar_mime", avatar.as_ref().map(|it| it.mime.as_str()).into()),
        ("push_tokens", json::push_tokens_text(push_tokens).into()),
        ("anonymized", (*anonymized).into()),
        ("newsletter_used", (*newsletter_used).into()),
        ("version", (*version).into()),
    ];
    written.extend(written_profile(profile));
    written
}

fn written_profile(profile: &Profile) -> Written {
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
        agreements: Agreements([agreement1, agreement2, agreement3]),
    } = profile;
    let mut written = vec![
        ("first_name", first_name.as_str().into()),
        ("first_name_key", folded(first_name.as_str()).into()),
        ("last_name", last_name.as_str().into()),
        ("last_name_key", folded(last_name.as_str()).into()),
        ("gender", gender.map(Gender::as_str).into()),
        ("email", email.as_ref().map(Email::as_str).into()),
        ("phone", entry_text(phone, Phone::as_str).into()),
        ("phone_key", phone.given().map(Phone::key).into()),
        ("birth_date", birth_date.map(|it| it.timestamp_micros()).into()),
        ("company_name", company.as_ref().map(|it| it.name.as_str()).into()),
        ("company_nip", company.as_ref().map(|it| it.nip.as_str()).into()),
        ("loyalty_card", entry_text(loyalty_card, Text::as_str).into()),
        ("loyalty_card_key", loyalty_card.given().map(|it| folded(it.as_str())).into()),
        ("labels", json::labels_text(labels).into()),
        ("agreement1", (*agreement1).into()),
        ("agreement2", (*agreement2).into()),
        ("agreement3", (*agreement3).into()),
    ];
    written.extend(written_address(address.as_ref()));
    written
}

fn written_address(address: Option<&Address>) -> Written {
    let nothing = Address::default();
    let Address { street, address1, address2, postal, city, province, country } =
        address.unwrap_or(&nothing);
    let text = |it: &Option<Text>| it.as_ref().map(|it| it.as_str().to_owned());
    let key = |it: &Option<Text>| it.as_ref().map(|it| folded(it.as_str()));
    vec![
        ("has_address", address.is_some().into()),
        ("street", text(street).into()),
        ("address1", text(address1).into()),
        ("address2", text(address2).into()),
        ("postal", text(postal).into()),
        ("postal_key", key(postal).into()),
        ("city", text(city).into()),
        ("city_key", key(city).into()),
        ("province", text(province).into()),
        ("country", text(country).into()),
    ]
}

fn plain(amount: Amount) -> i64 {
    amount.ten_thousandths()
}

pub fn placement(level: Option<Uuid>, manual: bool) -> Option<Placement> {
    let kind = if manual { Placement::Manual } else { Placement::Earned };
    level.map(LevelId).map(kind)
}

/// NULL was never given, '' was erased.
fn entry<T>(stored: Option<String>, given: impl FnOnce(String) -> T) -> Entry<T> {
    match stored {
        None => Entry::NeverGiven,
        Some(text) if text.is_empty() => Entry::Erased,
        Some(text) => Entry::Given(given(text)),
    }
}

fn entry_text<T>(entry: &Entry<T>, text: impl FnOnce(&T) -> &str) -> Option<&str> {
    match entry {
        Entry::NeverGiven => None,
        Entry::Erased => Some(""),
        Entry::Given(value) => Some(text(value)),
    }
}

pub fn status_text(status: Status) -> &'static str {
    match status {
        Status::New => "new",
        Status::Active => "active",
        Status::Blocked => "blocked",
        Status::Deleted => "deleted",
    }
}

fn read_status(text: &str) -> Option<Status> {
    let all = [Status::New, Status::Active, Status::Blocked, Status::Deleted];
    all.into_iter().find(|it| status_text(*it) == text)
}
