//! How many, day by day: days as a time zone has them (behaviour 3.19).

use std::collections::BTreeMap;

use chrono::{Datelike, Days as Count, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::Timestamp;
use crate::time::instant;

/// What numbers are shown by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interval {
    #[default]
    Day,
    Month,
    Year,
}

impl Interval {
    pub fn parse(raw: &str) -> Option<Self> {
        match raw {
            "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// `2018-02-04`, `2018-02` or `2018`.
    fn key(self, day: NaiveDate) -> String {
        match self {
            Self::Day => day.format("%Y-%m-%d").to_string(),
            Self::Month => day.format("%Y-%m").to_string(),
            Self::Year => format!("{:04}", day.year()),
        }
    }
}

/// Days of one length, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub first: NaiveDate,
    pub count: u32,
    /// When the first begins and the last ends.
    pub from: Timestamp,
    pub until: Timestamp,
}

/// The last `count` days before `today`, the longest first ago, as `zone` has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    count: u16,
    zone: Tz,
}

impl Period {
    pub fn before(now: Timestamp, count: u16, zone: Tz) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        Self { first: today - Count::new(count.into()), count, zone }
    }

    /// The same days, gathered by their length: on two of a year clocks are changed. A day that
    /// a zone left out is in none.
    pub fn runs(&self) -> Vec<Days> {
        let begin = |day: NaiveDate| instant(day.and_time(NaiveTime::MIN), self.zone);
        let mut runs: Vec<Days> = vec![];
        for day in self.days() {
            let (from, until) = (begin(day), begin(day + Count::new(1)));
            match runs.last_mut() {
                _ if until <= from => {}
                Some(run) if run.until == from && run.length() == (until - from) => {
                    run.count += 1;
                    run.until = until;
                }
                _ => runs.push(Days { first: day, count: 1, from, until }),
            }
        }
        runs
    }

    /// Numbers of days, added up by `interval`, in the order of time. Every day that is not
    /// counted is zero.
    pub fn by(&self, interval: Interval, counted: &[(NaiveDate, u64)]) -> Vec<(String, u64)> {
        let counted: BTreeMap<_, _> = counted.iter().copied().collect();
        let mut shown: Vec<(String, u64)> = vec![];
        for day in self.days() {
            let (key, number) = (interval.key(day), counted.get(&day).copied().unwrap_or(0));
            match shown.last_mut() {
                Some((last, sum)) if *last == key => *sum += number,
                _ => shown.push((key, number)),
            }
        }
        shown
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.count.into())
    }
}

impl Days {
    /// How long each of them is.
    pub fn length(&self) -> chrono::TimeDelta {
        (self.until - self.from) / i32::try_from(self.count).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARSAW: Tz = chrono_tz::Europe::Warsaw;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_period_ends_yesterday_by_the_clocks_of_the_zone() {
        for (now, first, last) in [
            ("2018-02-04T22:59:59Z", "2018-01-05", "2018-02-03"),
            ("2018-02-04T23:00:00Z", "2018-01-06", "2018-02-04"),
        ] {
            let shown = Period::before(at(now), 30, WARSAW).by(Interval::Day, &[]);
            assert_eq!(shown.len(), 30);
            assert_eq!((shown[0].0.as_str(), shown[29].0.as_str()), (first, last), "{now}");
        }
    }

    #[test]
    fn days_of_23_and_of_25_hours_stand_alone() {
        let period = Period::before(at("2024-12-01T12:00:00Z"), 335, WARSAW);
        let hours: Vec<_> = period
            .runs()
            .iter()
            .map(|it| (it.first.to_string(), it.count, it.length().num_hours()))
            .collect();
        let named = |first: &str, count, hours| (first.to_owned(), count, hours);
        assert_eq!(
            hours,
            [
                named("2024-01-01", 90, 24),
                named("2024-03-31", 1, 23),
                named("2024-04-01", 209, 24),
                named("2024-10-27", 1, 25),
                named("2024-10-28", 34, 24),
            ]
        );
    }

    #[test]
    fn a_day_that_a_zone_left_out_is_shown_and_empty() {
        let apia = chrono_tz::Pacific::Apia;
        let period = Period::before(at("2012-01-01T12:00:00Z"), 4, apia);
        let runs = period.runs();
        assert_eq!(runs.iter().map(|it| it.count).sum::<u32>(), 3);
        assert!(runs.windows(2).all(|it| it[0].until == it[1].from));
        let keys: Vec<_> = period.by(Interval::Day, &[]).into_iter().map(|it| it.0).collect();
        assert_eq!(keys, ["2011-12-29", "2011-12-30", "2011-12-31", "2012-01-01"]);
    }

    #[test]
    fn months_and_years_hold_the_days_of_the_period_only() {
        let period = Period::before(at("2018-02-03T12:00:00Z"), 40, WARSAW);
        let counted = [(date("2017-12-25"), 1), (date("2018-01-31"), 2), (date("2018-02-02"), 4)];
        let named = |key: &str, number| (key.to_owned(), number);
        assert_eq!(
            period.by(Interval::Month, &counted),
            [named("2017-12", 1), named("2018-01", 2), named("2018-02", 4)]
        );
        let years = period.by(Interval::Year, &counted);
        assert_eq!(years, [named("2017", 1), named("2018", 6)]);
    }
}
