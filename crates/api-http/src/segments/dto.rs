//! Wire shapes of a segment.

use application::cx::Cx;
use application::ports::{SegmentCustomer, SegmentView};
use domain::segment::{Anniversary, Criterion, Segment, Terms};
use domain::text::Text;
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// A group of customers.
#[derive(Object)]
#[oai(rename = "Segment", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct SegmentDto {
    segment_id: String,
    name: String,
    description: Option<String>,
    active: bool,
    /// All must hold.
    parts: Vec<PartDto>,
    created_at: String,
    customers_count: u64,
}

#[derive(Object)]
#[oai(rename = "SegmentPart")]
struct PartDto {
    /// At least one must hold.
    criteria: Vec<CriterionDto>,
}

/// What customers have in common: its kind, and the members of that kind.
#[derive(Object)]
#[oai(rename = "SegmentCriterion", rename_all = "camelCase", skip_serializing_if_is_none)]
struct CriterionDto {
    r#type: String,
    min: Option<i64>,
    max: Option<i64>,
    from: Option<Decimal>,
    to: Option<Decimal>,
    percent: Option<Decimal>,
    pos_id: Option<String>,
    pos_ids: Option<Vec<String>>,
    sku_ids: Option<Vec<String>>,
    makers: Option<Vec<String>>,
    labels: Option<Vec<SegmentLabelDto>>,
    anniversary_type: Option<String>,
    days: Option<u32>,
    /// YYYY-MM-DD
    from_date: Option<String>,
    /// YYYY-MM-DD
    to_date: Option<String>,
    customers: Option<Vec<String>>,
}

/// A label, or only its key, or only its value.
#[derive(Object)]
#[oai(rename = "SegmentLabel", skip_serializing_if_is_none)]
struct SegmentLabelDto {
    key: Option<String>,
    value: Option<String>,
}

#[derive(Object)]
#[oai(rename = "SegmentList")]
pub(super) struct SegmentListDto {
    pub(super) segments: Vec<SegmentDto>,
    pub(super) total: u64,
}

/// A segment that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedSegment", rename_all = "camelCase")]
pub(super) struct SavedDto {
    pub(super) segment_id: String,
}

/// One line of a segment's members.
#[derive(Object)]
#[oai(rename = "SegmentCustomer", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct SegmentCustomerDto {
    customer_id: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    phone: Option<String>,
}

#[derive(Object)]
#[oai(rename = "SegmentCustomerList")]
pub(super) struct SegmentCustomerListDto {
    pub(super) customers: Vec<SegmentCustomerDto>,
    pub(super) total: u64,
}

impl SegmentDto {
    pub(super) fn of(SegmentView { segment, customers }: SegmentView, cx: &Cx) -> Self {
        let Segment { id, name, description, active, parts, created_at, version: _ } = segment;
        let part = |it: &Vec<Criterion>| PartDto { criteria: it.iter().map(criterion).collect() };
        Self {
            segment_id: id.to_string(),
            name: name.as_str().to_owned(),
            description: description.as_ref().map(Text::as_str).map(str::to_owned),
            active,
            parts: parts.iter().map(part).collect(),
            created_at: timestamp(created_at, cx.store.time_zone),
            customers_count: customers,
        }
    }
}

fn criterion(criterion: &Criterion) -> CriterionDto {
    let (kind, terms) = criterion.terms();
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
    let given = |text: String| Some(text).filter(|it| !it.is_empty());
    let label =
        |it: domain::label::Label| SegmentLabelDto { key: given(it.key), value: given(it.value) };
    CriterionDto {
        r#type: kind.to_owned(),
        min,
        max,
        from: from.map(Decimal::from),
        to: to.map(Decimal::from),
        percent: percent.map(Decimal::from),
        pos_id: pos.map(|it| it.to_string()),
        pos_ids: some(several_pos, |it| it.to_string()),
        sku_ids: some(skus, |it| it),
        makers: some(makers, |it| it),
        labels: some(labels, label),
        anniversary_type: anniversary.map(Anniversary::as_str).map(str::to_owned),
        days,
        from_date: from_date.map(|it| it.to_string()),
        to_date: to_date.map(|it| it.to_string()),
        customers: some(customers, |it| it.to_string()),
    }
}

/// A kind that has no such list does not show one.
fn some<A, B>(list: Vec<A>, shown: impl Fn(A) -> B) -> Option<Vec<B>> {
    if list.is_empty() { None } else { Some(list.into_iter().map(shown).collect()) }
}

impl From<SegmentCustomer> for SegmentCustomerDto {
    fn from(customer: SegmentCustomer) -> Self {
        let SegmentCustomer { id, first_name, last_name, email, phone } = customer;
        Self { customer_id: id.to_string(), first_name, last_name, email, phone }
    }
}
