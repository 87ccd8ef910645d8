//! How long points are locked, and when they expire (behaviour 3.13).

use chrono_tz::Tz;

use crate::Timestamp;
use crate::calendar::{days_later, days_left_in_month, days_left_in_year, end_of_day};

/// When points expire (behaviour 3.13.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    Never,
    AfterDays(u32),
    EndOfMonth,
    EndOfYear,
}

/// What a programme does with new points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub expiry: Expiry,
    /// Days until they can be spent; `None`: at once (behaviour 3.13.3).
    pub locked_days: Option<u32>,
    pub zone: Tz,
}

/// The moments of a lot's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub created_at: Timestamp,
    pub locked_until: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

impl Terms {
    /// The moments of points that are added at `created_at`. `validity`: days that were asked for,
    /// instead of the programme's (behaviour 3.13.5).
    pub fn times(&self, created_at: Timestamp, validity: Option<u32>) -> Times {
        let Self { expiry, locked_days, zone } = *self;
        let locked_until = locked_days.map(|days| days_later(created_at, days, zone));
        let days = match (validity, expiry) {
            (Some(days), _) | (None, Expiry::AfterDays(days)) => Some(days),
            (None, Expiry::Never) => None,
            (None, Expiry::EndOfMonth) => Some(days_left_in_month(created_at, zone)),
            (None, Expiry::EndOfYear) => Some(days_left_in_year(created_at, zone)),
        };
        let from = locked_until.unwrap_or(created_at);
        let expires_at = days.map(|days| end_of_day(from, days, zone));
        Times { created_at, locked_until, expires_at }
    }

    /// The moments of points that came from a peer, and expire when they would have expired there
    /// (behaviour 3.12.8, 3.13.3).
    pub fn of_peer(created_at: Timestamp, expires_at: Option<Timestamp>) -> Times {
        Times { created_at, locked_until: None, expires_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn times(expiry: Expiry, locked_days: Option<u32>, created: &str, days: Option<u32>) -> Times {
        let terms = Terms { expiry, locked_days, zone: chrono_tz::Europe::Warsaw };
        terms.times(at(created), days)
    }

    #[test]
    fn points_expire_at_the_end_of_a_day_by_the_programmes_clocks() {
        let created = "2022-03-01T09:00:00Z";
        for (expiry, locked, asked, expected) in [
            (Expiry::Never, None, None, None),
            (Expiry::AfterDays(30), None, None, Some("2022-03-31T21:59:59Z")),
            (Expiry::AfterDays(0), None, None, Some("2022-03-01T22:59:59Z")),
            (Expiry::EndOfMonth, None, None, Some("2022-03-31T21:59:59Z")),
            (Expiry::EndOfYear, None, None, Some("2022-12-31T22:59:59Z")),
            (Expiry::Never, None, Some(1), Some("2022-03-02T22:59:59Z")),
            (Expiry::AfterDays(30), Some(7), None, Some("2022-04-07T21:59:59Z")),
        ] {
            let times = times(expiry, locked, created, asked);
            assert_eq!(times.expires_at, expected.map(at), "{expiry:?} {locked:?} {asked:?}");
        }
    }

    #[test]
    fn locked_points_are_locked_for_whole_days() {
        // 2022-03-01 10:00 in Warsaw, as in behaviour 9.5.
        let seven = times(Expiry::AfterDays(30), Some(7), "2022-03-01T09:00:00Z", None);
        assert_eq!(seven.locked_until, Some(at("2022-03-08T09:00:00Z")));
        let over_the_change = times(Expiry::Never, Some(1), "2022-03-26T09:00:00Z", None);
        assert_eq!(over_the_change.locked_until, Some(at("2022-03-27T08:00:00Z")));
        assert_eq!(times(Expiry::Never, None, "2022-03-01T09:00:00Z", None).locked_until, None);
    }
}
