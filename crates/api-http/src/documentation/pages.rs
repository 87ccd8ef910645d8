//! `/docs`, `/openapi.json`, `/openapi.yaml`: Swagger UI with everything it needs, packed once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use poem::endpoint::{BoxEndpoint, make_sync};
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{EndpointExt, Request, Response};

use crate::edge::gzip;

/// Only what we serve ourselves. Swagger UI sets styles on its elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Laurel API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"#;

const START: &str = "\
SwaggerUIBundle({
  dom_id: '#ui',
  url: '/openapi.json',
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
});
";

const PAGES: [Page; 6] = [
    Page { path: "/docs", media: "text/html; charset=utf-8", text: || PAGE.to_owned() },
    Page { path: "/docs/start.js", media: SCRIPT, text: || START.to_owned() },
    Page { path: "/docs/swagger-ui.js", media: SCRIPT, text: || swagger_ui().1 },
    Page {
        path: "/docs/swagger-ui.css",
        media: "text/css; charset=utf-8",
        text: || swagger_ui().0,
    },
    Page { path: "/openapi.json", media: "application/json", text: crate::openapi_json },
    Page { path: "/openapi.yaml", media: "application/yaml", text: crate::openapi_yaml },
];

const SCRIPT: &str = "text/javascript; charset=utf-8";

struct Page {
    path: &'static str,
    media: &'static str,
    text: fn() -> String,
}

/// A page made ready when it was first asked for: packing takes a moment.
struct Ready {
    media: &'static str,
    packed: Bytes,
    plain: Bytes,
    tag: String,
}

impl Ready {
    fn new(page: &Page) -> Self {
        let text = (page.text)();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let packed = gzip::pack(text.as_bytes(), Compression::default())
            .expect("writing into memory cannot fail");
        let tag = format!("{:016x}", hasher.finish());
        Self { media: page.media, packed: packed.into(), plain: text.into(), tag }
    }

    fn answer(&self, request: &Request) -> Response {
        let headers = request.headers();
        let wants_gzip = gzip::is_wanted(headers);
        // Two encodings of one page are two representations, with a tag each.
        let tag = format!("\"{}{}\"", self.tag, if wants_gzip { "-gzip" } else { "" });
        let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
        let is_known = known.is_some_and(|it| it.split(',').any(|one| one.trim() == tag));
        let mut response = Response::builder()
            .content_type(self.media)
            .header(header::ETAG, tag)
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::VARY, "Accept-Encoding")
            .header(header::CONTENT_SECURITY_POLICY, POLICY)
            .finish();
        if is_known {
            response.set_status(StatusCode::NOT_MODIFIED);
        } else if wants_gzip {
            let gzip = HeaderValue::from_static("gzip");
            response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
            response.set_body(self.packed.clone());
        } else {
            response.set_body(self.plain.clone());
        }
        response
    }
}

/// Style and script, cut out of the single page that poem-openapi makes of them.
fn swagger_ui() -> (String, String) {
    let page = super::service::<()>().swagger_ui_html();
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from)?;
        rest.split_once(to).map(|(found, _)| found.to_owned())
    };
    let style = between("<style charset=\"UTF-8\">", "</style>\n    <script");
    let script = between("<script charset=\"UTF-8\">", "</script>\n</head>");
    style.zip(script).expect("a test holds poem-openapi to this layout")
}

pub(crate) fn add_routes(table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
    for page in PAGES {
        let ready = OnceLock::new();
        let path = page.path.to_owned();
        let endpoint =
            make_sync(move |request| ready.get_or_init(|| Ready::new(&page)).answer(&request));
        table.entry(path).or_default().insert(Method::GET, endpoint.boxed());
    }
}
