//! The forms of segment operations.

use domain::form::Shape;
use domain::segment::{Anniversary, Criterion, CriterionDraft, PartDraft, SegmentDraft};

use crate::body::{Field, Form, FormSpec, Members, choice, flag, list, text, texts};

/// What the lists of this module take.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[text("page", "From 1"), text("perPage", "10 unless given; at most 1000")],
};

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// What a criterion says, by its kind; of a list, any entry will do.
const CRITERION: &[Field] = &[
    choice("type", Criterion::KINDS, "What is looked at").required().like("transaction_count"),
    text("min", "transaction_count: at least so many").like("10"),
    text("max", "transaction_count: at most so many").like("20"),
    text("from", "average_transaction_amount, transaction_amount: at least this"),
    text("to", "average_transaction_amount, transaction_amount: at most this"),
    text("percent", "transaction_percent_in_pos: at least so many of a hundred purchases"),
    text("posId", "transaction_percent_in_pos: were made at this point of sale"),
    texts("posIds", &[], "bought_in_pos: points of sale"),
    texts("skuIds", &[], "bought_skus: product codes"),
    texts("makers", &[], "bought_makers: makers"),
    list(
        "labels",
        &[text("key", "Key"), text("value", "Value")],
        "bought_labels, customer_has_label: labels; customer_with_labels_key, \
         customer_with_labels_value: only keys, only values",
    ),
    choice("anniversaryType", Anniversary::WORDS, "anniversary: of what"),
    text("days", "anniversary: within so many days; last_purchase_n_days_before: so many days ago"),
    text("fromDate", "purchase_period: from this day, YYYY-MM-DD"),
    text("toDate", "purchase_period: to this day, YYYY-MM-DD"),
    texts("customers", &[], "customer_list: ids of customers"),
];

/// A segment (behaviour 3.15).
pub(super) static SEGMENT: Form = Form {
    name: "segment",
    fields: &[
        text("name", "Name").required().like("Regulars"),
        text("description", "What the segment is about"),
        flag("active", "Whether it has members"),
        list(
            "parts",
            &[list("criteria", CRITERION, "At least one must hold").required()],
            "All must hold",
        )
        .required(),
    ],
};

static ACTIVATE: Form =
    Form { name: "", fields: &[flag("active", "1 activates, 0 deactivates").required()] };

pub(super) struct SegmentForm;

impl FormSpec for SegmentForm {
    const FORM: &'static Form = &SEGMENT;
}

pub(super) struct ActivateForm;

impl FormSpec for ActivateForm {
    const FORM: &'static Form = &ACTIVATE;
}

/// A segment form as a draft.
pub(super) fn segment_draft((form, shape): (Members, Shape)) -> SegmentDraft {
    SegmentDraft {
        shape,
        name: form.leaf("name"),
        description: form.leaf("description"),
        active: form.leaf("active"),
        parts: form.list("parts", |part| PartDraft {
            criteria: part.list("criteria", criterion_draft).unwrap_or_default(),
        }),
    }
}

fn criterion_draft(criterion: &Members) -> CriterionDraft {
    let label = |it: &Members| (it.leaf("key"), it.leaf("value"));
    CriterionDraft {
        kind: criterion.leaf("type"),
        min: criterion.leaf("min"),
        max: criterion.leaf("max"),
        from: criterion.leaf("from"),
        to: criterion.leaf("to"),
        percent: criterion.leaf("percent"),
        pos_id: criterion.leaf("posId"),
        pos_ids: criterion.texts("posIds"),
        sku_ids: criterion.texts("skuIds"),
        makers: criterion.texts("makers"),
        labels: criterion.list("labels", label).unwrap_or_default(),
        anniversary_type: criterion.leaf("anniversaryType"),
        days: criterion.leaf("days"),
        from_date: criterion.leaf("fromDate"),
        to_date: criterion.leaf("toDate"),
        customers: criterion.texts("customers"),
    }
}
