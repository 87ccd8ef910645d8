//! What callers send about webhooks.

use domain::form::Shape;
use domain::webhook::{EndpointDraft, ReplayDraft};

use crate::body::{Field, Form, FormSpec, Members, flag, text, texts};

const TOPICS: &[&str] = &[
    "customer.registered",
    "customer.updated",
    "customer.deactivated",
    "customer.deleted",
    "customer.level_changed",
    "customer.level_changed_automatically",
    "account.available_points_amount_changed",
    "account.expiring_points_notification",
    "account.expiring_level_notification",
    "transaction.registered",
    "transaction.assigned_to_customer",
];

const URL: Field = text("url", "http or https").like("https://example.com/hook");
const EVENTS: Field = texts("events", TOPICS, "Which events; all unless given");
const ACTIVE: Field = flag("active", "Whether events are delivered there; on unless given");
const HEADER_NAME: Field = text("headerName", "A further header of each delivery; empty: none");
const HEADER_VALUE: Field = text("headerValue", "Never shown again");

pub(super) static NEW_WEBHOOK: Form =
    Form { name: "webhook", fields: &[URL.required(), EVENTS, ACTIVE, HEADER_NAME, HEADER_VALUE] };

pub(super) static WEBHOOK: Form =
    Form { name: "webhook", fields: &[URL, EVENTS, ACTIVE, HEADER_NAME, HEADER_VALUE] };

pub(super) static REPLAY: Form = Form {
    name: "replay",
    fields: &[
        text("from", "YYYY-MM-DD HH:mm:ss, the first moment").required(),
        text("until", "YYYY-MM-DD HH:mm:ss, the first moment no more").required(),
    ],
};

pub(super) struct NewWebhookForm;

impl FormSpec for NewWebhookForm {
    const FORM: &'static Form = &NEW_WEBHOOK;
}

pub(super) struct WebhookForm;

impl FormSpec for WebhookForm {
    const FORM: &'static Form = &WEBHOOK;
}

pub(super) struct ReplayForm;

impl FormSpec for ReplayForm {
    const FORM: &'static Form = &REPLAY;
}

pub(super) fn endpoint_draft((form, shape): (Members, Shape)) -> EndpointDraft {
    EndpointDraft {
        shape,
        url: form.leaf("url"),
        events: form.texts("events"),
        active: form.leaf("active"),
        header_name: form.leaf("headerName"),
        header_value: form.leaf("headerValue"),
    }
}

pub(super) fn replay_draft((form, shape): (Members, Shape)) -> ReplayDraft {
    ReplayDraft { shape, from: form.leaf("from"), until: form.leaf("until") }
}

#[cfg(test)]
mod tests {
    use domain::webhook::Topic;

    use super::*;

    #[test]
    fn every_topic_is_a_documented_choice() {
        let names: Vec<_> = Topic::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(names, TOPICS);
    }
}
