//! Which scripts of other origins may call us: those on an exact list, which starts empty.

use std::collections::HashSet;

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Request, Response};

/// Behaviour 0.5.
const METHODS: &str = "GET, POST, PUT, DELETE, OPTIONS, PATCH";
const HEADERS: &str = "Authorization, Content-Type, X-AUTH-TOKEN";
const EXPOSED: &str = "X-Request-Id, X-Laurel-Ignored, Retry-After";
const MAX_AGE: &str = "3600";

pub(super) struct Origins(HashSet<Vec<u8>>);

impl Origins {
    pub(super) fn new(allowed: &[String]) -> Self {
        Self(allowed.iter().map(|it| it.trim_end_matches('/').as_bytes().to_vec()).collect())
    }

    /// The answer to a browser that asks before it calls. Nobody else gets one.
    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asks = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if !asks || !self.allows(request.headers().get(header::ORIGIN)) {
            return None;
        }
        let mut response = Response::from(StatusCode::NO_CONTENT);
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
            (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Some(response)
    }

    /// Lets the script read the answer.
    pub(super) fn grant(&self, origin: Option<&HeaderValue>, response: &mut Response) {
        if self.0.is_empty() {
            return;
        }
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin.filter(|it| self.allows(Some(it))) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            let exposed = HeaderValue::from_static(EXPOSED);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }

    fn allows(&self, origin: Option<&HeaderValue>) -> bool {
        origin.is_some_and(|it| self.0.contains(it.as_bytes()))
    }
}
