//! What operators and machines ask of the process itself: health, metrics, version, keys.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use application::cx::Ports;
use poem::endpoint::{BoxEndpoint, make, make_sync};
use poem::http::{Method, StatusCode};
use poem::{EndpointExt, Response};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};
use serde_json::{Value, json};

use crate::documentation;
use crate::edge::{Metrics, Version};

/// A database that takes longer to say hello is not ready.
const PING_PATIENCE: Duration = Duration::from_secs(2);

pub(crate) struct Operations {
    pub(crate) ports: Arc<Ports>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) draining: Arc<AtomicBool>,
    pub(crate) version: Version,
}

/// Not a part of the contract, so without a description; only routes.
impl OpenApi for Operations {
    fn meta() -> Vec<MetaApi> {
        Vec::new()
    }

    fn register(_: &mut Registry) {}

    fn add_routes(self, table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        let Self { ports, metrics, draining, version } = self;
        let mut get = |path: &str, endpoint: BoxEndpoint<'static>| {
            table.entry(path.to_owned()).or_default().insert(Method::GET, endpoint);
        };
        get(
            "/livez",
            make_sync(|_| json_response(StatusCode::OK, &json!({ "status": "ok" }))).boxed(),
        );
        let tokens = ports.tokens.clone();
        get("/.well-known/jwks.json", make_sync(move |_| key_set(tokens.jwks())).boxed());
        let answer =
            json!({ "name": "laurel", "version": version.number, "revision": version.revision });
        get("/version", make_sync(move |_| json_response(StatusCode::OK, &answer)).boxed());
        let scraped = ports.clone();
        get(
            "/metrics",
            make(move |_| {
                let (ports, metrics) = (scraped.clone(), metrics.clone());
                async move { scrape(&ports, &metrics).await }
            })
            .boxed(),
        );
        get(
            "/readyz",
            make(move |_| {
                let (ports, draining) = (ports.clone(), draining.clone());
                async move { readiness(&ports, &draining).await }
            })
            .boxed(),
        );
        documentation::add_routes(table);
    }
}

async fn readiness(ports: &Ports, draining: &AtomicBool) -> Response {
    let status = if draining.load(Ordering::Relaxed) {
        "draining"
    } else {
        match tokio::time::timeout(PING_PATIENCE, ports.storage.ping()).await {
            Ok(Ok(())) => "ok",
            Ok(Err(_)) | Err(_) => "storage does not answer",
        }
    };
    let code = if status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    json_response(code, &json!({ "status": status }))
}

/// A database that does not answer hides no other figure.
async fn scrape(ports: &Ports, metrics: &Metrics) -> Response {
    let queue = ports.storage.queue();
    if let Ok(Ok(depth)) = tokio::time::timeout(PING_PATIENCE, queue.depth()).await {
        metrics.note_jobs(depth, ports.clock.now());
    }
    let run = tokio::time::timeout(PING_PATIENCE, ports.storage.reconciliation());
    if let Ok(Ok(Some(run))) = run.await {
        metrics.note_check(&run, ports.clock.now());
    }
    open_metrics(metrics.text())
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

fn key_set(keys: String) -> Response {
    Response::builder()
        .content_type("application/jwk-set+json")
        .header("cache-control", "public, max-age=300")
        .body(keys)
}

fn open_metrics(text: String) -> Response {
    Response::builder()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text)
}
