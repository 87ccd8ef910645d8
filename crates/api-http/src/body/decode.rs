//! Bytes to a tree, by content type.

use poem::error::SizedLimitError;
use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::error::{ContentTypeError, ParseRequestPayloadError};

use super::LARGEST;
use super::node::{BadBody, FormTree, Node, Upload, from_form, from_json};

/// Reads the body of a request in any of the accepted encodings. No body is an empty tree,
/// whatever the content type says.
pub(super) async fn read(
    request: &Request,
    body: &mut RequestBody,
    largest: usize,
) -> Result<Node> {
    let essence = request.content_type().and_then(|it| it.split(';').next());
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "multipart/form-data" {
        return read_multipart(request, body, largest).await;
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

/// Texts and files. What an operation does not expect as a file is no value to it.
async fn read_multipart(request: &Request, body: &mut RequestBody, largest: usize) -> Result<Node> {
    let mut parts = Multipart::from_request(request, body).await?;
    let mut tree = FormTree::default();
    let mut size = 0;
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let media_type = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await?;
        size += name.len() + bytes.len();
        if size > largest {
            return Err(SizedLimitError::PayloadTooLarge.into());
        }
        let added = match file_name {
            Some(name_of_file) => {
                tree.add_file(&name, Upload { bytes, name: name_of_file, media_type })
            }
            None => tree.add(&name, std::str::from_utf8(&bytes).ok()),
        };
        added.map_err(refused)?;
    }
    Ok(tree.into_node())
}

fn refused(error: BadBody) -> poem::Error {
    ParseRequestPayloadError { reason: error.to_string() }.into()
}
