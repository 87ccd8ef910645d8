//! The stretches of time that a criterion means, by the programme's clocks.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::Criterion;
use crate::Timestamp;
use crate::calendar;
use crate::time::instant;

/// Nobody is older.
const OLDEST: i32 = 150;

/// So many days are a whole year, whatever the year.
const WHOLE_YEAR: u32 = 365;

impl Criterion {
    /// From (included) and until (excluded). Of an anniversary, one for each year that the first
    /// time may have been in; empty for criteria that are not about time.
    pub fn windows(&self, now: Timestamp, zone: Tz) -> Vec<(Timestamp, Timestamp)> {
        let today = calendar::day(now, zone);
        let window =
            |from: NaiveDate, until: NaiveDate| (midnight(from, zone), midnight(until, zone));
        match *self {
            Self::Anniversary { days, .. } => {
                let end = later(today, days.min(WHOLE_YEAR) + 1);
                let years = (1..=OLDEST).map(|ago| (years_ago(today, ago), years_ago(end, ago)));
                years.map(|(from, until)| window(from, until)).collect()
            }
            Self::LastPurchase { days } => {
                let day = today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
                vec![window(day, later(day, 1))]
            }
            Self::PurchasePeriod { from, to } => vec![window(from, later(to, 1))],
            _ => vec![],
        }
    }
}

fn midnight(day: NaiveDate, zone: Tz) -> Timestamp {
    instant(day.and_time(NaiveTime::MIN), zone)
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The same day of another year. Where there is no 29 February, the day after the 28th: whoever
/// was born on one is as old on the 28th, because a window ends before its last day.
fn years_ago(day: NaiveDate, years: i32) -> NaiveDate {
    let same = day.with_year(day.year() - years);
    let first_of_march = || NaiveDate::from_ymd_opt(day.year() - years, 3, 1);
    same.or_else(first_of_march).unwrap_or(day)
}
