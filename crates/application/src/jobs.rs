//! Doing what was put off: one file for each kind of task.

mod back_off;
mod coded;
mod deliver;
mod invitation;
mod news;
mod perform;
mod person;
mod push;
mod reconcile;
mod relay;
mod replay;
pub(crate) mod segments;
mod send;
mod settle;
mod temporary_password;
mod tend;
mod upkeep;

use chrono::TimeDelta;

use crate::ports::{SendError, StorageError};

pub use self::perform::perform;
pub use self::settle::settle;
pub use self::upkeep::ensure_housekeeping;

/// What became of a try. Reasons name no person, no secret and no address: operators read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Another try may succeed: after so long, or else by the schedule of its kind.
    Again {
        reason: String,
        after: Option<TimeDelta>,
    },
    /// No try will succeed before somebody changes something.
    Dead {
        reason: String,
    },
}

impl Outcome {
    pub fn again(reason: impl Into<String>) -> Self {
        Self::Again { reason: reason.into(), after: None }
    }

    pub fn dead(reason: impl Into<String>) -> Self {
        Self::Dead { reason: reason.into() }
    }
}

impl From<SendError> for Outcome {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Later { reason, after } => Self::Again { reason, after },
            SendError::Never(reason) | SendError::Gone(reason) => Self::Dead { reason },
        }
    }
}

/// What went wrong with storage, as far as operators are told.
fn storage_reason(error: &StorageError) -> String {
    error.to_string()
}
