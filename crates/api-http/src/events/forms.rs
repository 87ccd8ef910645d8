//! The forms of what customers do.

use domain::earning::{CodeDraft, EventDraft, PlaceDraft};
use domain::form::Shape;

use crate::body::{Form, FormSpec, Members, text};

/// Something that an operator's own program saw.
pub(super) static EVENT: Form = Form {
    name: "event",
    fields: &[text("name", "As the rules call it").required().like("facebook_like")],
};

pub(super) struct EventForm;

impl FormSpec for EventForm {
    const FORM: &'static Form = &EVENT;
}

/// Where a customer is.
pub(super) static PLACE: Form = Form {
    name: "earningRule",
    fields: &[
        text("latitude", "Degrees, from -90 to 90").required().like("50.0007"),
        text("longitude", "Degrees, from -180 to 180").required().like("15.0012"),
    ],
};

pub(super) struct PlaceForm;

impl FormSpec for PlaceForm {
    const FORM: &'static Form = &PLACE;
}

/// What a customer scanned.
pub(super) static CODE: Form = Form {
    name: "earningRule",
    fields: &[text("code", "To the letter").required().like("qrcodeabcd")],
};

pub(super) struct CodeForm;

impl FormSpec for CodeForm {
    const FORM: &'static Form = &CODE;
}

pub(super) fn event_draft((form, shape): (Members, Shape)) -> EventDraft {
    EventDraft { shape, name: form.leaf("name") }
}

pub(super) fn place_draft((form, shape): (Members, Shape)) -> PlaceDraft {
    PlaceDraft { shape, latitude: form.leaf("latitude"), longitude: form.leaf("longitude") }
}

pub(super) fn code_draft((form, shape): (Members, Shape)) -> CodeDraft {
    CodeDraft { shape, code: form.leaf("code") }
}
