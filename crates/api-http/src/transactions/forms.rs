//! The forms of sales and returns, and what their lists take.

use application::transactions::LabelsDraft;
use domain::customer::AddressDraft;
use domain::form::{Given, Shape};
use domain::transaction::{
    AssignDraft, BuyerDraft, DataDraft, ItemDraft, LabelDraft, TransactionDraft,
};

use crate::body::{Field, Form, FormSpec, Members, choice, group, list, text};

const LABEL: &[Field] = &[text("key", "Key").required(), text("value", "Value").required()];
const LABEL_FILTER: &[Field] = &[text("key", "Key"), text("value", "Value")];

/// What the lists of this module take.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("customerData_loyaltyCardNumber", "Loyalty card number on the document contains"),
        text("customerData_name", "Name on the document contains"),
        text("customerData_email", "E-mail address on the document contains"),
        text("customerData_phone", "Phone on the document contains"),
        text("customerId", "Id of the customer"),
        choice("documentType", &["sell", "return"], "Sales or returns only"),
        text("documentNumber", "Number of the document, to the letter"),
        text("posId", "Id of the point of sale"),
        list("labels", LABEL_FILTER, "Has these labels"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice(
            "sort",
            &["purchaseDate", "documentNumber", "grossValue"],
            "purchaseDate unless given",
        ),
        choice("direction", &["asc", "desc"], "desc unless given"),
    ],
};

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

const ADDRESS: &[Field] = &[
    text("street", "Street name"),
    text("address1", "Building number"),
    text("address2", "Flat/Unit name"),
    text("postal", "Post code"),
    text("city", "City name"),
    text("province", "Province name"),
    text("country", "Country"),
];

/// A sale or a return (behaviour 3.16.1).
pub(super) static TRANSACTION: Form = Form {
    name: "transaction",
    fields: &[
        text("revisedDocument", "Of a return: number of the sale"),
        group(
            "transactionData",
            &[
                choice("documentType", &["sell", "return"], "sell unless given"),
                text("documentNumber", "Unique number").required().like("2022/03/1"),
                text("purchasePlace", "Where"),
                text("purchaseDate", "When, such as 2022-03-01 10:00")
                    .required()
                    .like("2022-03-01 10:00"),
            ],
            "The document",
        )
        .required(),
        list(
            "items",
            &[
                group("sku", &[text("code", "Product code").required()], "The product").required(),
                text("name", "Name").required(),
                text("quantity", "How many").required(),
                text("grossValue", "What the whole line is worth").required(),
                text("category", "Category").required(),
                text("maker", "Maker"),
                list("labels", LABEL, "Labels of the line"),
            ],
            "The lines",
        ),
        group(
            "customerData",
            &[
                text("name", "Name").required().like("John Doe"),
                text("email", "E-mail address"),
                text("phone", "Digits with one optional leading +"),
                text("nip", "Tax id"),
                text("loyaltyCardNumber", "Loyalty card number"),
                group("address", ADDRESS, "Address"),
            ],
            "Who bought",
        )
        .required(),
        text("pos", "Id of the point of sale"),
        list("labels", LABEL, "Labels of the document"),
    ],
};

pub(super) struct TransactionForm;

impl FormSpec for TransactionForm {
    const FORM: &'static Form = &TRANSACTION;
}

/// Whose a document is (behaviour 3.16.4).
pub(super) static ASSIGN: Form = Form {
    name: "assign",
    fields: &[
        text("transactionDocumentNumber", "Number of the document").required(),
        text("customerId", "Id of the customer; one of these three"),
        text("customerLoyaltyCardNumber", "Loyalty card number of the customer"),
        text("customerPhoneNumber", "Phone of the customer"),
    ],
};

pub(super) struct AssignForm;

impl FormSpec for AssignForm {
    const FORM: &'static Form = &ASSIGN;
}

/// The labels of a document.
pub(super) static LABELS: Form = Form {
    name: "transaction_labels",
    fields: &[
        text("transactionId", "Id of the document").required(),
        list("labels", LABEL, "All of its labels from now on"),
    ],
};

pub(super) struct LabelsForm;

impl FormSpec for LabelsForm {
    const FORM: &'static Form = &LABELS;
}

/// More labels for a document.
pub(super) static APPEND: Form = Form {
    name: "append",
    fields: &[
        text("transactionDocumentNumber", "Number of the document").required(),
        list("labels", LABEL, "Labels that it gets too"),
    ],
};

pub(super) struct AppendForm;

impl FormSpec for AppendForm {
    const FORM: &'static Form = &APPEND;
}

/// A transaction form as a draft.
pub(super) fn transaction_draft((form, shape): (Members, Shape)) -> TransactionDraft {
    TransactionDraft {
        shape,
        revised_document: form.leaf("revisedDocument"),
        data: form.group("transactionData", |it| DataDraft {
            document_type: it.leaf("documentType"),
            document_number: it.leaf("documentNumber"),
            purchase_place: it.leaf("purchasePlace"),
            purchase_date: it.leaf("purchaseDate"),
        }),
        items: form.list("items", item_draft),
        buyer: form.group("customerData", buyer_draft),
        pos: form.leaf("pos"),
        labels: form.list("labels", label_draft),
    }
}

fn item_draft(item: &Members) -> ItemDraft {
    let sku = item.group("sku", |it| it.leaf("code"));
    ItemDraft {
        sku: match sku {
            domain::form::GivenGroup::Members(code) => code,
            domain::form::GivenGroup::Absent => item.leaf("sku"),
            domain::form::GivenGroup::Empty => Given::Empty,
            domain::form::GivenGroup::Malformed => Given::Malformed,
        },
        name: item.leaf("name"),
        quantity: item.leaf("quantity"),
        gross_value: item.leaf("grossValue"),
        category: item.leaf("category"),
        maker: item.leaf("maker"),
        labels: item.list("labels", label_draft),
    }
}

fn buyer_draft(buyer: &Members) -> BuyerDraft {
    BuyerDraft {
        name: buyer.leaf("name"),
        email: buyer.leaf("email"),
        phone: buyer.leaf("phone"),
        nip: buyer.leaf("nip"),
        loyalty_card_number: buyer.leaf("loyaltyCardNumber"),
        address: buyer.group("address", |it| AddressDraft {
            street: it.leaf("street"),
            address1: it.leaf("address1"),
            address2: it.leaf("address2"),
            postal: it.leaf("postal"),
            city: it.leaf("city"),
            province: it.leaf("province"),
            country: it.leaf("country"),
        }),
    }
}

fn label_draft(label: &Members) -> LabelDraft {
    LabelDraft { key: label.leaf("key"), value: label.leaf("value") }
}

pub(super) fn assign_draft((form, shape): (Members, Shape)) -> AssignDraft {
    AssignDraft {
        shape,
        document_number: form.leaf("transactionDocumentNumber"),
        customer_id: form.leaf("customerId"),
        loyalty_card_number: form.leaf("customerLoyaltyCardNumber"),
        phone_number: form.leaf("customerPhoneNumber"),
    }
}

pub(super) fn labels_draft((form, shape): (Members, Shape)) -> LabelsDraft {
    LabelsDraft {
        shape,
        which: form.leaf("transactionId"),
        labels: form.list("labels", label_draft),
    }
}

pub(super) fn append_draft((form, shape): (Members, Shape)) -> LabelsDraft {
    LabelsDraft {
        shape,
        which: form.leaf("transactionDocumentNumber"),
        labels: form.list("labels", label_draft),
    }
}

/// Keys and values to look for; what is no text is ignored.
pub(super) fn label_filters(asked: &Members) -> Vec<(String, Option<String>)> {
    let text = |given: Given| match given {
        Given::Text(text) => Some(text),
        Given::Absent | Given::Empty | Given::Malformed => None,
    };
    let labels = asked.list("labels", |it| (it.leaf("key"), it.leaf("value")));
    let wanted = labels.unwrap_or_default().into_iter();
    wanted.filter_map(|(key, value)| Some((text(key)?, text(value)))).take(10).collect()
}
