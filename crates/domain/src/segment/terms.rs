//! A criterion taken apart into named members, as it is typed, shown and stored.

use chrono::NaiveDate;

use super::{Anniversary, Criterion};
use crate::amount::Amount;
use crate::ids::{CustomerId, PosId};
use crate::label::Label;

/// The name of a member on the wire.
pub type MemberName = &'static str;

/// Every member that some kind of criterion has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub from: Option<Amount>,
    pub to: Option<Amount>,
    pub percent: Option<Amount>,
    pub pos: Option<PosId>,
    pub several_pos: Vec<PosId>,
    pub skus: Vec<String>,
    pub makers: Vec<String>,
    /// Keys or values alone leave the other side empty.
    pub labels: Vec<Label>,
    pub anniversary: Option<Anniversary>,
    pub days: Option<u32>,
    pub from_date: Option<NaiveDate>,
    pub to_date: Option<NaiveDate>,
    pub customers: Vec<CustomerId>,
}

impl Criterion {
    /// The wire's words for kinds.
    pub const KINDS: &[&str] = &[
        "bought_in_pos",
        "transaction_count",
        "average_transaction_amount",
        "transaction_amount",
        "transaction_percent_in_pos",
        "bought_skus",
        "bought_makers",
        "bought_labels",
        "anniversary",
        "last_purchase_n_days_before",
        "purchase_period",
        "customer_list",
        "customer_with_labels_key",
        "customer_with_labels_value",
        "customer_has_label",
    ];

    /// The criterion of a kind, or the names of what it lacks. An unknown kind lacks its `type`.
    pub fn of(kind: &str, terms: Terms) -> Result<Self, Vec<MemberName>> {
        let keys = |labels: &[Label]| labels.iter().map(|it| it.key.clone()).collect();
        let values = |labels: &[Label]| labels.iter().map(|it| it.value.clone()).collect();
        let some = |name, present| if present { Ok(()) } else { Err(vec![name]) };
        let Terms {
            min,
            max,
            from,
            to,
            percent,
            pos,
            several_pos,
            skus,
            makers,
            labels,
            anniversary,
            days,
            from_date,
            to_date,
            customers,
        } = terms;
        let is_sum = from.is_some() || to.is_some();
        let has_labels = some("labels", !labels.is_empty());
        Ok(match kind {
            "bought_in_pos" => {
                some("posIds", !several_pos.is_empty())?;
                Self::BoughtInPos(several_pos)
            }
            "transaction_count" => {
                some("min", min.is_some() || max.is_some())?;
                Self::TransactionCount { min, max }
            }
            "average_transaction_amount" => {
                some("from", is_sum)?;
                Self::AverageAmount { from, to }
            }
            "transaction_amount" => {
                some("from", is_sum)?;
                Self::TransactionAmount { from, to }
            }
            "transaction_percent_in_pos" => {
                let (percent, pos) = both(("percent", percent), ("posId", pos))?;
                Self::PercentInPos { percent, pos }
            }
            "bought_skus" => {
                some("skuIds", !skus.is_empty())?;
                Self::BoughtSkus(skus)
            }
            "bought_makers" => {
                some("makers", !makers.is_empty())?;
                Self::BoughtMakers(makers)
            }
            "bought_labels" => has_labels.map(|()| Self::BoughtLabels(labels))?,
            "anniversary" => {
                let (of, days) = both(("anniversaryType", anniversary), ("days", days))?;
                Self::Anniversary { of, days }
            }
            "last_purchase_n_days_before" => {
                Self::LastPurchase { days: days.ok_or_else(|| vec!["days"])? }
            }
            "purchase_period" => {
                let (from, to) = both(("fromDate", from_date), ("toDate", to_date))?;
                Self::PurchasePeriod { from, to }
            }
            "customer_list" => {
                some("customers", !customers.is_empty())?;
                Self::Customers(customers)
            }
            "customer_with_labels_key" => has_labels.map(|()| Self::LabelKeys(keys(&labels)))?,
            "customer_with_labels_value" => {
                has_labels.map(|()| Self::LabelValues(values(&labels)))?
            }
            "customer_has_label" => has_labels.map(|()| Self::Labels(labels))?,
            _ => return Err(vec!["type"]),
        })
    }

    /// Its kind and its members.
    pub fn terms(&self) -> (&'static str, Terms) {
        let none = Terms::default();
        match self.clone() {
            Self::BoughtInPos(several_pos) => ("bought_in_pos", Terms { several_pos, ..none }),
            Self::TransactionCount { min, max } => {
                ("transaction_count", Terms { min, max, ..none })
            }
            Self::AverageAmount { from, to } => {
                ("average_transaction_amount", Terms { from, to, ..none })
            }
            Self::TransactionAmount { from, to } => {
                ("transaction_amount", Terms { from, to, ..none })
            }
            Self::PercentInPos { percent, pos } => (
                "transaction_percent_in_pos",
                Terms { percent: Some(percent), pos: Some(pos), ..none },
            ),
            Self::BoughtSkus(skus) => ("bought_skus", Terms { skus, ..none }),
            Self::BoughtMakers(makers) => ("bought_makers", Terms { makers, ..none }),
            Self::BoughtLabels(labels) => ("bought_labels", Terms { labels, ..none }),
            Self::Anniversary { of, days } => {
                ("anniversary", Terms { anniversary: Some(of), days: Some(days), ..none })
            }
            Self::LastPurchase { days } => {
                ("last_purchase_n_days_before", Terms { days: Some(days), ..none })
            }
            Self::PurchasePeriod { from, to } => {
                ("purchase_period", Terms { from_date: Some(from), to_date: Some(to), ..none })
            }
            Self::Customers(customers) => ("customer_list", Terms { customers, ..none }),
            Self::LabelKeys(keys) => {
                let label = |key| Label { key, value: String::new() };
                let labels = keys.into_iter().map(label).collect();
                ("customer_with_labels_key", Terms { labels, ..none })
            }
            Self::LabelValues(values) => {
                let label = |value| Label { key: String::new(), value };
                let labels = values.into_iter().map(label).collect();
                ("customer_with_labels_value", Terms { labels, ..none })
            }
            Self::Labels(labels) => ("customer_has_label", Terms { labels, ..none }),
        }
    }
}

fn both<A, B>(
    (one_name, one): (MemberName, Option<A>),
    (other_name, other): (MemberName, Option<B>),
) -> Result<(A, B), Vec<MemberName>> {
    match (one, other) {
        (Some(one), Some(other)) => Ok((one, other)),
        (one, other) => {
            let missing = [(one_name, one.is_none()), (other_name, other.is_none())];
            Err(missing.into_iter().filter(|it| it.1).map(|it| it.0).collect())
        }
    }
}
