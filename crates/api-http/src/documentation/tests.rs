//! The document of a toy API, and the pages.
#![expect(clippy::unused_async, reason = "poem-openapi wants operations to be async")]

use poem::test::TestClient;
use poem_openapi::SecurityScheme;
use poem_openapi::auth::Bearer;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use serde_json::{Value, json};

use super::*;
use crate::edge::{App, Options};
use crate::fakes;

#[derive(SecurityScheme)]
#[oai(rename = "bearer", ty = "bearer")]
struct Token(#[expect(dead_code, reason = "only its description matters here")] Bearer);

struct Reading;

#[OpenApi(prefix_path = "/api/:storeCode")]
impl Reading {
    /// Show one.
    #[oai(path = "/things/:thing", method = "get", operation_id = "thing_get")]
    async fn get(&self, _token: Token, thing: Path<String>) -> Json<String> {
        Json(thing.0)
    }

    /// Find some.
    #[oai(path = "/things", method = "get", operation_id = "thing_list")]
    async fn list(&self, page: Query<Option<String>>) -> Json<String> {
        Json(page.0.unwrap_or_default())
    }
}

struct Writing;

#[OpenApi]
impl Writing {
    /// Change one.
    #[oai(path = "/api/:storeCode/things/:thing", method = "put", operation_id = "thing_change")]
    async fn change(&self, _token: Token, thing: Path<String>, body: Json<String>) -> Json<String> {
        Json(thing.0 + &body.0)
    }

    /// Sign in.
    #[oai(path = "/api/admin/login_check", method = "post", operation_id = "admin_sign_in")]
    async fn sign_in(&self, body: Json<String>) -> Json<String> {
        body
    }
}

fn document() -> Value {
    serde_json::from_str(&service::<(Reading, Writing)>().spec()).unwrap()
}

#[test]
fn operations_of_one_path_stand_together() {
    let text = service::<(Reading, Writing)>().spec();
    assert_eq!(text.matches("/things/{thing}\"").count(), 1);
    let path = &document()["paths"]["/api/{storeCode}/things/{thing}"];
    assert_eq!(path["get"]["operationId"], "thing_get");
    assert_eq!(path["put"]["operationId"], "thing_change");
}

#[test]
fn the_store_is_a_parameter_of_every_operation_below_it() {
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let named = operation["parameters"].as_array().is_some_and(|parameters| {
                parameters.iter().any(|it| it["name"] == "storeCode" && it["in"] == "path")
            });
            assert_eq!(named, path.contains("{storeCode}"), "{path}");
        }
    }
}

#[test]
fn errors_are_listed_where_they_can_happen() {
    let document = document();
    let statuses = |path: &str, method: &str| {
        let responses = document["paths"][path][method]["responses"].as_object().unwrap();
        responses.keys().map(|it| it.parse().unwrap()).collect::<Vec<u16>>()
    };
    let thing = "/api/{storeCode}/things/{thing}";
    assert_eq!(statuses(thing, "get"), [200, 401, 403, 404, 500, 503]);
    assert_eq!(statuses(thing, "put"), [200, 400, 401, 403, 404, 413, 415, 500, 503]);
    assert_eq!(statuses("/api/{storeCode}/things", "get"), [200, 400, 404, 429, 500, 503]);
    let sign_in = statuses("/api/admin/login_check", "post");
    assert_eq!(sign_in, [200, 400, 401, 413, 415, 429, 500, 503]);
}

#[test]
fn every_shape_that_is_named_is_described() {
    let document = document();
    let text = document.to_string();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for part in text.split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let security = &document["paths"]["/api/{storeCode}/things/{thing}"]["get"]["security"];
    assert_eq!(*security, json!([{ "bearer": [] }]));
}

#[test]
fn every_operation_of_ours_has_an_id_a_summary_and_a_tag() {
    let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for member in ["operationId", "summary", "tags"] {
                assert!(!operation[member].is_null(), "{method} {path} has no {member}");
            }
        }
    }
}

#[test]
fn the_store_code_has_its_own_name_in_every_route() {
    let mut routes = HashMap::new();
    crate::apis().add_routes(&mut routes);
    for route in routes.keys() {
        // poem-openapi numbers the parameters of `path`; only those of `prefix_path` keep a name.
        assert!(!route.starts_with("/api/:param"), "{route}: put the store into prefix_path");
    }
}

#[tokio::test]
async fn the_pages_are_whole_packed_and_remembered() {
    let client = TestClient::new(App::new((), fakes::ports().0, Options::default()));
    for (path, part) in [
        ("/docs", "/docs/swagger-ui.js"),
        ("/docs/start.js", "SwaggerUIBundle("),
        ("/docs/swagger-ui.js", "SwaggerUIBundle"),
        ("/docs/swagger-ui.css", ".swagger-ui"),
        ("/openapi.json", "\"openapi\""),
        ("/openapi.yaml", "openapi: "),
    ] {
        let response = client.get(path).send().await;
        response.assert_status_is_ok();
        response.assert_header_exist("content-security-policy");
        let text = response.0.into_body().into_string().await.unwrap();
        assert!(text.contains(part), "{path}");
        assert!(!text.starts_with("</"), "{path}");

        let packed = client.get(path).header("accept-encoding", "gzip").send().await;
        packed.assert_header("content-encoding", "gzip");
        let tag = packed.0.header("etag").unwrap().to_owned();
        assert!(packed.0.into_body().into_vec().await.unwrap().len() < text.len().max(200));

        let again = client.get(path).header("accept-encoding", "gzip").header("if-none-match", tag);
        again.send().await.assert_status(poem::http::StatusCode::NOT_MODIFIED);
    }
}
