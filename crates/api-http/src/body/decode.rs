//! Bytes to a tree, by content type.

use poem::error::SizedLimitError;
use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::error::{ContentTypeError, ParseRequestPayloadError};

use super::node::{BadBody, FormTree, Node, from_form, from_json};

/// The largest body.
const LARGEST: usize = 256 * 1024;

/// Reads the body of a request in any of the accepted encodings. No body is an empty tree,
/// whatever the content type says.
pub(super) async fn read(request: &Request, body: &mut RequestBody) -> Result<Node> {
    let essence = request.content_type().and_then(|it| it.split(';').next());
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "multipart/form-data" {
        return read_multipart(request, body).await;
    }
    let bytes = body.take()?.into_bytes_limit(LARGEST).await?;
    let tree = match essence.as_str() {
        _ if bytes.is_empty() => Ok(Node::Group(vec![])),
        "application/json" => from_json(&bytes),
        "application/x-www-form-urlencoded" => from_form(&bytes),
        "" => return Err(ContentTypeError::ExpectContentType.into()),
        _ => return Err(ContentTypeError::NotSupported { content_type: essence }.into()),
    };
    tree.map_err(refused)
}

/// Text parts only: files are for operations that say so.
async fn read_multipart(request: &Request, body: &mut RequestBody) -> Result<Node> {
    let mut parts = Multipart::from_request(request, body).await?;
    let mut tree = FormTree::default();
    let mut size = 0;
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await?;
        size += name.len() + bytes.len();
        if size > LARGEST {
            return Err(SizedLimitError::PayloadTooLarge.into());
        }
        let text = if is_file { None } else { std::str::from_utf8(&bytes).ok() };
        tree.add(&name, text).map_err(refused)?;
    }
    Ok(tree.into_node())
}

fn refused(error: BadBody) -> poem::Error {
    ParseRequestPayloadError { reason: error.to_string() }.into()
}
