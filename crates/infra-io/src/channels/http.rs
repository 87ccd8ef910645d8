//! HTTP as every way out uses it: no redirects, bounded in time and size, and silent about
//! addresses, which may hold keys.

use std::error::Error;
use std::time::Duration;

use application::ports::{Clock, SendError};
use chrono::{DateTime, TimeDelta};
use domain::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, StatusCode};
use rustls::{ClientConfig, RootCertStore};

use crate::clock::SystemClock;

/// How we introduce ourselves.
pub(super) const NAME: &str = concat!("Laurel/", env!("CARGO_PKG_VERSION"));

/// What is read of an answer's body.
const LONGEST: usize = 64 * 1024;

/// Nobody is made to wait longer.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// A client with `more` of one's own. It trusts the system's certificates; on a system without,
/// those of the browsers.
pub(super) fn client(timeout: Duration, more: impl Fn(ClientBuilder) -> ClientBuilder) -> Client {
    let common = || {
        let builder = Client::builder().user_agent(NAME).timeout(timeout).no_proxy();
        more(builder.redirect(Policy::none()))
    };
    let with_browsers = |_| common().tls_backend_preconfigured(browsers()).build();
    common().build().or_else(with_browsers).expect("nothing outside can make this fail")
}

fn browsers() -> ClientConfig {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .expect("the provider speaks the usual versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// What the other side said.
pub(super) struct Answer {
    pub status: StatusCode,
    retry_after: Option<TimeDelta>,
    body: Vec<u8>,
}

/// Sends a request and reads the answer, or as much of it as is bearable.
pub(super) async fn ask(request: RequestBuilder) -> Result<Answer, SendError> {
    let mut response = request.send().await.map_err(|error| unanswered(&error))?;
    let retry_after = retry_after(response.headers(), SystemClock.now());
    let status = response.status();
    let mut body = Vec::new();
    // The status is what counts: a body that breaks off is as good as none.
    while let Ok(Some(part)) = response.chunk().await {
        body.extend_from_slice(&part[..part.len().min(LONGEST - body.len())]);
        if body.len() == LONGEST {
            break;
        }
    }
    Ok(Answer { status, retry_after, body })
}

impl Answer {
    /// The body as JSON; null when it is something else.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// To be tried again.
    pub fn later(&self, reason: impl Into<String>) -> SendError {
        SendError::Later { reason: reason.into(), after: self.retry_after }
    }

    /// What an answer of a gateway that is no success means: `code` is the gateway's own.
    pub fn refusal(&self, code: Option<&str>) -> SendError {
        let status = self.status.as_u16();
        let code = code.map_or(String::new(), |code| format!(", code {code}"));
        let said = format!("the gateway answered {status}{code}");
        match status {
            // An operator can renew what the gateway knows us by, or pay.
            401..=403 | 408 | 425 | 429 | 500.. => self.later(said),
            _ => SendError::Never(said),
        }
    }
}

/// Why there is no answer.
fn unanswered(error: &reqwest::Error) -> SendError {
    if error.is_builder() {
        return SendError::Never("the request cannot be made from what is configured".to_owned());
    }
    if let Some(refusal) = refusal_to_connect(error) {
        return SendError::Never(refusal);
    }
    SendError::later(match () {
        () if error.is_timeout() => "no answer in time",
        () if error.is_connect() => "cannot connect",
        () => "the connection broke",
    })
}

/// Our own refusal, if that was the cause.
fn refusal_to_connect(error: &reqwest::Error) -> Option<String> {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let mut ours = causes.filter_map(|it| it.downcast_ref::<super::webhooks::NotPublic>());
    ours.next().map(ToString::to_string)
}

/// `Retry-After`: seconds, or a time (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<TimeDelta> {
    let written = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match written.parse::<u32>() {
        Ok(seconds) => TimeDelta::seconds(seconds.into()),
        Err(_) => DateTime::parse_from_rfc2822(written).ok()?.to_utc() - now,
    };
    (wait > TimeDelta::zero()).then(|| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_asked_for_in_seconds_or_until_a_time() {
        let now = DateTime::parse_from_rfc3339("2026-11-25T10:00:00Z").unwrap().to_utc();
        let asked = |written: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, written.parse().unwrap());
            retry_after(&headers, now).map(|it| it.num_seconds())
        };
        assert_eq!(asked("120"), Some(120));
        assert_eq!(asked("Wed, 25 Nov 2026 10:00:30 GMT"), Some(30));
        assert_eq!(asked("99999999"), Some(86_400));
        for none in ["0", "-5", "soon", "", "Wed, 25 Nov 2026 09:00:00 GMT"] {
            assert_eq!(asked(none), None, "{none}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn there_is_a_client_also_where_the_system_has_no_certificates() {
        let only = |builder: ClientBuilder| builder.tls_backend_preconfigured(browsers());
        client(Duration::from_secs(1), only);
        assert!(webpki_roots::TLS_SERVER_ROOTS.len() > 100);
    }
}
