//! Levels (tiers): what they are, and which one an amount earns (behaviour 3.9).

mod completed;
mod ladder;

pub use self::ladder::{level_for, next_level};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::Timestamp;
use crate::amount::{Amount, Fraction};
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{LevelId, SpecialRewardId};
use crate::locale::{Locale, Translation, Translations};
use crate::text::Text;
use crate::time::parse_date;

/// A tier of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    pub id: LevelId,
    pub active: bool,
    /// Money or points needed, never negative.
    pub condition: Amount,
    /// Informational.
    pub min_order: Option<Amount>,
    pub reward: Reward,
    pub special_rewards: Vec<SpecialReward>,
    pub translations: Translations,
    /// Changes so far; zero for a level that was never saved.
    pub version: i64,
}

/// What a level gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reward {
    pub name: Text,
    pub value: Fraction,
    pub code: Text,
}

/// A reward for a while; informational (behaviour 3.9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialReward {
    pub id: SpecialRewardId,
    pub reward: Reward,
    pub active: bool,
    pub created_at: Timestamp,
    pub start: NaiveDate,
    pub end: NaiveDate,
}

impl Level {
    /// The name shown to a reader of `wanted`; empty when no locale has one.
    pub fn name(&self, wanted: &Locale, fallback: &Locale) -> &str {
        self.translations.name(wanted, fallback).map_or("", Text::as_str)
    }
}

/// A level as submitted (behaviour C3).
#[derive(Clone, Debug, Default)]
pub struct LevelDraft {
    pub shape: Shape,
    pub translations: BTreeMap<String, TranslationDraft>,
    pub active: Given,
    pub condition_value: Given,
    pub min_order: Given,
    pub reward: GivenGroup<RewardDraft>,
    /// `None`: not submitted, so a change keeps the stored ones.
    pub special_rewards: Option<Vec<SpecialRewardDraft>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationDraft {
    pub name: Given,
    pub description: Given,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RewardDraft {
    pub name: Given,
    pub value: Given,
    pub code: Given,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecialRewardDraft {
    pub reward: RewardDraft,
    pub active: Given,
    pub start_at: Given,
    pub end_at: Given,
}

/// What a draft needs to become a level.
pub struct LevelRules<'a> {
    pub default_locale: &'a Locale,
    pub now: Timestamp,
}

impl LevelDraft {
    /// The level this draft describes, under `id`. `stored` is the level it replaces, if any:
    /// special rewards keep their ids by position.
    /// `new_id` makes ids for special rewards that are new.
    pub fn check(
        &self,
        id: LevelId,
        stored: Option<&Level>,
        rules: &LevelRules<'_>,
        mut new_id: impl FnMut() -> SpecialRewardId,
    ) -> Result<Level, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let translations = self.translations(rules.default_locale, &mut errors);
        let condition = self.condition_value.required("conditionValue", &mut errors, not_negative);
        let min_order = self.min_order.parsed("minOrder", &mut errors, not_negative);
        let reward = match &self.reward {
            GivenGroup::Members(members) => members.check("reward", &mut errors),
            GivenGroup::Malformed => {
                errors.field("reward", message::NOT_VALID);
                None
            }
            GivenGroup::Absent | GivenGroup::Empty => {
                RewardDraft::default().check("reward", &mut errors)
            }
        };
        let special_rewards = match (&self.special_rewards, stored) {
            (None, stored) => stored.map_or_else(Vec::new, |it| it.special_rewards.clone()),
            (Some(drafts), stored) => {
                let kept = stored.map_or(&[][..], |it| &it.special_rewards);
                let check = |(at, draft): (usize, &SpecialRewardDraft)| {
                    draft.check(at, kept.get(at), rules.now, &mut new_id, &mut errors)
                };
                drafts.iter().enumerate().filter_map(check).collect()
            }
        };
        let active = self.active.checked("active", &mut errors);
        errors.none()?;
        let (Some(condition), Some(reward)) = (condition, reward) else {
            return Err(FormErrors::default());
        };
        let version = stored.map_or(0, |it| it.version);
        Ok(Level {
            id,
            active,
            condition,
            min_order,
            reward,
            special_rewards,
            translations,
            version,
        })
    }

    fn translations(&self, default: &Locale, errors: &mut FormErrors) -> Translations {
        let mut known = BTreeMap::new();
        for (code, draft) in &self.translations {
            let at = |leaf: &str| format!("translations.{code}.{leaf}");
            let Some(locale) = errors.take(format!("translations.{code}"), Locale::parse(code))
            else {
                continue;
            };
            let name = line(&draft.name, at("name"), errors);
            let description = line(&draft.description, at("description"), errors);
            known.insert(locale, Translation { name, description });
        }
        let path = format!("translations.{}.name", default.as_str());
        let named = known.get(default).is_some_and(|it| it.name.is_some());
        if !named && !errors.has(&path) {
            errors.field(path, message::BLANK);
        }
        Translations(known)
    }
}

impl RewardDraft {
    fn check(&self, group: &str, errors: &mut FormErrors) -> Option<Reward> {
        let name = required(&self.name, format!("{group}.name"), errors, Text::parse);
        let value = required(&self.value, format!("{group}.value"), errors, percentage);
        let code = required(&self.code, format!("{group}.code"), errors, Text::parse);
        Some(Reward { name: name?, value: value?, code: code? })
    }
}

impl SpecialRewardDraft {
    fn check(
        &self,
        at: usize,
        stored: Option<&SpecialReward>,
        now: Timestamp,
        new_id: &mut impl FnMut() -> SpecialRewardId,
        errors: &mut FormErrors,
    ) -> Option<SpecialReward> {
        let group = format!("specialRewards.{at}");
        let reward = self.reward.check(&group, errors);
        let start = required(&self.start_at, format!("{group}.startAt"), errors, parse_date);
        let end = required(&self.end_at, format!("{group}.endAt"), errors, parse_date);
        let active = self.active.checked(format!("{group}.active"), errors);
        Some(SpecialReward {
            id: stored.map_or_else(new_id, |it| it.id),
            created_at: stored.map_or(now, |it| it.created_at),
            active,
            reward: reward?,
            start: start?,
            end: end?,
        })
    }
}

fn line(given: &Given, path: String, errors: &mut FormErrors) -> Option<Text> {
    match given {
        Given::Absent | Given::Empty => None,
        Given::Malformed => {
            errors.field(path, message::NOT_VALID);
            None
        }
        Given::Text(raw) => errors.take(path, Text::parse(raw)),
    }
}

fn required<T, E: std::fmt::Display>(
    given: &Given,
    path: String,
    errors: &mut FormErrors,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    match given {
        Given::Absent | Given::Empty => {
            errors.field(path, message::BLANK);
            None
        }
        Given::Malformed => {
            errors.field(path, message::NOT_VALID);
            None
        }
        Given::Text(raw) => errors.take(path, parse(raw)),
    }
}

fn not_negative(raw: &str) -> Result<Amount, &'static str> {
    match Amount::parse(raw) {
        Ok(amount) if amount.is_negative() => Err(message::TOO_LOW_ZERO),
        Ok(amount) => Ok(amount),
        Err(_) => Err(message::NOT_VALID),
    }
}

fn percentage(raw: &str) -> Result<Fraction, &'static str> {
    match Fraction::parse_percentage(raw) {
        Ok(share) if share.as_amount().is_negative() => Err(message::TOO_LOW_ZERO),
        Ok(share) => Ok(share),
        Err(_) => Err(message::NOT_VALID),
    }
}

#[cfg(test)]
mod tests;
