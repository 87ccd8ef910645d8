//! Whose time a programme keeps, and moving the time of a sandbox forward.

use chrono::TimeDelta;

use super::Store;
use crate::Timestamp;
use crate::calendar::days_later;
use crate::form::{FormErrors, Given, Shape};
use crate::time::parse_instant;

/// The longest step, in days: a programme's year.
const LONGEST: u32 = 366;

/// No sandbox is further ahead of the real time.
const FURTHEST: TimeDelta = TimeDelta::days(100 * 366);

/// Whose time a programme keeps. A store is a sandbox from its creation on, or never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreClock {
    #[default]
    Real,
    /// For trying a programme out.
    Sandbox {
        /// Zero or more; it only grows.
        ahead: TimeDelta,
    },
}

impl StoreClock {
    pub fn is_sandbox(self) -> bool {
        matches!(self, Self::Sandbox { .. })
    }

    /// What it shows when the real time is `real`.
    pub fn at(self, real: Timestamp) -> Timestamp {
        match self {
            Self::Real => real,
            Self::Sandbox { ahead } => real + ahead,
        }
    }
}

/// Why a store's time stays what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This store is not a sandbox: its time is the real one.")]
pub struct RealTime;

impl Store {
    /// Moves a sandbox's time forward to `target`, when the real time is `real`. Nothing happens
    /// to one that is there already.
    pub fn move_time(&mut self, target: Timestamp, real: Timestamp) -> Result<(), RealTime> {
        let StoreClock::Sandbox { ahead } = self.clock else { return Err(RealTime) };
        self.clock = StoreClock::Sandbox { ahead: ahead.max(target - real) };
        Ok(())
    }
}

/// How far to move, as submitted: one of the two.
#[derive(Clone, Debug, Default)]
pub struct ClockDraft {
    pub shape: Shape,
    pub days: Given,
    pub until: Given,
}

impl ClockDraft {
    /// The time to move to: later than the store's own, by a year at most.
    pub fn target(&self, store: &Store, real: Timestamp) -> Result<Timestamp, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let now = store.clock.at(real);
        let last = days_later(now, LONGEST, store.time_zone);
        let days = self.days.parsed("days", &mut errors, |raw| match raw.parse() {
            Ok(days @ 1..=LONGEST) => Ok(days),
            Ok(_) | Err(_) => Err("This value should be a number from 1 to 366."),
        });
        let until = self.until.parsed("until", &mut errors, |raw| {
            match parse_instant(raw, store.time_zone) {
                Ok(until) if until > now && until <= last => Ok(until),
                Ok(_) => {
                    Err("This value should be later than the store's time, by a year at most.")
                }
                Err(_) => Err(crate::form::message::NOT_VALID),
            }
        });
        errors.none()?;
        let mut errors = FormErrors::default();
        let target = match (days, until) {
            (Some(days), None) => days_later(now, days, store.time_zone),
            (None, Some(until)) => until,
            _ => {
                errors.root("Either days or until should be given.");
                return Err(errors);
            }
        };
        if target - real > FURTHEST {
            errors.root("This store is a hundred years ahead already.");
        }
        errors.none().map(|()| target)
    }
}

#[cfg(test)]
mod tests {
    use super::super::StoreDraft;
    use super::*;

    fn sandbox() -> Store {
        let draft = StoreDraft {
            code: Given::text("try"),
            name: Given::text("Try"),
            sandbox: Given::text("1"),
            time_zone: Given::text("Europe/Warsaw"),
            ..StoreDraft::default()
        };
        draft.open().unwrap()
    }

    fn at(raw: &str) -> Timestamp {
        raw.parse().unwrap()
    }

    fn target(days: &str, until: &str) -> Result<Timestamp, FormErrors> {
        let given = |raw: &str| if raw.is_empty() { Given::Absent } else { Given::text(raw) };
        let draft = ClockDraft { days: given(days), until: given(until), ..ClockDraft::default() };
        draft.target(&sandbox(), at("2024-03-30T11:00:00Z"))
    }

    #[test]
    fn a_sandbox_is_ahead_and_never_goes_back() {
        let (mut store, real) = (sandbox(), at("2024-01-01T00:00:00Z"));
        assert_eq!(store.clock.at(real), real);
        store.move_time(real + TimeDelta::days(30), real).unwrap();
        assert_eq!(store.clock.at(real), real + TimeDelta::days(30));
        store.move_time(real + TimeDelta::days(3), real).unwrap();
        let later = real + TimeDelta::hours(1);
        assert_eq!(store.clock.at(later), later + TimeDelta::days(30));
    }

    #[test]
    fn other_stores_keep_the_real_time() {
        let mut store = Store { clock: StoreClock::Real, ..sandbox() };
        let real = at("2024-01-01T00:00:00Z");
        assert_eq!(store.move_time(real + TimeDelta::days(1), real), Err(RealTime));
        assert_eq!(store.clock.at(real), real);
    }

    #[test]
    fn time_moves_by_days_of_the_programme_or_until_a_moment() {
        // A day of 23 hours lies between.
        assert_eq!(target("1", "").unwrap(), at("2024-03-31T10:00:00Z"));
        assert_eq!(target("", "2024-04-01 00:00").unwrap(), at("2024-03-31T22:00:00Z"));
        for (days, until, field) in [
            ("0", "", "days"),
            ("367", "", "days"),
            ("-1", "", "days"),
            ("1.5", "", "days"),
            ("", "2024-03-30 12:00", "until"),
            ("", "2026-01-01", "until"),
            ("", "soon", "until"),
        ] {
            assert!(target(days, until).unwrap_err().has(field), "{days} {until}");
        }
        for (days, until) in [("", ""), ("1", "2024-04-01")] {
            let errors = target(days, until).unwrap_err();
            assert!(!errors.has("days") && !errors.has("until"), "{days} {until}");
        }
    }
}
