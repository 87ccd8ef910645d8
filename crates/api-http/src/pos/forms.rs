//! The form of a point of sale.

use domain::form::Shape;
use domain::pos::{LocationDraft, PosDraft};

use crate::body::{Field, Form, FormSpec, Members, group, text};

const LOCATION: &[Field] = &[
    text("street", "Street name").required(),
    text("address1", "Building number").required(),
    text("address2", "Flat/Unit name"),
    text("postal", "Post code").required(),
    text("city", "City name").required(),
    text("province", "Province name").required(),
    text("country", "ISO 3166-1 code, such as PL").required(),
    text("lat", "Latitude in degrees"),
    text("long", "Longitude in degrees"),
];

/// A point of sale (behaviour C2).
pub(super) static POS: Form = Form {
    name: "pos",
    fields: &[
        text("name", "Name").required(),
        text("identifier", "Human identifier, unique within the store").required(),
        text("description", "Description"),
        group("location", LOCATION, "Where it stands").required(),
    ],
};

pub(super) struct PosForm;

impl FormSpec for PosForm {
    const FORM: &'static Form = &POS;
}

/// A POS form as a draft.
pub(super) fn pos_draft((form, shape): (Members, Shape)) -> PosDraft {
    PosDraft {
        shape,
        name: form.leaf("name"),
        identifier: form.leaf("identifier"),
        description: form.leaf("description"),
        location: form.group("location", location_draft),
    }
}

fn location_draft(group: &Members) -> LocationDraft {
    LocationDraft {
        street: group.leaf("street"),
        address1: group.leaf("address1"),
        address2: group.leaf("address2"),
        postal: group.leaf("postal"),
        city: group.leaf("city"),
        province: group.leaf("province"),
        country: group.leaf("country"),
        lat: group.leaf("lat"),
        long: group.leaf("long"),
    }
}
