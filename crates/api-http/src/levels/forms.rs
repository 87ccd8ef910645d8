//! The forms of level operations.

use domain::form::Shape;
use domain::level::{LevelDraft, RewardDraft, SpecialRewardDraft, TranslationDraft};

use crate::body::{Field, Form, FormSpec, Members, by_key, flag, group, list, text};

const REWARD_NAME: Field = text("name", "Name of the reward").required().like("discount");
const REWARD_VALUE: Field = text("value", "In per cent: 5 is five per cent").required().like("5");
const REWARD_CODE: Field = text("code", "Code of the reward").required().like("gold-5");

/// A level (behaviour C3).
pub(super) static LEVEL: Form = Form {
    name: "level",
    fields: &[
        by_key(
            "translations",
            &[
                text("name", "Required in the store's default locale").required().like("Gold"),
                text("description", "What the level is about"),
            ],
            "By locale",
        )
        .required(),
        flag("active", "Whether customers can reach it"),
        text("conditionValue", "Money or points needed").required().like("100"),
        text("minOrder", "Informational"),
        group("reward", &[REWARD_NAME, REWARD_VALUE, REWARD_CODE], "What the level gives")
            .required(),
        list(
            "specialRewards",
            &[
                REWARD_NAME,
                REWARD_VALUE,
                REWARD_CODE,
                flag("active", "Whether it is on"),
                text("startAt", "YYYY-MM-DD").required(),
                text("endAt", "YYYY-MM-DD").required(),
            ],
            "Rewards for a while",
        ),
    ],
};

static ACTIVATE: Form =
    Form { name: "", fields: &[flag("active", "1 activates, 0 deactivates").required()] };

pub(super) struct LevelForm;

impl FormSpec for LevelForm {
    const FORM: &'static Form = &LEVEL;
}

pub(super) struct ActivateForm;

impl FormSpec for ActivateForm {
    const FORM: &'static Form = &ACTIVATE;
}

/// A level form as a draft.
pub(super) fn level_draft((form, shape): (Members, Shape)) -> LevelDraft {
    LevelDraft {
        shape,
        translations: form.by_key("translations", translation_draft).into_iter().collect(),
        active: form.leaf("active"),
        condition_value: form.leaf("conditionValue"),
        min_order: form.leaf("minOrder"),
        reward: form.group("reward", reward_draft),
        special_rewards: form.list("specialRewards", special_reward_draft),
    }
}

fn translation_draft(group: &Members) -> TranslationDraft {
    TranslationDraft { name: group.leaf("name"), description: group.leaf("description") }
}

fn reward_draft(group: &Members) -> RewardDraft {
    RewardDraft { name: group.leaf("name"), value: group.leaf("value"), code: group.leaf("code") }
}

fn special_reward_draft(group: &Members) -> SpecialRewardDraft {
    SpecialRewardDraft {
        reward: reward_draft(group),
        active: group.leaf("active"),
        start_at: group.leaf("startAt"),
        end_at: group.leaf("endAt"),
    }
}
