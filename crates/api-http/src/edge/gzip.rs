//! JSON answers over one kilobyte leave compressed when the caller can read that.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::combinators::BoxBody;
use hyper::body::Body as _;
use poem::http::{HeaderMap, HeaderValue, header};
use poem::{Body, Response};

const WORTH_IT: u64 = 1024;

pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    let texts =
        headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|it| it.to_str().ok());
    texts.flat_map(|it| it.split(',')).any(|it| {
        let mut parts = it.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(is_zero)
    })
}

/// `q=0`, `q=0.0`: anything but this.
fn is_zero(parameter: &str) -> bool {
    let weight = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="));
    weight.is_some_and(|it| it.bytes().all(|byte| matches!(byte, b'0' | b'.')))
}

pub(super) async fn shrink(mut response: Response) -> Response {
    let is_json = response.content_type().is_some_and(|it| it.contains("json"));
    if !is_json || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let body: BoxBody<_, _> = response.take_body().into();
    if body.size_hint().exact().is_none_or(|it| it <= WORTH_IT) {
        response.set_body(Body::from(body));
        return response;
    }
    let Ok(plain) = Body::from(body).into_bytes().await else {
        // The body is already in memory; reading it cannot fail.
        return response;
    };
    let Ok(packed) = pack(&plain, Compression::fast()) else {
        response.set_body(plain);
        return response;
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response.set_body(packed);
    response
}

pub(crate) fn pack(plain: &[u8], level: Compression) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(plain)?;
    encoder.finish()
}
