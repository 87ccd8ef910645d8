//! The `level` row, alias `l`.

use domain::amount::{Amount, Fraction};
use domain::ids::LevelId;
use domain::level::{Level, Reward};
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns, json};

columns! { "level" as "l":
    "id", "active", "condition_value", "min_order", "reward_name", "reward_value", "reward_code",
    "special_rewards", "translations", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Level, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Level {
        id: LevelId(it.id("id")?),
        active: it.take("active")?,
        condition: it.amount("condition_value")?,
        min_order: it.take::<Option<i64>>("min_order")?.map(Amount::from_ten_thousandths),
        reward: Reward {
            name: it.text("reward_name")?,
            value: Fraction::from_ten_thousandths(it.take("reward_value")?),
            code: it.text("reward_code")?,
        },
        special_rewards: it.json("special_rewards", json::read_special_rewards)?,
        translations: it.json("translations", json::read_translations)?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id` and `version`.
pub fn written(level: &Level) -> Written {
    let Level {
        id: _,
        active,
        condition,
        min_order,
        reward: Reward { name, value, code },
        special_rewards,
        translations,
        version: _,
    } = level;
    vec![
        ("active", (*active).into()),
        ("condition_value", condition.ten_thousandths().into()),
        ("min_order", min_order.map(Amount::ten_thousandths).into()),
        ("reward_name", name.as_str().into()),
        ("reward_value", value.ten_thousandths().into()),
        ("reward_code", code.as_str().into()),
        ("special_rewards", json::special_rewards_text(special_rewards).into()),
        ("translations", json::translations_text(translations).into()),
    ]
}
