//! Whole requests through the edge, with a toy API behind it.
#![expect(clippy::unused_async, reason = "poem-openapi wants operations to be async")]

mod answers;

use std::sync::atomic::Ordering;

use application::error::Error;
use poem::Body;
use poem::test::{TestClient, TestResponse};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, Json};
use serde_json::{Value, json};

use super::*;
use crate::fakes;

struct Toy;

#[OpenApi(prefix_path = "/api/:storeCode")]
impl Toy {
    #[oai(path = "/things", method = "get", operation_id = "toy_list")]
    async fn list(
        &self,
        page: Query<Option<String>>,
        Data(address): Data<&ClientAddress>,
    ) -> Json<Value> {
        Json(json!({ "page": page.0, "address": address.0.to_string() }))
    }

    #[oai(path = "/things", method = "post", operation_id = "toy_add")]
    async fn add(&self, body: Binary<Vec<u8>>) -> Json<usize> {
        Json(body.0.len())
    }

    #[oai(path = "/notes", method = "post", operation_id = "toy_note")]
    async fn note(&self, body: Json<Value>) -> Json<Value> {
        body
    }

    #[oai(path = "/things/:id", method = "put", operation_id = "toy_change")]
    async fn change(&self, id: Path<u64>) -> Json<u64> {
        Json(id.0)
    }

    #[oai(path = "/big", method = "get", operation_id = "toy_big")]
    async fn big(&self) -> Json<String> {
        Json("x".repeat(5000))
    }

    #[oai(path = "/broken", method = "get", operation_id = "toy_broken")]
    async fn broken(&self) -> Result<Json<u64>, Failure> {
        Err(Error::Internal("a secret".into()).into())
    }

    #[oai(path = "/panic", method = "get", operation_id = "toy_panic")]
    async fn panic(&self) -> Json<u64> {
        panic!("a secret")
    }

    #[oai(path = "/never", method = "get", operation_id = "toy_never")]
    async fn never(&self) -> Json<u64> {
        std::future::pending().await
    }
}

fn options() -> Options {
    Options { allowed_origins: vec!["https://shop.example".to_owned()], ..Options::default() }
}

fn client() -> TestClient<App> {
    TestClient::new(App::new(Toy, fakes::ports().0, options()))
}

async fn json_of(response: TestResponse) -> Value {
    response.0.into_body().into_json().await.unwrap()
}

fn plain(code: u16, message: &str) -> Value {
    json!({ "error": { "code": code, "message": message } })
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn every_error_is_json_and_names_the_request() {
    let client = client();
    let cases = [
        (client.get("/nowhere"), 404, plain(404, "Not Found")),
        (client.get("/api/X"), 404, plain(404, "Not Found")),
        (client.get("/api/%FF/things"), 404, plain(404, "Not Found")),
        (client.put("/api/X/things/abc"), 404, plain(404, "Not Found")),
        (client.delete("/api/X/things"), 405, plain(405, "Method Not Allowed")),
        (client.get("/api/X/broken"), 500, plain(500, "Internal Server Error")),
        (client.get("/api/X/panic"), 500, plain(500, "Internal Server Error")),
        (
            client.post("/api/X/things").header("content-encoding", "gzip").body("x"),
            415,
            plain(415, "Unsupported Media Type"),
        ),
        (
            client.post("/api/X/notes").content_type("text/plain").body("x"),
            415,
            plain(415, "Unsupported Media Type"),
        ),
        (
            client.post("/api/X/things").header("content-length", "262145").body("x"),
            413,
            plain(413, "Payload Too Large"),
        ),
    ];
    for (request, status, body) in cases {
        let response = request.send().await;
        assert_eq!(response.0.status().as_u16(), status);
        response.assert_content_type("application/json");
        response.assert_header_exist("x-request-id");
        response.assert_header("x-content-type-options", "nosniff");
        response.assert_header("cache-control", "no-store");
        assert_eq!(json_of(response).await, body);
    }
}

#[tokio::test]
async fn a_body_without_a_length_is_limited_too() {
    let client = client();
    for (size, status) in [(256 * 1024, 200), (256 * 1024 + 1, 413)] {
        let body = Body::from_async_read(std::io::Cursor::new(vec![b'x'; size]));
        let request = client.post("/api/X/things").header("transfer-encoding", "chunked");
        let response = request.content_type("application/octet-stream").body(body).send().await;
        assert_eq!(response.0.status().as_u16(), status);
    }
}

#[tokio::test]
async fn a_caller_who_asks_gets_problem_details() {
    let accept = "text/html, application/problem+json;q=0.9";
    let response = client().get("/api/X/panic").header("accept", accept).send().await;
    response.assert_content_type("application/problem+json");
    let id = response.0.header("x-request-id").unwrap().to_owned();
    let problem = json_of(response).await;
    assert_eq!(problem["title"], "Internal Server Error");
    assert_eq!(problem["request_id"], id);
    assert!(!problem.to_string().contains("secret"));
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let client = client();
    for (path, allow) in [
        ("/api/X/things", "GET, HEAD, OPTIONS, POST"),
        ("/api/X/things/1/", "OPTIONS, PUT"),
        ("/livez", "GET, HEAD, OPTIONS"),
    ] {
        let refused = client.patch(path).send().await;
        refused.assert_status(StatusCode::METHOD_NOT_ALLOWED);
        refused.assert_header("allow", allow);
        let asked = client.options(path).send().await;
        asked.assert_status(StatusCode::NO_CONTENT);
        asked.assert_header("allow", allow);
    }
    client.options("/nowhere").send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn head_works_where_get_does() {
    let client = client();
    let head = |path: &str| client.head(path.to_owned()).send();
    head("/api/X/things").await.assert_status_is_ok();
    head("/api/X/things/1").await.assert_status(StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_form_body_of_a_get_joins_the_query() {
    let client = client();
    for (path, body, page) in [
        ("/api/X/things", "page=2", json!("2")),
        ("/api/X/things/", "a=1&page=a%20b%26", json!("a b&")),
        ("/api/X/things?page=1", "page=2", json!("1")),
        ("/api/X/things?x=1", "", Value::Null),
    ] {
        let length = body.len().to_string();
        let request = client.get(path).content_type(FORM).header("content-length", length);
        let response = request.body(body).send().await;
        assert_eq!(json_of(response).await["page"], page, "{path} {body}");
    }
    let long = format!("page={}", "x".repeat(70_000));
    let request = client.get("/api/X/things").content_type(FORM);
    let response = request.header("content-length", long.len().to_string()).body(long).send().await;
    response.assert_status(StatusCode::URI_TOO_LONG);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_told_to_come_back() {
    let client = client();
    let response = client.get("/api/X/never").send().await;
    response.assert_status(StatusCode::SERVICE_UNAVAILABLE);
    response.assert_header("retry-after", "1");
    assert_eq!(json_of(response).await, plain(503, "Service Unavailable"));
    let stalled =
        Body::from_bytes_stream(futures_util::stream::pending::<std::io::Result<Vec<u8>>>());
    let request = client.get("/api/X/things").content_type(FORM);
    let response = request.header("transfer-encoding", "chunked").body(stalled).send().await;
    response.assert_status(StatusCode::SERVICE_UNAVAILABLE);
}
