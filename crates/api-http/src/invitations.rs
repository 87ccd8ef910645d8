//! Invitations: asking somebody to join, and what came of it.

use application::invitations;
use application::patience::patiently;
use application::ports::{Direction, InvitationQuery, InvitationSort, InvitationView, Listing};
use domain::ids::CustomerId;
use domain::invitation::{Invitation, InvitationDraft, InvitationStatus, Invitee};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};

use crate::body::{Body, Form, FormSpec, Members, choice, flag, text};
use crate::call::{Call, Postage};
use crate::errors::Failure;
use crate::queries::{Asked, direction, filter, page};
use crate::tags::Tag;

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("referrerId", "Id of the customer who invited"),
        text("referrerEmail", "E-mail address of the customer who invited contains"),
        text("referrerName", "First and last name of the customer who invited contain"),
        text("recipientId", "Id of the customer who came of it"),
        text("recipientEmail", "E-mail address that was invited contains"),
        text("recipientPhone", "Phone that was invited contains"),
        text("recipientName", "First and last name of the customer who came of it contain"),
        choice("status", &["invited", "registered", "made_purchase"], "How far it got"),
        flag("strict", "The texts above must be equal, without regard to case"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice("sort", &["referrerId", "invitationId", "status"], "referrerId unless given"),
        choice("direction", &["asc", "desc"], "desc unless given"),
    ],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

static INVITATION: Form = Form {
    name: "invitation",
    fields: &[
        choice("type", &["email", "mobile"], "email unless given"),
        text("recipientEmail", "Whom to ask by e-mail").like("friend@example.com"),
        text("recipientPhone", "Whom to ask by SMS"),
    ],
};

struct InvitationForm;

impl FormSpec for InvitationForm {
    const FORM: &'static Form = &INVITATION;
}

/// One customer asked somebody to join.
#[derive(Object)]
#[oai(rename = "Invitation", rename_all = "camelCase", skip_serializing_if_is_none)]
struct InvitationDto {
    referrer_id: String,
    recipient_id: Option<String>,
    invitation_id: String,
    referrer_email: Option<String>,
    referrer_name: String,
    recipient_email: Option<String>,
    recipient_phone: Option<String>,
    recipient_name: Option<String>,
    /// `invited`, `registered` or `made_purchase`.
    status: String,
    token: String,
}

/// A list of invitations.
#[derive(Object)]
#[oai(rename = "InvitationList")]
struct InvitationListDto {
    invitations: Vec<InvitationDto>,
    /// Matches before paging, exact.
    total: u64,
}

impl From<InvitationView> for InvitationDto {
    fn from(view: InvitationView) -> Self {
        let InvitationView { invitation, referrer_email, referrer_name, recipient_name } = view;
        let Invitation { id, referrer, invitee, recipient, status, token, created_at: _ } =
            invitation;
        let (recipient_email, recipient_phone) = match invitee {
            Invitee::Email(email) => (Some(email.as_str().to_owned()), None),
            Invitee::Phone(phone) => (None, Some(phone.as_str().to_owned())),
            Invitee::Erased => (None, None),
        };
        Self {
            referrer_id: referrer.to_string(),
            recipient_id: recipient.map(|it| it.to_string()),
            invitation_id: id.to_string(),
            referrer_email,
            referrer_name,
            recipient_email,
            recipient_phone,
            recipient_name,
            status: status.as_str().to_owned(),
            token,
        }
    }
}

/// The invitation is on its way.
#[derive(ApiResponse)]
enum Invited {
    /// Done; the body is empty.
    #[oai(status = 200)]
    Done,
}

pub(crate) struct InvitationsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Invitations")]
impl InvitationsApi {
    /// List invitations.
    #[oai(path = "/invitations", method = "get", operation_id = "invitation_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<InvitationListDto>, Failure> {
        let query = query(&asked.members);
        // Whether the caller may ask is judged also when nothing can be as asked.
        let found = invitations::list(&call.0, &query.clone().unwrap_or_default()).await?;
        let nothing = Listing { items: vec![], total: 0 };
        let Listing { items, total } = if query.is_some() { found } else { nothing };
        let invitations = items.into_iter().map(InvitationDto::from).collect();
        Ok(Json(InvitationListDto { invitations, total }))
    }

    /// Ask somebody to join, as a customer.
    #[oai(path = "/invitations/invite", method = "post", operation_id = "invitation_create")]
    async fn invite(
        &self,
        call: Call,
        postage: Postage,
        body: Body<InvitationForm>,
    ) -> Result<Invited, Failure> {
        postage.spend(&call.0)?;
        let (form, shape) = body.into_members();
        let draft = InvitationDraft {
            shape,
            kind: form.leaf("type"),
            recipient_email: form.leaf("recipientEmail"),
            recipient_phone: form.leaf("recipientPhone"),
        };
        let done = patiently(|| invitations::invite(&call.0, &draft)).await;
        done.map_err(|error| INVITATION.failure(error))?;
        Ok(Invited::Done)
    }
}

/// `None`: an id or a status that nothing can have.
fn query(asked: &Members) -> Option<InvitationQuery> {
    let id = |name| match filter(asked, name) {
        None => Some(None),
        Some(text) => CustomerId::parse(&text).map(Some),
    };
    Some(InvitationQuery {
        referrer: id("referrerId")?,
        referrer_email: filter(asked, "referrerEmail"),
        referrer_name: filter(asked, "referrerName"),
        recipient: id("recipientId")?,
        recipient_email: filter(asked, "recipientEmail"),
        recipient_phone: filter(asked, "recipientPhone"),
        recipient_name: filter(asked, "recipientName"),
        status: match filter(asked, "status") {
            None => None,
            Some(text) => Some(InvitationStatus::parse(&text)?),
        },
        strict: asked.leaf("strict").is_checked(),
        sort: match filter(asked, "sort").as_deref() {
            Some("invitationId") => InvitationSort::Invitation,
            Some("status") => InvitationSort::Status,
            _ => InvitationSort::Referrer,
        },
        direction: direction(asked, Direction::Desc),
        page: page(asked),
    })
}
