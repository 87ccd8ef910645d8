//! Segments: customers who have something in common (behaviour 3.15).

mod draft;
mod terms;
mod windows;

use chrono::NaiveDate;

pub use self::draft::{CriterionDraft, PartDraft, SegmentDraft};
pub use self::terms::{MemberName, Terms};

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CustomerId, PosId, SegmentId};
use crate::label::Label;
use crate::text::Text;

/// A named group of customers. Who is in it follows from its parts, and is recomputed now and then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    pub name: Text,
    pub description: Option<Text>,
    /// One that is not has no members.
    pub active: bool,
    /// All must hold, in each at least one of its criteria. Never empty, and no part is.
    pub parts: Vec<Vec<Criterion>>,
    pub created_at: Timestamp,
    /// Changes so far; zero for a segment that was never saved.
    pub version: i64,
}

/// What customers may have in common (behaviour 3.15.1). Purchases are sales; limits belong to
/// their range. Of a list, any entry will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Criterion {
    BoughtInPos(Vec<PosId>),
    /// Their number, as the customer shows it.
    TransactionCount {
        min: Option<i64>,
        max: Option<i64>,
    },
    /// Their average worth, as the customer shows it.
    AverageAmount {
        from: Option<Amount>,
        to: Option<Amount>,
    },
    /// Their worth in all, as the customer shows it.
    TransactionAmount {
        from: Option<Amount>,
        to: Option<Amount>,
    },
    /// At least so many of a hundred purchases were made there.
    PercentInPos {
        percent: Amount,
        pos: PosId,
    },
    BoughtSkus(Vec<String>),
    BoughtMakers(Vec<String>),
    /// Labels of what was bought.
    BoughtLabels(Vec<Label>),
    /// It is today, or within so many days.
    Anniversary {
        of: Anniversary,
        days: u32,
    },
    /// The last purchase was made on the day that is so many days ago.
    LastPurchase {
        days: u32,
    },
    /// Something was bought on one of these days.
    PurchasePeriod {
        from: NaiveDate,
        to: NaiveDate,
    },
    Customers(Vec<CustomerId>),
    LabelKeys(Vec<String>),
    LabelValues(Vec<String>),
    Labels(Vec<Label>),
}

/// What comes back every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anniversary {
    Birthday,
    Registration,
}

impl Anniversary {
    pub const WORDS: &[&str] = &["birthday", "registration"];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Birthday => "birthday",
            Self::Registration => "registration",
        }
    }

    pub fn parse(raw: &str) -> Option<Self> {
        [Self::Birthday, Self::Registration].into_iter().find(|it| it.as_str() == raw)
    }
}

#[cfg(test)]
mod tests;
