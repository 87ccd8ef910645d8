//! Messages: those that were written to files, and those of the operator's own.

use application::cx::Cx;
use application::messages;
use application::patience::patiently;
use application::ports::{CustomerRef, Listing, SentMessage};
use domain::form::Shape;
use domain::notice::NoticeDraft;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Form, FormSpec, Members, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page};
use crate::tags::Tag;
use crate::wire::{NoContent, timestamp};

static PUSH: Form = Form {
    name: "push",
    fields: &[
        text("title", "One line").required(),
        text("text", "At most 2000 characters").required(),
    ],
};

struct PushForm;

impl FormSpec for PushForm {
    const FORM: &'static Form = &PUSH;
}

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[text("page", "From 1"), text("perPage", "10 unless given; at most 1000")],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// A message that was written to a file instead of being sent.
#[derive(Object)]
#[oai(rename = "SentMessage", rename_all = "camelCase", skip_serializing_if_is_none)]
struct MessageDto {
    message_id: String,
    sent_at: String,
    /// `email`, `sms` or `push`.
    channel: String,
    kind: String,
    to: String,
    subject: Option<String>,
    text: String,
}

#[derive(Object)]
#[oai(rename = "SentMessageList")]
struct MessageListDto {
    messages: Vec<MessageDto>,
    total: u64,
}

pub(crate) struct MessagesApi;

#[OpenApi(prefix_path = "/api/:storeCode/admin", tag = "Tag::Operation")]
impl MessagesApi {
    /// List the messages that were written to files, the latest first; none where messages are
    /// sent.
    #[oai(path = "/message", method = "get", operation_id = "message_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<MessageListDto>, Failure> {
        let Listing { items, total } = messages::list(&call.0, page(&asked.members)).await?;
        let messages = items.into_iter().map(|it| MessageDto::of(it, &call.0)).collect();
        Ok(Json(MessageListDto { messages, total }))
    }

    /// Send a push message to a customer's devices.
    #[oai(path = "/customer/:customer/push", method = "post", operation_id = "customer_push")]
    async fn push(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<PushForm>,
    ) -> Result<NoContent, Failure> {
        let (who, draft) = (CustomerRef::parse(&customer), notice_draft(body.into_members()));
        let queued = patiently(|| messages::notify(&call.0, &who, &draft)).await;
        queued.map_err(|error| PUSH.failure(error))?;
        Ok(NoContent::Done)
    }
}

fn notice_draft((form, shape): (Members, Shape)) -> NoticeDraft {
    NoticeDraft { shape, title: form.leaf("title"), text: form.leaf("text") }
}

impl MessageDto {
    fn of(message: SentMessage, cx: &Cx) -> Self {
        let SentMessage { id, at, channel, kind, to, subject, text } = message;
        let sent_at = timestamp(at, cx.store.time_zone);
        Self { message_id: id, sent_at, channel, kind, to, subject, text }
    }
}
