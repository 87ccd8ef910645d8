//! The forms of customer operations, in the contract's order, and the drafts they become.

use application::customers::SearchDraft;
use domain::customer::{AddressDraft, CompanyDraft, CustomerDraft};
use domain::form::Shape;

use crate::body::{Field, Form, FormSpec, Members, choice, file, flag, group, text};

const GENDERS: &[&str] = &["male", "female", "not_disclosed"];

const ADDRESS: &[Field] = &[
    text("street", "Street name"),
    text("address1", "Building number"),
    text("address2", "Flat/Unit name"),
    text("postal", "Post code"),
    text("city", "City name"),
    text("province", "Province name"),
    text("country", "Country name"),
];

const COMPANY: &[Field] = &[text("name", "Company name"), text("nip", "Tax ID")];

const FIRST_NAME: Field = text("firstName", "First name").like("Ada");
const LAST_NAME: Field = text("lastName", "Last name").like("Byron");
const GENDER: Field = choice("gender", GENDERS, "Gender");
const EMAIL: Field =
    text("email", "E-mail address, unique; required when accounts are activated by e-mail")
        .like("ada@example.com");
const PHONE: Field =
    text("phone", "Phone number, unique; required when accounts are activated by SMS");
const BIRTH_DATE: Field = text("birthDate", "YYYY-MM-DD or YYYY-MM-DD HH:mm");
const CREATED_AT: Field = text("createdAt", "YYYY-MM-DD HH:mm:ss; now when left out");
const ADDRESS_GROUP: Field = group("address", ADDRESS, "Postal address");
const COMPANY_GROUP: Field = group("company", COMPANY, "Company; both members or none");
const CARD: Field = text("loyaltyCardNumber", "Loyalty card number, unique");
const LABELS: Field = text("labels", "key1:val1;key2:val2");
const AGREEMENT1: Field = flag("agreement1", "First agreement");
const AGREEMENT2: Field = flag("agreement2", "Second agreement");
const AGREEMENT3: Field = flag("agreement3", "Third agreement");
const LEVEL: Field = text("levelId", "Id of an active level, assigned by hand");
const POS: Field = text("posId", "Id of a point of sale");
/// An older way to refer, accepted and left unused.
const REFERRAL: Field = text("referral_customer_email", "E-mail address of who referred");
/// An unknown token is ignored.
const INVITATION: Field = text(
    "invitationToken",
    "Token of an invitation; where accounts are activated by SMS, the phone of who invited",
);
const SELLER: Field = text("sellerId", "Id of a seller");

/// Registration by an administrator (behaviour A11).
pub(super) static REGISTER: Form = Form {
    name: "customer",
    fields: &[
        FIRST_NAME.required(),
        LAST_NAME.required(),
        GENDER,
        EMAIL,
        PHONE,
        BIRTH_DATE,
        CREATED_AT,
        ADDRESS_GROUP,
        COMPANY_GROUP,
        CARD,
        LABELS,
        AGREEMENT1.required(),
        AGREEMENT2,
        AGREEMENT3,
        LEVEL,
        POS,
        SELLER,
        INVITATION.unlisted(),
        REFERRAL.unlisted(),
    ],
};

/// Registration by a seller, who is the member's seller and cannot name another.
pub(super) static REGISTER_BY_SELLER: Form = Form {
    name: "customer",
    fields: &[
        FIRST_NAME.required(),
        LAST_NAME.required(),
        GENDER,
        EMAIL,
        PHONE,
        BIRTH_DATE,
        CREATED_AT,
        ADDRESS_GROUP,
        COMPANY_GROUP,
        CARD,
        LABELS,
        AGREEMENT1.required(),
        AGREEMENT2,
        AGREEMENT3,
        LEVEL,
        POS,
        INVITATION.unlisted(),
        REFERRAL.unlisted(),
    ],
};

/// Registration by the customer itself (behaviour B1).
pub(super) static SELF_REGISTER: Form = Form {
    name: "customer",
    fields: &[
        FIRST_NAME.required(),
        LAST_NAME.required(),
        GENDER,
        EMAIL,
        PHONE,
        BIRTH_DATE,
        ADDRESS_GROUP,
        COMPANY_GROUP,
        CARD,
        LABELS,
        AGREEMENT1.required(),
        AGREEMENT2,
        AGREEMENT3,
        REFERRAL,
        text(
            "plainPassword",
            "At least 8 characters: upper and lower case, a digit, a special one",
        )
        .required()
        .like("Str0ng!pass"),
        INVITATION,
    ],
};

/// Update by an administrator or a seller (behaviour A13).
pub(super) static UPDATE: Form = Form {
    name: "customer",
    fields: &[
        FIRST_NAME,
        LAST_NAME,
        GENDER,
        EMAIL,
        PHONE,
        BIRTH_DATE,
        CREATED_AT,
        ADDRESS_GROUP,
        COMPANY_GROUP,
        CARD,
        LABELS,
        AGREEMENT1,
        AGREEMENT2,
        AGREEMENT3,
        LEVEL,
        POS,
        SELLER,
    ],
};

/// Update by the customer itself (decision 14).
pub(super) static UPDATE_OWN: Form = Form {
    name: "customer",
    fields: &[
        FIRST_NAME,
        LAST_NAME,
        GENDER,
        EMAIL,
        PHONE,
        BIRTH_DATE,
        ADDRESS_GROUP,
        COMPANY_GROUP,
        CARD,
        LABELS,
        AGREEMENT1,
        AGREEMENT2,
        AGREEMENT3,
    ],
};

/// Search at the till (behaviour A34).
pub(super) static SEARCH: Form = Form {
    name: "search",
    fields: &[
        text("loyaltyCardNumber", "Loyalty card number"),
        text("phone", "Phone number"),
        text("email", "E-mail address"),
        text("firstName", "First name").like("John"),
        text("lastName", "Last name").like("Doe"),
        text("city", "City name"),
        text("postcode", "Post code"),
    ],
};

static ASSIGN_LEVEL: Form =
    Form { name: "", fields: &[text("levelId", "Id of the level").required()] };

static ASSIGN_POS: Form =
    Form { name: "", fields: &[text("posId", "Id of the point of sale").required()] };

/// Nothing is sent in it: errors of a change that is confirmed have its shape.
pub(super) static CONFIRM_CHANGE: Form = Form { name: "customer", fields: &[PHONE] };

static RESEND_CODE: Form = Form {
    name: "",
    fields: &[text("phone", "Phone of a new customer; left out: the caller, who is a customer")],
};

pub(super) static PUSH_TOKEN: Form = Form {
    name: "customer",
    fields: &[text("pushyToken", "Token of a device").required().like("pushy_token")],
};

pub(super) static AVATAR: Form = Form {
    name: "avatar",
    // Somewhat larger files are read, to say how large they are.
    fields: &[file("file", 8 * 1024 * 1024, "PNG, JPEG, GIF or WebP, at most 2 MB").required()],
};

macro_rules! specs {
    ($($name:ident = $form:ident),+ $(,)?) => {$(
        pub(super) struct $name;

        impl FormSpec for $name {
            const FORM: &'static Form = &$form;
        }
    )+};
}

specs! {
    Register = REGISTER,
    SelfRegister = SELF_REGISTER,
    Update = UPDATE,
    Search = SEARCH,
    AssignLevel = ASSIGN_LEVEL,
    AssignPos = ASSIGN_POS,
    ResendCode = RESEND_CODE,
    AddPushToken = PUSH_TOKEN,
    SetAvatar = AVATAR,
}

/// A customer form as a draft. Leaves that the form does not know stay absent.
pub(super) fn customer_draft((form, shape): (Members, Shape)) -> CustomerDraft {
    CustomerDraft {
        shape,
        first_name: form.leaf("firstName"),
        last_name: form.leaf("lastName"),
        gender: form.leaf("gender"),
        email: form.leaf("email"),
        phone: form.leaf("phone"),
        birth_date: form.leaf("birthDate"),
        created_at: form.leaf("createdAt"),
        address: form.group("address", address_draft),
        company: form.group("company", company_draft),
        loyalty_card_number: form.leaf("loyaltyCardNumber"),
        labels: form.leaf("labels"),
        agreement1: form.leaf("agreement1"),
        agreement2: form.leaf("agreement2"),
        agreement3: form.leaf("agreement3"),
        level_id: form.leaf("levelId"),
        pos_id: form.leaf("posId"),
        seller_id: form.leaf("sellerId"),
        plain_password: form.leaf("plainPassword"),
        invitation_token: form.leaf("invitationToken"),
    }
}

fn address_draft(group: &Members) -> AddressDraft {
    AddressDraft {
        street: group.leaf("street"),
        address1: group.leaf("address1"),
        address2: group.leaf("address2"),
        postal: group.leaf("postal"),
        city: group.leaf("city"),
        province: group.leaf("province"),
        country: group.leaf("country"),
    }
}

fn company_draft(group: &Members) -> CompanyDraft {
    CompanyDraft { name: group.leaf("name"), nip: group.leaf("nip") }
}

/// A till search as a draft.
pub(super) fn search_draft((form, shape): (Members, Shape)) -> SearchDraft {
    SearchDraft {
        shape,
        loyalty_card_number: form.leaf("loyaltyCardNumber"),
        phone: form.leaf("phone"),
        email: form.leaf("email"),
        first_name: form.leaf("firstName"),
        last_name: form.leaf("lastName"),
        city: form.leaf("city"),
        postcode: form.leaf("postcode"),
    }
}
