//! The four levels of behaviour 6.4.

use chrono::NaiveDate;
use domain::Timestamp;
use domain::amount::{Amount, Fraction};
use domain::ids::{LevelId, SpecialRewardId};
use domain::level::{Level, Reward, SpecialReward};
use domain::locale::{Locale, Translation, Translations};
use uuid::{Uuid, uuid};

use super::{WELL_FORMED, text};
use crate::error::Error;
use crate::ports::UnitOfWork;

/// Name, hundredths, code.
type DemoReward = (&'static str, i64, &'static str);

pub(super) const LEVEL0: LevelId = LevelId(uuid!("e82c96cf-32a3-43bd-9034-4df343e50000"));
pub(super) const LEVEL1: LevelId = LevelId(uuid!("e82c96cf-32a3-43bd-9034-4df343e51111"));
pub(super) const LEVEL2: LevelId = LevelId(uuid!("e82c96cf-32a3-43bd-9034-4df343e52222"));

struct DemoLevel {
    id: Uuid,
    english: &'static str,
    polish: &'static str,
    condition: i64,
    reward: DemoReward,
    specials: &'static [DemoSpecial],
}

struct DemoSpecial {
    id: Uuid,
    reward: DemoReward,
    active: bool,
    /// Year, month, day.
    start: (i32, u32, u32),
    end: (i32, u32, u32),
}

/// The first is the start level. That level3 shares its Polish name with level2 is the original's.
const LEVELS: [DemoLevel; 4] = [
    DemoLevel {
        id: LEVEL0.0,
        english: "level0",
        polish: "poziom0",
        condition: 0,
        reward: ("test reward", 0, "level0-prize"),
        specials: &[],
    },
    DemoLevel {
        id: LEVEL1.0,
        english: "level1",
        polish: "poziom1",
        condition: 20,
        reward: ("test reward", 5, "abc"),
        specials: &[],
    },
    DemoLevel {
        id: LEVEL2.0,
        english: "level2",
        polish: "poziom2",
        condition: 200,
        reward: ("test reward", 10, "abc"),
        specials: &[
            DemoSpecial {
                id: uuid!("e82c96cf-32a3-43bd-9034-4df343e5fd00"),
                reward: ("special reward", 22, "spec"),
                active: true,
                start: (2016, 10, 10),
                end: (2016, 11, 10),
            },
            DemoSpecial {
                id: uuid!("e82c96cf-32a3-43bd-9034-4df343e50094"),
                reward: ("special reward 2", 11, "spec2"),
                active: false,
                start: (2016, 9, 10),
                end: (2016, 11, 10),
            },
        ],
    },
    DemoLevel {
        id: uuid!("e82c96cf-32a3-43bd-9034-4df343e53333"),
        english: "level3",
        polish: "poziom2",
        condition: 999,
        reward: ("Highest level reward", 15, "level3-prize"),
        specials: &[],
    },
];

/// Saves every level and answers the start level.
pub(super) async fn add(uow: &dyn UnitOfWork, now: Timestamp) -> Result<Option<Level>, Error> {
    let levels: Vec<_> = LEVELS.iter().map(|it| it.level(now)).collect();
    for level in &levels {
        uow.levels().save(level).await?;
    }
    Ok(levels.into_iter().next())
}

impl DemoLevel {
    fn level(&self, now: Timestamp) -> Level {
        Level {
            id: LevelId(self.id),
            active: true,
            condition: Amount::from_units(self.condition),
            min_order: None,
            reward: reward(self.reward),
            special_rewards: self.specials.iter().map(|it| it.special_reward(now)).collect(),
            translations: Translations(
                [
                    translation("en", self.english, "example level"),
                    translation("pl", self.polish, "przykładowy poziom"),
                ]
                .into(),
            ),
            version: 0,
        }
    }
}

impl DemoSpecial {
    fn special_reward(&self, now: Timestamp) -> SpecialReward {
        SpecialReward {
            id: SpecialRewardId(self.id),
            reward: reward(self.reward),
            active: self.active,
            created_at: now,
            start: date(self.start),
            end: date(self.end),
        }
    }
}

fn reward((name, hundredths, code): DemoReward) -> Reward {
    let value = Fraction::from_ten_thousandths(hundredths * 100);
    Reward { name: text(name), value, code: text(code) }
}

fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect(WELL_FORMED)
}

fn translation(code: &str, name: &str, description: &str) -> (Locale, Translation) {
    let locale = Locale::parse(code).expect(WELL_FORMED);
    (locale, Translation { name: Some(text(name)), description: Some(text(description)) })
}
