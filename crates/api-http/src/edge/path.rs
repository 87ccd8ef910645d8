//! Paths may end in a slash (behaviour 0.1.4).

use poem::Request;
use poem::http::Uri;
use poem::http::uri::PathAndQuery;

pub(super) fn tolerate_trailing_slash(request: &mut Request) {
    let path = request.uri().path();
    let short = path.trim_end_matches('/');
    if short.len() == path.len() || short.is_empty() {
        return;
    }
    let wanted = match request.uri().query() {
        Some(query) => format!("{short}?{query}"),
        None => short.to_owned(),
    };
    replace(request, &wanted);
}

/// Whether every segment can be read. The router drops a parameter that cannot, as if it had not
/// been there.
pub(super) fn is_text(request: &Request) -> bool {
    percent_encoding::percent_decode_str(request.uri().path()).decode_utf8().is_ok()
}

/// Puts another path and query into the request; says whether they were legal.
pub(super) fn replace(request: &mut Request, path_and_query: &str) -> bool {
    let Ok(wanted) = path_and_query.parse::<PathAndQuery>() else { return false };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(wanted);
    let Ok(uri) = Uri::from_parts(parts) else { return false };
    *request.uri_mut() = uri;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailing_slash_goes_and_the_query_stays() {
        for (given, expected) in [
            ("/", "/"),
            ("/api/X/customer", "/api/X/customer"),
            ("/api/X/customer/", "/api/X/customer"),
            ("/api/X/customer//?page=2&x=/", "/api/X/customer?page=2&x=/"),
            ("//", "//"),
        ] {
            let mut request = Request::builder().uri(Uri::from_static(given)).finish();
            tolerate_trailing_slash(&mut request);
            assert_eq!(request.uri().to_string(), expected);
        }
    }
}
