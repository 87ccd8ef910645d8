//! Wire shapes of a customer (behaviour 2.0), in output order.

mod rewards;

use std::collections::BTreeMap;

use application::cx::Cx;
use application::ports::{CustomerView, LevelLabel};
use domain::contact::Email;
use domain::customer::{Address, Company, CustomerState, Entry, Placement, Status};
use domain::label::Label;
use poem_openapi::Object;

use self::rewards::{MembershipDto, PurchaseDto};
use crate::wire::{Decimal, timestamp};

/// A member of the programme. Members without a value are left out.
#[expect(clippy::struct_excessive_bools, reason = "the contract's flags")]
#[derive(Object)]
#[oai(rename = "Customer", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(crate) struct CustomerDto {
    customer_id: String,
    active: bool,
    pos_id: Option<String>,
    seller_id: Option<String>,
    first_name: String,
    last_name: String,
    /// `male`, `female` or `not_disclosed`.
    gender: Option<String>,
    email: String,
    phone: Option<String>,
    birth_date: Option<String>,
    last_level_recalculation: Option<String>,
    address: Option<AddressDto>,
    loyalty_card_number: Option<String>,
    created_at: String,
    /// The level's id again; in details only.
    id: Option<String>,
    level_id: Option<String>,
    manually_assigned_level_id: Option<ManualLevelDto>,
    agreement1: bool,
    agreement2: bool,
    agreement3: bool,
    company: Option<CompanyDto>,
    status: StatusDto,
    updated_at: String,
    campaign_purchases: Vec<PurchaseDto>,
    transactions_count: i64,
    transactions_amount: Decimal,
    transactions_amount_without_delivery_costs: Decimal,
    amount_excluded_for_level: Decimal,
    average_transaction_amount: Decimal,
    last_transaction_date: Option<String>,
    labels: Vec<LabelDto>,
    level: Option<LevelDto>,
    avatar_path: Option<String>,
    avatar_original_name: Option<String>,
    avatar_mime: Option<String>,
    /// The number of the latest change, from zero; in details only.
    version: Option<i64>,
    currency: String,
    /// In details only.
    segments: Option<Vec<MembershipDto>>,
    level_percent: Option<String>,
    pos_identifier: Option<String>,
}

#[derive(Object)]
#[oai(rename = "Address", rename_all = "camelCase", skip_serializing_if_is_none)]
struct AddressDto {
    street: Option<String>,
    address1: Option<String>,
    address2: Option<String>,
    province: Option<String>,
    city: Option<String>,
    postal: Option<String>,
    country: Option<String>,
}

#[derive(Object)]
#[oai(rename = "Company")]
struct CompanyDto {
    name: String,
    /// The tax id.
    nip: String,
}

#[derive(Object)]
#[oai(rename = "ManuallyAssignedLevel", rename_all = "camelCase")]
struct ManualLevelDto {
    level_id: String,
}

#[derive(Object)]
#[oai(rename = "CustomerStatus", rename_all = "camelCase", skip_serializing_if_is_none)]
struct StatusDto {
    available_types: Vec<String>,
    available_states: Vec<String>,
    #[oai(rename = "type")]
    kind: String,
    state: Option<String>,
}

#[derive(Object)]
#[oai(rename = "Label")]
struct LabelDto {
    key: String,
    value: String,
}

#[derive(Object)]
#[oai(rename = "CustomerLevel", rename_all = "camelCase")]
struct LevelDto {
    level_id: LevelIdDto,
    name: String,
    translations: BTreeMap<String, LevelNameDto>,
}

#[derive(Object)]
#[oai(rename = "CustomerLevelId", rename_all = "camelCase")]
struct LevelIdDto {
    id: String,
    level_id: String,
}

#[derive(Object)]
#[oai(rename = "CustomerLevelName", skip_serializing_if_is_none)]
struct LevelNameDto {
    name: Option<String>,
}

impl CustomerDto {
    /// As in lists and searches.
    pub(super) fn listed(view: CustomerView, cx: &Cx) -> Self {
        let CustomerView { state, level, pos_identifier, rewards, segments: _ } = view;
        let CustomerState {
            id,
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
            push_tokens: _,
            anonymized: _,
            newsletter_used: _,
            version: _,
        } = state;
        let (avatar_path, avatar_name_and_mime) =
            avatar.map(|it| (it.path, (it.original_name, it.mime))).unzip();
        let (avatar_original_name, avatar_mime) = avatar_name_and_mime.unzip();
        let time = |at| timestamp(at, cx.store.time_zone);
        let [agreement1, agreement2, agreement3] = profile.agreements.0;
        Self {
            customer_id: id.to_string(),
            active: status == Status::Active,
            pos_id: pos.map(|it| it.to_string()),
            seller_id: seller.map(|it| it.to_string()),
            first_name: profile.first_name.as_str().to_owned(),
            last_name: profile.last_name.as_str().to_owned(),
            gender: profile.gender.map(|it| it.as_str().to_owned()),
            email: profile.email.as_ref().map_or("", Email::as_str).to_owned(),
            phone: erasable(profile.phone, |it| it.as_str().to_owned()),
            birth_date: profile.birth_date.map(time),
            last_level_recalculation: last_level_recalculation.map(time),
            address: profile.address.map(AddressDto::from),
            loyalty_card_number: erasable(profile.loyalty_card, |it| it.as_str().to_owned()),
            created_at: time(created_at),
            id: None,
            level_id: placement.map(|it| it.level().to_string()),
            manually_assigned_level_id: match placement {
                Some(Placement::Manual(id)) => Some(ManualLevelDto { level_id: id.to_string() }),
                Some(Placement::Earned(_)) | None => None,
            },
            agreement1,
            agreement2,
            agreement3,
            company: profile.company.map(CompanyDto::from),
            status: StatusDto::from(status),
            updated_at: time(updated_at),
            campaign_purchases: rewards.iter().map(|it| PurchaseDto::of(it, cx)).collect(),
            transactions_count: totals.count,
            transactions_amount: Decimal::from(totals.amount),
            transactions_amount_without_delivery_costs: Decimal::from(
                totals.amount_without_delivery,
            ),
            amount_excluded_for_level: Decimal::from(totals.excluded_for_level),
            average_transaction_amount: Decimal::from(totals.average()),
            last_transaction_date: totals.last_transaction.map(time),
            labels: profile.labels.into_iter().map(LabelDto::from).collect(),
            level_percent: level.as_ref().map(|it| it.reward.percent_text()),
            level: level.map(|it| LevelDto::of(it, cx)),
            avatar_path,
            avatar_original_name,
            avatar_mime,
            version: None,
            currency: cx.store.currency.clone(),
            segments: None,
            pos_identifier,
        }
    }

    /// As in details: with the members that only they show.
    pub(super) fn detailed(view: CustomerView, cx: &Cx) -> Self {
        // The first recorded change is number zero (behaviour 3.25.3).
        let version = view.state.version - 1;
        let segments = view.segments.iter().map(|it| MembershipDto::of(it, &view.state)).collect();
        let listed = Self::listed(view, cx);
        let id = listed.level_id.clone();
        Self { id, version: Some(version), segments: Some(segments), ..listed }
    }
}

/// Absent, `""` or the value.
fn erasable<T>(entry: Entry<T>, show: impl Fn(T) -> String) -> Option<String> {
    match entry {
        Entry::NeverGiven => None,
        Entry::Erased => Some(String::new()),
        Entry::Given(value) => Some(show(value)),
    }
}

impl From<Address> for AddressDto {
    fn from(address: Address) -> Self {
        let Address { street, address1, address2, postal, city, province, country } = address;
        let [street, address1, address2, postal, city, province, country] =
            [street, address1, address2, postal, city, province, country]
                .map(|it| it.map(|text| text.as_str().to_owned()));
        Self { street, address1, address2, province, city, postal, country }
    }
}

impl From<Company> for CompanyDto {
    fn from(Company { name, nip }: Company) -> Self {
        Self { name: name.as_str().to_owned(), nip: nip.as_str().to_owned() }
    }
}

impl From<Label> for LabelDto {
    fn from(Label { key, value }: Label) -> Self {
        Self { key, value }
    }
}

impl From<Status> for StatusDto {
    fn from(status: Status) -> Self {
        let words = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
        let (kind, state) = match status {
            Status::New => ("new", None),
            Status::Active => ("active", Some("no-card")),
            Status::Blocked => ("blocked", None),
            Status::Deleted => ("deleted", None),
        };
        Self {
            available_types: words(&["new", "active", "blocked", "deleted"]),
            available_states: words(&["no-card", "card-sent", "with-card"]),
            kind: kind.to_owned(),
            state: state.map(str::to_owned),
        }
    }
}

impl LevelDto {
    fn of(label: LevelLabel, cx: &Cx) -> Self {
        let LevelLabel { id, translations, reward: _ } = label;
        let name = translations.name(&cx.locale, &cx.store.default_locale);
        let name = name.map_or_else(String::new, |it| it.as_str().to_owned());
        let translated = |(locale, it): (domain::locale::Locale, domain::locale::Translation)| {
            let name = it.name.map(|it| it.as_str().to_owned());
            (locale.as_str().to_owned(), LevelNameDto { name })
        };
        Self {
            level_id: LevelIdDto { id: id.to_string(), level_id: id.to_string() },
            name,
            translations: translations.0.into_iter().map(translated).collect(),
        }
    }
}
