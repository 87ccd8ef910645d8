//! Days and months as the programme's clocks show them (behaviour 0.7.3, 3.10, 3.11, 3.13).

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use crate::Timestamp;
use crate::time::instant;

/// The last second of a day.
const LAST_SECOND: NaiveTime = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");

/// So many days later at the same time of day, whatever the clocks do in between.
pub fn days_later(at: Timestamp, days: u32, zone: Tz) -> Timestamp {
    let local = local(at, zone);
    let later = local.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDateTime::MAX);
    if later.year() > 9999 { far_away() } else { instant(later, zone) }
}

/// So many days earlier at the same time of day.
pub fn days_earlier(at: Timestamp, days: u32, zone: Tz) -> Timestamp {
    let earlier = local(at, zone).checked_sub_days(Days::new(days.into()));
    earlier.map_or(DateTime::UNIX_EPOCH, |it| instant(it, zone))
}

/// The last second of the day that is `days` after the day of `at`.
pub fn end_of_day(at: Timestamp, days: u32, zone: Tz) -> Timestamp {
    let day = local(at, zone).date().checked_add_days(Days::new(days.into()));
    match day.filter(|it| it.year() <= 9999) {
        Some(day) => instant(day.and_time(LAST_SECOND), zone),
        None => far_away(),
    }
}

/// How many days after the day of `at` its month ends.
pub fn days_left_in_month(at: Timestamp, zone: Tz) -> u32 {
    let day = local(at, zone).date();
    days_between(day, first_of_month(day, 1)) - 1
}

/// How many days after the day of `at` its year ends.
pub fn days_left_in_year(at: Timestamp, zone: Tz) -> u32 {
    let day = local(at, zone).date();
    let next = NaiveDate::from_ymd_opt(day.year() + 1, 1, 1).unwrap_or(NaiveDate::MAX);
    days_between(day, next) - 1
}

/// Midnight of the day of `at`.
pub fn start_of_day(at: Timestamp, zone: Tz) -> Timestamp {
    instant(day(at, zone).and_time(NaiveTime::MIN), zone)
}

/// Midnight of the Monday before or at `at`.
pub fn start_of_week(at: Timestamp, zone: Tz) -> Timestamp {
    let day = day(at, zone);
    let since = Days::new(day.weekday().num_days_from_monday().into());
    instant(day.checked_sub_days(since).unwrap_or(day).and_time(NaiveTime::MIN), zone)
}

/// Midnight of the first day of the year of `at`.
pub fn start_of_year(at: Timestamp, zone: Tz) -> Timestamp {
    let day = day(at, zone);
    let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    instant(first.and_time(NaiveTime::MIN), zone)
}

/// Midnight of the first day of the month of `at`, or of the one that is `months` later.
pub fn start_of_month(at: Timestamp, months: u32, zone: Tz) -> Timestamp {
    let first = first_of_month(local(at, zone).date(), months);
    instant(first.and_time(NaiveTime::MIN), zone)
}

/// Midnight of the first day of the part of the year, of so many months, in which `at` falls.
pub fn start_of_months(at: Timestamp, months: u32, zone: Tz) -> Timestamp {
    let day = day(at, zone);
    let month = day.month0() / months.max(1) * months + 1;
    let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    instant(first.and_time(NaiveTime::MIN), zone)
}

/// The day on which `at` falls.
pub fn day(at: Timestamp, zone: Tz) -> NaiveDate {
    local(at, zone).date()
}

/// Days from `now` until `until`, begun ones counted whole; zero when that time is past
/// (behaviour 3.11, `levelWillExpireInDays`).
pub fn days_until(until: Timestamp, now: Timestamp) -> i64 {
    let left = until - now;
    let whole = left.num_days();
    let begun = i64::from(left > TimeDelta::days(whole));
    (whole + begun).max(0)
}

fn local(at: Timestamp, zone: Tz) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

fn first_of_month(day: NaiveDate, months: u32) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(1)
}

/// As late as dates are written.
fn far_away() -> Timestamp {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARSAW: Tz = chrono_tz::Europe::Warsaw;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_keep_the_time_of_day_over_a_change_of_clocks() {
        // Warsaw goes from +01:00 to +02:00 on 27 March 2022.
        let later = days_later(at("2022-03-26T09:00:00Z"), 2, WARSAW);
        assert_eq!(later, at("2022-03-28T08:00:00Z"));
        assert_eq!(days_earlier(later, 2, WARSAW), at("2022-03-26T09:00:00Z"));
        assert_eq!(end_of_day(at("2022-03-26T22:59:59Z"), 1, WARSAW), at("2022-03-27T21:59:59Z"));
        assert_eq!(end_of_day(at("2022-03-26T23:00:00Z"), 0, WARSAW), at("2022-03-27T21:59:59Z"));
        assert_eq!(days_later(at("2022-01-01T00:00:00Z"), u32::MAX, WARSAW).year(), 9999);
    }

    #[test]
    fn months_and_years_end_by_the_programmes_clocks() {
        for (now, month, year) in [
            ("2024-02-01T00:00:00Z", 28, 334),
            ("2024-02-28T23:30:00Z", 0, 306),
            ("2023-12-31T22:59:59Z", 0, 0),
            ("2023-12-31T23:00:00Z", 30, 365),
        ] {
            assert_eq!(days_left_in_month(at(now), WARSAW), month, "{now}");
            assert_eq!(days_left_in_year(at(now), WARSAW), year, "{now}");
        }
        assert_eq!(
            start_of_month(at("2019-03-31T22:30:00Z"), 0, WARSAW),
            at("2019-03-31T22:00:00Z")
        );
        assert_eq!(
            start_of_month(at("2019-12-15T00:00:00Z"), 1, WARSAW),
            at("2019-12-31T23:00:00Z")
        );
    }

    #[test]
    fn a_begun_day_counts_whole() {
        let end = at("2023-01-01T00:00:00Z");
        for (now, days) in [
            ("2022-01-01T00:00:00Z", 365),
            ("2022-12-31T12:00:00Z", 1),
            ("2022-12-31T00:00:00Z", 1),
            ("2022-12-30T23:59:59Z", 2),
            ("2023-01-01T00:00:00Z", 0),
            ("2023-01-02T00:00:00Z", 0),
        ] {
            assert_eq!(days_until(end, at(now)), days, "{now}");
        }
    }
}
