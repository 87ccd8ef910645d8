//! The forms of points, and what their lists take.

use application::points::GiftDraft;
use domain::form::Shape;
use domain::points::TransferDraft;

use crate::body::{Field, Form, FormSpec, Members, choice, text};

const STATE: Field = choice(
    "state",
    &["active", "pending", "expired", "canceled"],
    "One state; several as state[0], state[1]",
);
const KIND: Field =
    choice("type", &["adding", "spending", "p2p_adding", "p2p_spending"], "Kind of transfer");
const PAGE: Field = text("page", "From 1");
const SIZE: Field = text("perPage", "10 unless given; at most 1000");
const EXPIRY: Field =
    text("willExpireTill", "Active points that expire until then, such as 2022-03-31");

/// What the lists of everybody's transfers take.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("customerFirstName", "First name contains"),
        text("customerLastName", "Last name contains"),
        text("customerPhone", "Phone contains"),
        text("customerEmail", "E-mail address contains"),
        text("customerId", "Id of the customer"),
        STATE,
        KIND,
        EXPIRY,
        PAGE,
        SIZE,
    ],
};

/// What the list of one's own transfers takes.
pub(crate) static OWN_PARAMETERS: Form =
    Form { name: "", fields: &[STATE, KIND, EXPIRY, PAGE, SIZE] };

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

pub(super) struct OwnParameters;

impl FormSpec for OwnParameters {
    const FORM: &'static Form = &OWN_PARAMETERS;
}

/// An addition or a spend (behaviour C4).
pub(super) static TRANSFER: Form = Form {
    name: "transfer",
    fields: &[
        text("customer", "Id of the customer").required(),
        text("points", "1 or more, two decimals at most").required().like("100"),
        text("validityDuration", "Days until added points expire; the programme's unless given"),
        text("comment", "Why"),
    ],
};

pub(super) struct TransferForm;

impl FormSpec for TransferForm {
    const FORM: &'static Form = &TRANSFER;
}

/// Points from one customer to another (behaviour C4).
pub(super) static GIFT: Form = Form {
    name: "transfer",
    fields: &[
        text(
            "sender",
            "Whose points: an id, an e-mail address, a phone or a card; administrators only",
        ),
        text("receiver", "An id, an e-mail address, a phone or a loyalty card number").required(),
        text("points", "More than 0, two decimals at most").required().like("10"),
    ],
};

pub(super) struct GiftForm;

impl FormSpec for GiftForm {
    const FORM: &'static Form = &GIFT;
}

/// A transfer form as a draft.
pub(super) fn transfer_draft((form, shape): (Members, Shape)) -> TransferDraft {
    TransferDraft {
        shape,
        customer: form.leaf("customer"),
        points: form.leaf("points"),
        validity_duration: form.leaf("validityDuration"),
        comment: form.leaf("comment"),
    }
}

/// A form between customers as a draft.
pub(super) fn gift_draft((form, shape): (Members, Shape)) -> GiftDraft {
    GiftDraft {
        shape,
        sender: form.leaf("sender"),
        receiver: form.leaf("receiver"),
        points: form.leaf("points"),
    }
}
