//! Rules that grant points.

mod changes;
mod dto;
mod forms;
mod reads;

pub(crate) use self::changes::RuleChangesApi;
pub(crate) use self::reads::{PARAMETERS, RuleReadsApi};
