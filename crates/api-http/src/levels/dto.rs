//! Wire shapes of a level (behaviour C3).

use std::collections::BTreeMap;

use application::cx::Cx;
use application::ports::{LevelCustomer, LevelView};
use domain::level::{Level, Reward, SpecialReward};
use domain::locale::Translations;
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// A tier.
#[derive(Object)]
#[oai(rename = "Level", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct LevelDto {
    id: String,
    name: String,
    description: Option<String>,
    active: bool,
    condition_value: Decimal,
    min_order: Option<Decimal>,
    has_photo: bool,
    reward: RewardDto,
    special_rewards: Vec<SpecialRewardDto>,
    translations: BTreeMap<String, TranslationDto>,
    customers_count: u64,
}

#[derive(Object)]
#[oai(rename = "Reward")]
struct RewardDto {
    name: String,
    /// As a share of one: 0.05 is five per cent.
    value: Decimal,
    code: String,
}

#[derive(Object)]
#[oai(rename = "SpecialReward", rename_all = "camelCase")]
struct SpecialRewardDto {
    id: String,
    name: String,
    /// As a share of one.
    value: Decimal,
    code: String,
    active: bool,
    created_at: String,
    /// YYYY-MM-DD
    start_at: String,
    /// YYYY-MM-DD
    end_at: String,
}

#[derive(Object)]
#[oai(rename = "LevelTranslation", skip_serializing_if_is_none)]
struct TranslationDto {
    name: Option<String>,
    description: Option<String>,
}

#[derive(Object)]
#[oai(rename = "LevelList")]
pub(super) struct LevelListDto {
    pub(super) levels: Vec<LevelDto>,
    pub(super) total: u64,
}

/// A level that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedLevel")]
pub(super) struct SavedDto {
    pub(super) id: String,
}

/// A level as customers see it (behaviour B11).
#[derive(Object)]
#[oai(rename = "ActiveLevel", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct ActiveLevelDto {
    level_id: String,
    name: String,
    description: Option<String>,
    condition_value: Decimal,
    has_photo: bool,
}

#[derive(Object)]
#[oai(rename = "ActiveLevelList")]
pub(super) struct ActiveLevelListDto {
    pub(super) levels: Vec<ActiveLevelDto>,
}

#[derive(Object)]
#[oai(rename = "LevelCustomer", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct LevelCustomerDto {
    customer_id: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
}

#[derive(Object)]
#[oai(rename = "LevelCustomerList")]
pub(super) struct LevelCustomerListDto {
    pub(super) customers: Vec<LevelCustomerDto>,
    pub(super) total: u64,
}

impl LevelDto {
    pub(super) fn of(view: LevelView, cx: &Cx) -> Self {
        let LevelView { level, customers } = view;
        let name = level.name(&cx.locale, &cx.store.default_locale).to_owned();
        let description = description(&level.translations, cx);
        let Level {
            id,
            active,
            condition,
            min_order,
            reward,
            special_rewards,
            translations,
            version: _,
        } = level;
        Self {
            id: id.to_string(),
            name,
            description,
            active,
            condition_value: Decimal::from(condition),
            min_order: min_order.map(Decimal::from),
            has_photo: false,
            reward: RewardDto::from(reward),
            special_rewards: special_rewards
                .into_iter()
                .map(|it| SpecialRewardDto::of(it, cx))
                .collect(),
            translations: translated(translations),
            customers_count: customers,
        }
    }
}

impl ActiveLevelDto {
    pub(super) fn of(level: &Level, cx: &Cx) -> Self {
        Self {
            level_id: level.id.to_string(),
            name: level.name(&cx.locale, &cx.store.default_locale).to_owned(),
            description: description(&level.translations, cx),
            condition_value: Decimal::from(level.condition),
            has_photo: false,
        }
    }
}

impl From<Reward> for RewardDto {
    fn from(Reward { name, value, code }: Reward) -> Self {
        Self {
            name: name.as_str().to_owned(),
            value: Decimal::from(value.as_amount()),
            code: code.as_str().to_owned(),
        }
    }
}

impl SpecialRewardDto {
    fn of(special: SpecialReward, cx: &Cx) -> Self {
        let SpecialReward { id, reward, active, created_at, start, end } = special;
        let RewardDto { name, value, code } = RewardDto::from(reward);
        Self {
            id: id.to_string(),
            name,
            value,
            code,
            active,
            created_at: timestamp(created_at, cx.store.time_zone),
            start_at: start.to_string(),
            end_at: end.to_string(),
        }
    }
}

impl From<LevelCustomer> for LevelCustomerDto {
    fn from(LevelCustomer { id, first_name, last_name, email }: LevelCustomer) -> Self {
        Self { customer_id: id.to_string(), first_name, last_name, email }
    }
}

fn description(translations: &Translations, cx: &Cx) -> Option<String> {
    let found = translations.description(&cx.locale, &cx.store.default_locale);
    found.map(|it| it.as_str().to_owned())
}

fn translated(translations: Translations) -> BTreeMap<String, TranslationDto> {
    let text = |it: Option<domain::text::Text>| it.map(|text| text.as_str().to_owned());
    let pairs = translations.0.into_iter().map(|(locale, it)| {
        let dto = TranslationDto { name: text(it.name), description: text(it.description) };
        (locale.as_str().to_owned(), dto)
    });
    pairs.collect()
}
