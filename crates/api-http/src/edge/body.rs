//! Bodies on their way in: how large, how encoded, and the form body of a GET.

use std::io;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Limited};
use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Body, Request};

use super::path;
use crate::body::LARGEST;
use crate::errors::Failure;

/// The largest bodies of operations that take a file, by how their paths end. Their forms say
/// what is wrong with a file that is too large, as long as it is not larger than this.
const WITH_FILES: [(&str, usize); 3] = [
    ("/avatar", 8 * 1024 * 1024),
    ("/admin/customer/import", 20 * 1024 * 1024),
    ("/admin/transaction/import", 20 * 1024 * 1024),
];

/// The largest body of this request, in bytes.
fn limit_of(request: &Request) -> usize {
    let path = request.uri().path().trim_end_matches('/');
    let found = WITH_FILES.iter().find(|(end, _)| path.ends_with(end));
    found.map_or(LARGEST, |(_, limit)| *limit)
}

/// Refuses what is too large or compressed, and makes the form body of a GET a part of the query.
pub(super) async fn prepare(mut request: Request) -> poem::Result<Request> {
    let headers = request.headers();
    if is_encoded(headers) {
        return Err(Failure::status_only(StatusCode::UNSUPPORTED_MEDIA_TYPE).into());
    }
    let length = declared_length(headers);
    let most = limit_of(&request);
    if length.is_some_and(|it| it > most) {
        if !headers.contains_key(header::EXPECT) {
            swallow(request).await;
        }
        return Err(Failure::status_only(StatusCode::PAYLOAD_TOO_LARGE).into());
    }
    let has_body =
        length.is_some_and(|it| it > 0) || headers.contains_key(header::TRANSFER_ENCODING);
    if !has_body {
        return Ok(request);
    }
    if length.is_none() {
        limit(&mut request, most);
    }
    if request.method() == Method::GET && is_form(&request) {
        join_query(&mut request).await?;
    }
    Ok(request)
}

/// Reads on for a while: a client that is still sending when the connection closes does not get to
/// see the answer.
async fn swallow(mut request: Request) {
    let body: BoxBody<Bytes, io::Error> = request.take_body().into();
    let mut body = Limited::new(body, 8 * LARGEST);
    while let Some(Ok(_)) = body.frame().await {}
}

/// Compressed requests are refused: they can be bombs.
fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_ENCODING).is_some_and(|it| it != "identity")
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_form(request: &Request) -> bool {
    let essence = request.content_type().and_then(|it| it.split(';').next());
    essence.is_some_and(|it| it.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Reading past the limit fails with `FileTooLarge`, which `errors::foreign` makes a 413.
fn limit(request: &mut Request, most: usize) {
    let body: BoxBody<Bytes, io::Error> = request.take_body().into();
    let limited = Limited::new(body, most).map_err(|error| match error.downcast() {
        Ok(io) => *io,
        Err(too_long) => io::Error::new(io::ErrorKind::FileTooLarge, too_long),
    });
    request.set_body(Body::from(BoxBody::new(limited)));
}

/// The contract's curl lines send list filters as the body of a GET (behaviour 0.2.3). What the
/// query says counts first.
async fn join_query(request: &mut Request) -> poem::Result<()> {
    let body = request.take_body().into_bytes().await?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(&body) {
        query.append_pair(&name, &value);
    }
    let added = query.finish();
    if added.is_empty() {
        return Ok(());
    }
    let uri = request.uri();
    let wanted = match uri.query() {
        Some(query) if !query.is_empty() => format!("{}?{query}&{added}", uri.path()),
        _ => format!("{}?{added}", uri.path()),
    };
    // It was encoded a moment ago, so only its length can be wrong.
    if path::replace(request, &wanted) {
        return Ok(());
    }
    Err(Failure::status_only(StatusCode::URI_TOO_LONG).into())
}
