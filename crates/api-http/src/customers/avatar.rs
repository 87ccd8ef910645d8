//! A customer's picture.

use application::customers::{self, AvatarDraft, GivenFile};
use application::patience::patiently;
use application::ports::CustomerRef;
use poem::http::header;
use poem::{IntoResponse, Response};
use poem_openapi::param::Path;
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiResponse, OpenApi};

use super::forms::{AVATAR, SetAvatar};
use crate::body::{Body, SentFile};
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) struct CustomerAvatarApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerAvatarApi {
    /// Get a customer's avatar.
    #[oai(path = "/customer/:customer/avatar", method = "get", operation_id = "customer_avatar")]
    async fn show(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<Shown, Failure> {
        let who = CustomerRef::parse(&customer);
        let (bytes, mime) = customers::avatar(&call.0, &who).await?;
        Ok(Shown { bytes, mime })
    }

    /// Set a customer's avatar: a PNG, JPEG, GIF or WebP of at most 2 MB, which is drawn anew.
    #[oai(
        path = "/customer/:customer/avatar",
        method = "post",
        operation_id = "customer_set_avatar"
    )]
    async fn set(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        body: Body<SetAvatar>,
    ) -> Result<NoContent, Failure> {
        let draft = avatar_draft(body);
        let who = CustomerRef::parse(&customer);
        let stored = patiently(|| customers::store_avatar(&call.0, &who, &draft)).await;
        let stored = stored.map_err(|error| AVATAR.failure(error))?;
        patiently(|| customers::show_avatar(&call.0, &who, &stored)).await?;
        Ok(NoContent::Done)
    }

    /// Remove a customer's avatar.
    #[oai(
        path = "/customer/:customer/avatar",
        method = "delete",
        operation_id = "customer_remove_avatar"
    )]
    async fn remove(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
    ) -> Result<NoContent, Failure> {
        let who = CustomerRef::parse(&customer);
        patiently(|| customers::remove_avatar(&call.0, &who)).await?;
        Ok(NoContent::Done)
    }
}

fn avatar_draft(body: Body<SetAvatar>) -> AvatarDraft {
    let (members, shape) = body.into_members();
    let file = match members.file("file") {
        SentFile::Missing => GivenFile::Missing,
        SentFile::NotAFile => GivenFile::NotAFile,
        // What it is, its bytes tell.
        SentFile::File(it) => GivenFile::File { bytes: it.bytes, name: it.name },
    };
    AvatarDraft { shape, file }
}

/// A picture that somebody sent once: to look at, and nothing else.
struct Shown {
    bytes: Vec<u8>,
    mime: String,
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(self.mime)
            .header(header::CONTENT_DISPOSITION, "inline")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'")
            .header(header::CACHE_CONTROL, "private, no-cache")
            .body(self.bytes)
    }
}

impl ApiResponse for Shown {
    fn meta() -> MetaResponses {
        let picture = |content_type| MetaMediaType {
            content_type,
            schema: MetaSchemaRef::Inline(Box::new(MetaSchema {
                format: Some("binary"),
                ..MetaSchema::new("string")
            })),
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The picture.",
                status: Some(200),
                status_range: None,
                content: vec![picture("image/jpeg"), picture("image/png")],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
