//! The form of a seller.

use domain::form::Shape;
use domain::seller::SellerDraft;

use crate::body::{Form, FormSpec, Members, flag, text};

/// A seller (behaviour C1).
pub(super) static SELLER: Form = Form {
    name: "seller",
    fields: &[
        text("firstName", "First name").required(),
        text("lastName", "Last name").required(),
        flag("active", "Whether the seller can sign in"),
        text("email", "E-mail address, unique within the store").required(),
        text("phone", "Phone number"),
        text("posId", "Id of the seller's point of sale").required(),
        text("plainPassword", "Required on registration"),
        flag("allowPointTransfer", "Whether the seller may add and spend points"),
    ],
};

pub(super) struct SellerForm;

impl FormSpec for SellerForm {
    const FORM: &'static Form = &SELLER;
}

/// A seller form as a draft.
pub(super) fn seller_draft((form, shape): (Members, Shape)) -> SellerDraft {
    SellerDraft {
        shape,
        first_name: form.leaf("firstName"),
        last_name: form.leaf("lastName"),
        active: form.leaf("active"),
        email: form.leaf("email"),
        phone: form.leaf("phone"),
        pos_id: form.leaf("posId"),
        plain_password: form.leaf("plainPassword"),
        allow_point_transfer: form.leaf("allowPointTransfer"),
    }
}
