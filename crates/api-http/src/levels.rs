//! Tiers of the programme.

mod changes;
mod dto;
mod forms;
mod reads;

pub(crate) use self::changes::LevelChangesApi;
pub(crate) use self::reads::LevelReadsApi;
pub(crate) use self::reads::PARAMETERS;
