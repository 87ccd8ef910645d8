//! How many customers came, by day, month or year (behaviour A15, 3.19).

use domain::policy::Action;
use domain::statistics::{Interval, Period};

use crate::cx::Cx;
use crate::error::Error;

/// Numbers by date, in the order of time, of the `last_days` days before today.
pub async fn registrations(
    cx: &Cx,
    interval: Interval,
    last_days: u16,
) -> Result<Vec<(String, u64)>, Error> {
    let permit = cx.authorize(Action::CustomerStatistics)?;
    let period = Period::before(cx.now(), last_days, cx.store.time_zone);
    let counted = cx.read(permit).registrations(&period.runs()).await?;
    Ok(period.by(interval, &counted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer};

    /// The tests' now is 2020-09-13.
    #[tokio::test]
    async fn days_without_anybody_are_zero() {
        let stage = Stage::new().reading(|it| {
            it.expect_registrations()
                .withf(|days| days.len() == 1 && days[0].count == 3)
                .returning(|_| Ok(vec![("2020-09-11".parse().unwrap(), 5)]));
        });
        let (cx, _) = stage.call(admin());
        let shown = registrations(&cx, Interval::Day, 3).await.unwrap();
        let expected = [("2020-09-10", 0), ("2020-09-11", 5), ("2020-09-12", 0)];
        assert_eq!(shown, expected.map(|(day, number)| (day.to_owned(), number)));
    }

    #[tokio::test]
    async fn customers_do_not_see_statistics() {
        let (cx, _) = Stage::new().call(as_customer(customer(7).id()));
        let refused = registrations(&cx, Interval::Day, 3).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
