//! How many requests, how they ended and how long they took, by method and route.

use std::sync::Arc;
use std::time::Duration;

use application::ports::{QueueDepth, Reconciliation};
use domain::Timestamp;
use poem::PathPattern;
use poem::http::{Method, StatusCode};
use poem_openapi::OperationId;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Seconds; a point read takes well under the first, a password about the fifth.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// The route that a request was matched with.
pub(super) struct Hit {
    pub(super) route: Arc<str>,
    pub(super) operation: Option<&'static str>,
}

impl Hit {
    pub(super) fn of(pattern: Option<&PathPattern>, operation: Option<&OperationId>) -> Self {
        let route = pattern.map_or_else(|| "unmatched".into(), |it| it.0.clone());
        Self { route, operation: operation.map(|it| it.0) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ending {
    method: &'static str,
    route: Arc<str>,
    status: &'static str,
}

pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Ending, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    jobs_waiting: Gauge,
    jobs_dead: Gauge,
    oldest_job: Gauge,
    differences: Gauge,
    checked: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let requests = Family::<Ending, Counter>::default();
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        let seconds = Family::new_with_constructor(histogram);
        let mut registry = Registry::with_prefix("laurel");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        let gauge = || Gauge::default();
        let (jobs_waiting, jobs_dead, oldest_job) = (gauge(), gauge(), gauge());
        registry.register("jobs_waiting", "Jobs still to be done", jobs_waiting.clone());
        registry.register("jobs_dead", "Jobs given up", jobs_dead.clone());
        let about = "Seconds that the longest-waiting job is overdue";
        registry.register("oldest_job_seconds", about, oldest_job.clone());
        let (differences, checked) = (gauge(), gauge());
        let about = "Balances and totals that are not what they should follow from";
        registry.register("ledger_differences", about, differences.clone());
        let about = "Seconds since all balances and totals were checked last; -1: never yet";
        registry.register("ledger_checked_seconds", about, checked.clone());
        checked.set(-1);
        Self {
            registry,
            requests,
            seconds,
            jobs_waiting,
            jobs_dead,
            oldest_job,
            differences,
            checked,
        }
    }

    pub(super) fn count(&self, method: &Method, hit: &Hit, status: StatusCode, took: Duration) {
        let (method, route) = (name_of(method), hit.route.clone());
        let ending = Ending { method, route: route.clone(), status: class(status) };
        self.requests.get_or_create(&ending).inc();
        self.seconds.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }

    /// What is to be done at `now`, as of the last scrape.
    pub(crate) fn note_jobs(&self, depth: QueueDepth, now: Timestamp) {
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.jobs_waiting.set(whole(depth.waiting));
        self.jobs_dead.set(whole(depth.dead));
        let overdue = depth.oldest_due.map_or(0, |it| (now - it).num_seconds().max(0));
        self.oldest_job.set(overdue);
    }

    /// What the check in the background found, as of the last scrape.
    pub(crate) fn note_check(&self, run: &Reconciliation, now: Timestamp) {
        let found = run.differences.max(run.found);
        self.differences.set(i64::try_from(found).unwrap_or(i64::MAX));
        let ago = run.finished_at.map_or(-1, |it| (now - it).num_seconds().max(0));
        self.checked.set(ago);
    }

    /// In the `OpenMetrics` text format.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        text::encode(&mut text, &self.registry).expect("writing into a String cannot fail");
        text
    }
}

/// Callers can invent methods; metrics cannot hold them all.
pub(super) fn name_of(method: &Method) -> &'static str {
    let known = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::HEAD,
        Method::OPTIONS,
        Method::PATCH,
    ];
    let names = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"];
    let found = known.iter().zip(names).find(|(it, _)| *it == method);
    found.map_or("OTHER", |(_, name)| name)
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        0..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}
