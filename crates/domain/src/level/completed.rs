//! A level's draft as an update: what was left out stays.

use super::{Level, LevelDraft, Reward, RewardDraft, TranslationDraft};
use crate::locale::Translation;
use crate::text::Text;

impl LevelDraft {
    /// This draft with everything that was left out taken from what is stored. Special rewards
    /// are replaced as a whole when any are sent.
    #[must_use]
    pub fn completed_by(&self, stored: &Level) -> Self {
        let mut translations = self.translations.clone();
        for (locale, kept) in &stored.translations.0 {
            let sent = translations.entry(locale.as_str().to_owned()).or_default();
            *sent = sent.completed_by(kept);
        }
        let min_order = stored.min_order.map(|it| it.to_string());
        Self {
            shape: self.shape.of_update(),
            translations,
            active: self.active.or_stored(Some(if stored.active { "1" } else { "0" })),
            condition_value: self.condition_value.or_stored(Some(&stored.condition.to_string())),
            min_order: self.min_order.or_stored(min_order.as_deref()),
            reward: self.reward.completed(|it| it.completed_by(&stored.reward)),
            special_rewards: self.special_rewards.clone(),
        }
    }
}

impl TranslationDraft {
    fn completed_by(&self, stored: &Translation) -> Self {
        Self {
            name: self.name.or_stored(stored.name.as_ref().map(Text::as_str)),
            description: self.description.or_stored(stored.description.as_ref().map(Text::as_str)),
        }
    }
}

impl RewardDraft {
    fn completed_by(&self, stored: &Reward) -> Self {
        Self {
            name: self.name.or_stored(Some(stored.name.as_str())),
            value: self.value.or_stored(Some(&stored.value.percentage().to_string())),
            code: self.code.or_stored(Some(stored.code.as_str())),
        }
    }
}
