//! Passwords that are changed or forgotten (behaviour B5 to B7).

use application::cx::Cx;
use application::passwords::{self, Audience, NewPassword, PasswordChange};
use application::patience::patiently;
use domain::form::{Given, GivenGroup, Shape};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Field, Form, FormSpec, group, text};
use crate::call::{Call, Guest};
use crate::edge::Limited;
use crate::errors::Failure;
use crate::queries::{Asked, filter};
use crate::tags::Tag;

const RULES: &str = "At least 8 characters: upper and lower case, a digit, a special one";

const NEW: &[Field] = &[text("plainPassword", RULES).required().like("Str0ng!pass")];

static REQUEST: Form = Form {
    name: "",
    fields: &[text("username", "As at sign-in").required().like("user@oloy.com")],
};

static RESET: Form = Form {
    name: "",
    fields: &[
        text("token", "What was sent; may stand in the query as well"),
        group("reset", NEW, "The new password").required(),
    ],
};

/// The form inside, as error trees show it.
static RESET_INNER: Form = Form { name: "reset", fields: NEW };

/// What a reset takes from its query.
pub(crate) static PARAMETERS: Form =
    Form { name: "", fields: &[text("token", "What was sent; may stand in the body as well")] };

static CHANGE: Form = Form {
    name: "",
    fields: &[
        text("currentPassword", "The password until now").required(),
        text("plainPassword", RULES).required().like("Str0ng!pass"),
    ],
};

macro_rules! specs {
    ($($name:ident = $form:ident),+ $(,)?) => {$(
        struct $name;

        impl FormSpec for $name {
            const FORM: &'static Form = &$form;
        }
    )+};
}

specs! { RequestForm = REQUEST, ResetForm = RESET, ResetQuery = PARAMETERS, ChangeForm = CHANGE }

/// That it was done.
#[derive(Object)]
#[oai(rename = "Success")]
struct SuccessDto {
    success: bool,
}

type Answer = Result<Json<SuccessDto>, Failure>;

const DONE: Json<SuccessDto> = Json(SuccessDto { success: true });

pub(crate) struct PasswordsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Passwords")]
impl PasswordsApi {
    /// Have a link or a code sent that sets a new password.
    #[oai(
        path = "/password/reset/request",
        method = "post",
        operation_id = "password_reset_request"
    )]
    async fn request(&self, guest: Guest, body: Body<RequestForm>) -> Answer {
        request(&guest, Audience::Everybody, body).await
    }

    /// Have a link or a code sent that sets a customer's new password.
    #[oai(
        path = "/customer/password/reset/request",
        method = "post",
        operation_id = "password_reset_request_as_customer"
    )]
    async fn request_as_customer(&self, guest: Guest, body: Body<RequestForm>) -> Answer {
        request(&guest, Audience::Customers, body).await
    }

    /// Set a new password with what was sent.
    #[oai(path = "/password/reset", method = "post", operation_id = "password_reset")]
    async fn reset(&self, guest: Guest, asked: Asked<ResetQuery>, body: Body<ResetForm>) -> Answer {
        reset(&guest, Audience::Everybody, &asked, body).await
    }

    /// Set a customer's new password with what was sent.
    #[oai(
        path = "/customer/password/reset",
        method = "post",
        operation_id = "password_reset_as_customer"
    )]
    async fn reset_as_customer(
        &self,
        guest: Guest,
        asked: Asked<ResetQuery>,
        body: Body<ResetForm>,
    ) -> Answer {
        reset(&guest, Audience::Customers, &asked, body).await
    }

    /// Change one's own password as an administrator.
    #[oai(
        path = "/admin/password/change",
        method = "post",
        operation_id = "password_change_as_admin"
    )]
    async fn change_as_admin(&self, call: Call, body: Body<ChangeForm>) -> Answer {
        change(&call.0, body).await
    }

    /// Change one's own password as a customer.
    #[oai(
        path = "/customer/password/change",
        method = "post",
        operation_id = "password_change_as_customer"
    )]
    async fn change_as_customer(&self, call: Call, body: Body<ChangeForm>) -> Answer {
        change(&call.0, body).await
    }

    /// Change one's own password as a seller.
    #[oai(
        path = "/seller/password/change",
        method = "post",
        operation_id = "password_change_as_seller"
    )]
    async fn change_as_seller(&self, call: Call, body: Body<ChangeForm>) -> Answer {
        change(&call.0, body).await
    }
}

async fn request(guest: &Guest, audience: Audience, body: Body<RequestForm>) -> Answer {
    guest.spend(Limited::Message)?;
    let name = body.into_members().0.leaf("username");
    patiently(|| passwords::request_reset(&guest.cx, audience, &name)).await?;
    Ok(DONE)
}

async fn reset(
    guest: &Guest,
    audience: Audience,
    asked: &Asked<ResetQuery>,
    body: Body<ResetForm>,
) -> Answer {
    let (members, _) = body.into_members();
    let token = match (members.leaf("token"), filter(&asked.members, "token")) {
        (Given::Absent | Given::Empty, Some(token)) => Given::Text(token),
        (token, _) => token,
    };
    guest.spend(match &token {
        Given::Text(token) if token.len() < 10 => Limited::Code,
        _ => Limited::Link,
    })?;
    let form = match members.group("reset", |it| it.leaf("plainPassword")) {
        GivenGroup::Absent => {
            NewPassword { shape: Shape::NotSubmitted, plain_password: Given::Absent }
        }
        GivenGroup::Empty => NewPassword::default(),
        GivenGroup::Malformed => {
            NewPassword { shape: Shape::NotAGroup, plain_password: Given::Absent }
        }
        GivenGroup::Members(plain_password) => {
            NewPassword { plain_password, ..NewPassword::default() }
        }
    };
    let done = patiently(|| passwords::reset(&guest.cx, audience, &token, &form)).await;
    done.map_err(|error| RESET_INNER.failure(error))?;
    Ok(DONE)
}

/// The three paths are one operation: a caller only has one account.
async fn change(cx: &Cx, body: Body<ChangeForm>) -> Answer {
    let (members, _) = body.into_members();
    let form = PasswordChange {
        current_password: members.leaf("currentPassword"),
        plain_password: members.leaf("plainPassword"),
    };
    let done = patiently(|| passwords::change(cx, &form)).await;
    done.map_err(|error| CHANGE.failure(error))?;
    Ok(DONE)
}
