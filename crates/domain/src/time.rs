//! Dates and times as people type them, read in the programme's time zone.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::Timestamp;
use crate::form::message;

/// Why a text is not a date or a time. Displays as the wire's message for `createdAt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message::NOT_VALID)]
pub struct BadTime;

/// Why a text is not a birth date. Displays as the wire's message (behaviour 3.5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message::NOT_DATETIME)]
pub struct BadBirthDate;

/// `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS]` or the same with `T` and an optional offset or `Z`.
/// Without an offset the text is local to `zone` (behaviour 3.5.5).
pub fn parse_instant(raw: &str, zone: Tz) -> Result<Timestamp, BadTime> {
    if let Some(local) = parse_local(raw) {
        return Ok(instant(local, zone));
    }
    // An offset needs a time before it; seconds are optional.
    ["%Y-%m-%dT%H:%M:%S%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%#z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(raw, format).ok())
        .filter(|_| has_four_digit_year(raw))
        .map(|it| it.to_utc())
        .ok_or(BadTime)
}

/// `YYYY-MM-DD` or `YYYY-MM-DD HH:MM[:SS]`, local to `zone`; a date alone is its midnight
/// (behaviour 3.5.6).
pub fn parse_birth_date(raw: &str, zone: Tz) -> Result<Timestamp, BadBirthDate> {
    parse_local(raw).map(|local| instant(local, zone)).ok_or(BadBirthDate)
}

/// `YYYY-MM-DD`.
pub fn parse_date(raw: &str) -> Result<NaiveDate, BadTime> {
    if raw.len() != 10 {
        return Err(BadTime);
    }
    NaiveDate::parse_from_str(raw, "%Y-%m-%d").map_err(|_| BadTime)
}

/// The instant at which clocks in `zone` show `local`. Of two, the earlier; in a gap, the moment
/// the clocks jump to.
pub fn instant(local: NaiveDateTime, zone: Tz) -> Timestamp {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(it) | LocalResult::Ambiguous(it, _) => it.to_utc(),
        LocalResult::None => {
            // Gaps are at most a few hours: step forward to the first hour that exists.
            (1..=24)
                .filter_map(|hours| local.checked_add_signed(TimeDelta::hours(hours)))
                .find_map(|later| zone.from_local_datetime(&later).earliest())
                .map_or_else(|| local.and_utc(), |it| it.to_utc())
        }
    }
}

fn parse_local(raw: &str) -> Option<NaiveDateTime> {
    if !has_four_digit_year(raw) {
        return None;
    }
    if let Ok(date) = parse_date(raw) {
        return Some(date.and_time(NaiveTime::MIN));
    }
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(raw, format).ok())
}

/// Keeps signs and five-digit years out, which chrono would read.
fn has_four_digit_year(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    bytes.len() >= 10
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && &bytes[..4] != b"0000"
        && bytes[4] == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARSAW: Tz = chrono_tz::Europe::Warsaw;

    #[test]
    fn instants_are_read_in_the_programmes_zone_unless_they_carry_an_offset() {
        for (raw, utc) in [
            ("2017-01-01", "2016-12-31T23:00:00Z"),
            ("2017-01-01 14:15", "2017-01-01T13:15:00Z"),
            ("2017-01-01 14:15:16", "2017-01-01T13:15:16Z"),
            ("2017-07-01T14:15:16", "2017-07-01T12:15:16Z"),
            ("2017-07-01T14:15:16Z", "2017-07-01T14:15:16Z"),
            ("2017-07-01T14:15Z", "2017-07-01T14:15:00Z"),
            ("2017-07-01T14:15:16+05:00", "2017-07-01T09:15:16Z"),
            ("2017-07-01T14:15:16+0500", "2017-07-01T09:15:16Z"),
        ] {
            let expected = utc.parse::<Timestamp>().unwrap();
            assert_eq!(parse_instant(raw, WARSAW), Ok(expected), "{raw}");
        }
        for bad in [
            "",
            "x",
            "2017-13-01",
            "2017-02-30",
            "17-01-01",
            "20170101",
            "2017-01-01 25:00",
            "+2017-01-01",
            "0000-01-01",
            "12017-01-01",
        ] {
            assert_eq!(parse_instant(bad, WARSAW), Err(BadTime), "{bad}");
        }
    }

    #[test]
    fn a_local_time_in_a_gap_or_an_overlap_still_names_one_instant() {
        let gap = parse_instant("2024-03-31 02:30", WARSAW).unwrap();
        assert_eq!(gap.to_rfc3339(), "2024-03-31T01:30:00+00:00");
        let overlap = parse_instant("2024-10-27 02:30", WARSAW).unwrap();
        assert_eq!(overlap.to_rfc3339(), "2024-10-27T00:30:00+00:00");
    }

    #[test]
    fn birth_dates_take_a_date_or_a_date_with_a_time() {
        let midnight = parse_birth_date("1990-09-11", WARSAW).unwrap();
        assert_eq!(midnight.to_rfc3339(), "1990-09-10T22:00:00+00:00");
        assert!(parse_birth_date("1990-09-11 10:20", WARSAW).is_ok());
        assert_eq!(parse_birth_date("11.09.1990", WARSAW), Err(BadBirthDate));
    }
}
