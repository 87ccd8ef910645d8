//! What happens to every request before and after its operation. In this order: client address,
//! request id, CORS, path and body made ready, the operation with a time limit, errors as JSON,
//! response headers, compression, the access log and the metrics.

mod address;
mod body;
mod cors;
mod guard;
pub(crate) mod gzip;
mod headers;
mod limits;
mod methods;
mod metrics;
mod options;
mod path;
mod request_id;
mod serve;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use application::cx::Ports;
use application::error::Error;
use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoEndpoint, PathPattern, Request, Response};
use poem_openapi::{OpenApi, OpenApiService, OperationId};

use self::address::Proxies;
use self::cors::Origins;
use self::methods::{Methods, Watched};
use self::metrics::Hit;
use crate::errors::Failure;
use crate::operations::Operations;

pub(crate) use self::address::ClientAddress;
pub use self::address::{BadNetwork, Network};
pub use self::limits::{Budget, Budgets};
pub(crate) use self::limits::{Limited, RateLimits};
pub(crate) use self::metrics::Metrics;
pub use self::options::{Options, Version};
pub use self::serve::{Limits, serve};

/// The whole program as one endpoint, ready to be served.
#[derive(Clone)]
pub struct App {
    edge: Arc<Edge>,
    draining: Arc<AtomicBool>,
}

struct Edge {
    routes: BoxEndpoint<'static>,
    methods: Methods,
    proxies: Proxies,
    origins: Origins,
    metrics: Arc<Metrics>,
    ports: Arc<Ports>,
    limits: Arc<RateLimits>,
    patience: Duration,
}

impl App {
    pub(crate) fn new(api: impl OpenApi, ports: Arc<Ports>, options: Options) -> Self {
        let Options { trusted_proxies, allowed_origins, request_timeout, budgets, version } =
            options;
        let draining = Arc::new(AtomicBool::new(false));
        let metrics = Arc::new(Metrics::new());
        let operations = Operations {
            ports: ports.clone(),
            metrics: metrics.clone(),
            draining: draining.clone(),
            version,
        };
        let methods = Methods::default();
        let watched = Watched::new((api, operations), methods.clone(), request_timeout);
        let edge = Edge {
            routes: OpenApiService::new(watched, "", "").into_endpoint(),
            methods,
            proxies: Proxies::new(trusted_proxies),
            origins: Origins::new(&allowed_origins),
            metrics,
            ports,
            limits: Arc::new(RateLimits::new(budgets)),
            patience: request_timeout,
        };
        Self { edge: Arc::new(edge), draining }
    }
}

/// What is read off a request before it is given away.
struct Arrival {
    started: Instant,
    request_id: String,
    method: Method,
    origin: Option<HeaderValue>,
    wants_problem: bool,
    wants_gzip: bool,
}

impl Edge {
    async fn answer(&self, mut request: Request) -> Response {
        headers::unescape_blanks(&mut request);
        let arrival = self.arrive(&mut request);
        let outcome = match self.origins.preflight(&request) {
            Some(response) => Ok(response),
            None => self.run(request).await,
        };
        let (mut response, hit) = match outcome {
            Ok(response) => {
                let hit = Hit::of(response.data::<PathPattern>(), response.data::<OperationId>());
                (response, hit)
            }
            Err(error) => {
                let hit = Hit::of(error.data::<PathPattern>(), error.data::<OperationId>());
                (self.explain(&arrival, &error.into(), &hit), hit)
            }
        };
        self.add_headers(&arrival, &mut response);
        if arrival.wants_gzip {
            response = gzip::shrink(response).await;
        }
        self.note(&arrival, &response, &hit);
        response
    }

    fn arrive(&self, request: &mut Request) -> Arrival {
        let sender = self.proxies.sender_of(request);
        let given = sender.by_proxy.then(|| request_id::given(request.headers())).flatten();
        let arrival = Arrival {
            started: Instant::now(),
            request_id: given.unwrap_or_else(|| self.ports.ids.next().to_string()),
            method: request.method().clone(),
            origin: request.headers().get(header::ORIGIN).cloned(),
            wants_problem: names(request, &header::ACCEPT, "application/problem+json"),
            wants_gzip: gzip::is_wanted(request.headers()),
        };
        request.set_data(ClientAddress(sender.address));
        request.set_data(self.ports.clone());
        request.set_data(self.limits.clone());
        arrival
    }

    async fn run(&self, mut request: Request) -> poem::Result<Response> {
        if request.method() == Method::HEAD {
            // The server loop leaves the body out and keeps its length.
            request.set_method(Method::GET);
        }
        if !path::is_text(&request) {
            return Err(Failure::from(Error::NotFound).into());
        }
        path::tolerate_trailing_slash(&mut request);
        let request = guard::within(self.patience, body::prepare(request)).await?;
        self.routes.call(request).await
    }

    fn explain(&self, arrival: &Arrival, failure: &Failure, hit: &Hit) -> Response {
        failure.report(&arrival.request_id);
        let allow = match failure.code() {
            StatusCode::METHOD_NOT_ALLOWED => self.methods.allowed(&hit.route),
            _ => None,
        };
        let mut response = match allow {
            Some(_) if arrival.method == Method::OPTIONS => StatusCode::NO_CONTENT.into(),
            _ => failure.answer(arrival.wants_problem, &arrival.request_id),
        };
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        response
    }

    fn add_headers(&self, arrival: &Arrival, response: &mut Response) {
        self.origins.grant(arrival.origin.as_ref(), response);
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::try_from(&arrival.request_id) {
            headers.insert(request_id::NAME, id);
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert_with(|| HeaderValue::from_static("no-store"));
    }

    /// Neither path nor query is written down: both can hold personal data and tokens.
    fn note(&self, arrival: &Arrival, response: &Response, hit: &Hit) {
        let took = arrival.started.elapsed();
        self.metrics.count(&arrival.method, hit, response.status(), took);
        tracing::info!(
            target: "laurel::access",
            method = metrics::name_of(&arrival.method),
            route = &*hit.route,
            operation = hit.operation,
            status = response.status().as_u16(),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = arrival.request_id,
            "request"
        );
    }
}

fn names(request: &Request, header: &header::HeaderName, wanted: &str) -> bool {
    let texts = request.headers().get_all(header).into_iter().filter_map(|it| it.to_str().ok());
    texts.flat_map(|it| it.split(',')).any(|it| {
        it.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case(wanted))
    })
}

impl Endpoint for App {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.edge.answer(request).await)
    }
}

#[cfg(test)]
mod tests;
