//! The segments of behaviour 6.9.

use chrono::NaiveDate;
use domain::amount::Amount;
use domain::ids::SegmentId;
use domain::label::Label;
use domain::segment::{Anniversary, Criterion, Segment};
use uuid::Uuid;

use super::customers::JOHN1_DOE1;
use super::pos::POS1;
use super::{WELL_FORMED, text};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// The one that is active: its only member is John1 Doe1.
pub(super) const ACTIVE: SegmentId = SegmentId(Uuid::from_u128(0x11));

/// The last two digits of the id as they are written, the name, what must hold.
fn all() -> [(u128, &'static str, Vec<Vec<Criterion>>); 11] {
    let units = |it: i64| Some(Amount::from_units(it));
    let words = |it: &str| vec![it.to_owned()];
    let label = Label { key: "test".to_owned(), value: "label".to_owned() };
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).expect(WELL_FORMED);
    let john = || vec![Criterion::Customers(vec![JOHN1_DOE1])];
    let test = vec![
        Criterion::BoughtInPos(vec![POS1]),
        Criterion::AverageAmount { from: units(1), to: units(10_000) },
        Criterion::TransactionCount { min: Some(10), max: Some(20) },
    ];
    let birthday = Criterion::Anniversary { of: Anniversary::Birthday, days: 10 };
    let period = Criterion::PurchasePeriod { from: day(2014, 12), to: day(2015, 1) };
    let amount = Criterion::TransactionAmount { from: units(10), to: units(50) };
    let percent = Criterion::PercentInPos { percent: Amount::from_units(10), pos: POS1 };
    [
        (0x00, "test", vec![test]),
        (0x02, "anniversary", vec![vec![birthday]]),
        (0x03, "purchase period", vec![vec![period]]),
        (0x04, "last purchase 10 days ago", vec![vec![Criterion::LastPurchase { days: 10 }]]),
        (0x05, "transaction amount 10-50", vec![vec![amount]]),
        (0x06, "10 percent in pos", vec![vec![percent]]),
        (0x07, "bought skus", vec![vec![Criterion::BoughtSkus(words("SKU1"))]]),
        (0x08, "bought makers", vec![vec![Criterion::BoughtMakers(words("company"))]]),
        (0x09, "bought labels", vec![vec![Criterion::BoughtLabels(vec![label])]]),
        (0x10, "customer list", vec![john()]),
        (0x11, "customer list with label", vec![john(), vec![Criterion::LabelKeys(words("test"))]]),
    ]
}

/// After the customers.
pub(super) async fn add(cx: &Cx, uow: &dyn UnitOfWork) -> Result<(), Error> {
    for (number, name, parts) in all() {
        let id = SegmentId(Uuid::from_u128(number));
        let segment = Segment {
            id,
            name: text(name),
            description: Some(text("desc")),
            active: id == ACTIVE,
            parts,
            created_at: cx.now(),
            version: 0,
        };
        uow.segments().save(&segment).await?;
        uow.segments().refresh(&segment, cx.now(), cx.store.time_zone).await?;
    }
    Ok(())
}
