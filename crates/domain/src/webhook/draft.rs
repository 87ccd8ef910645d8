//! Endpoints and replays as submitted.

use chrono_tz::Tz;

use super::{Endpoint, Topic};
use crate::Timestamp;
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::time::parse_instant;

/// The wire's words for a bad address.
pub const NOT_URL: &str = "This value is not a valid URL.";

const BY_SETTINGS: &str = "This value is kept by the settings.";

/// The longest address and the longest value of a header, in bytes.
const LONGEST: usize = 2_000;

/// The longest name of a header, in bytes.
const LONGEST_NAME: usize = 255;

/// Headers that deliveries have anyway, in lower case.
const RESERVED: [&str; 11] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// What an endpoint's owner decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointTerms {
    pub url: String,
    pub topics: Vec<Topic>,
    pub active: bool,
    pub header: Option<(String, String)>,
}

/// An endpoint as submitted. On creation `url` is required; on a change everything may be left out
/// and stays.
#[derive(Clone, Debug, Default)]
pub struct EndpointDraft {
    pub shape: Shape,
    pub url: Given,
    /// Empty: all.
    pub events: GivenGroup<Vec<Given>>,
    pub active: Given,
    pub header_name: Given,
    pub header_value: Given,
}

impl EndpointDraft {
    /// A new endpoint's terms: active, and of every event, unless the draft says otherwise.
    /// `accepts` knows the addresses that deliveries may go to.
    pub fn open(&self, accepts: impl Fn(&str) -> bool) -> Result<EndpointTerms, FormErrors> {
        let nothing =
            EndpointTerms { url: String::new(), topics: vec![], active: true, header: None };
        self.check(self.shape, None, nothing, accepts)
    }

    /// The terms of `endpoint` after this change.
    pub fn change(
        &self,
        endpoint: &Endpoint,
        accepts: impl Fn(&str) -> bool,
    ) -> Result<EndpointTerms, FormErrors> {
        let Endpoint { url, topics, active, header, .. } = endpoint.clone();
        let stored = EndpointTerms { url, topics, active, header };
        self.check(self.shape.of_update(), Some(endpoint), stored, accepts)
    }

    fn check(
        &self,
        shape: Shape,
        endpoint: Option<&Endpoint>,
        mut terms: EndpointTerms,
        accepts: impl Fn(&str) -> bool,
    ) -> Result<EndpointTerms, FormErrors> {
        let mut errors = FormErrors::default();
        if !shape.report(&mut errors) {
            if endpoint.is_none() {
                errors.field("url", message::BLANK);
            }
            return Err(errors);
        }
        if endpoint.is_some_and(|it| it.from_settings) {
            self.refuse_what_settings_keep(&mut errors);
        } else {
            let url = self.url.or_stored(endpoint.map(|it| it.url.as_str()));
            let reachable = |raw: &str| {
                let is_sound = raw.len() <= LONGEST && accepts(raw);
                if is_sound { Ok(raw.to_owned()) } else { Err(NOT_URL) }
            };
            if self.url.is_present() || endpoint.is_none() {
                terms.url = url.required("url", &mut errors, reachable).unwrap_or_default();
            }
            terms.header = self.header(terms.header, &mut errors);
        }
        match &self.events {
            GivenGroup::Absent => {}
            GivenGroup::Empty => terms.topics = vec![],
            GivenGroup::Members(events) => terms.topics = topics(events, &mut errors),
            GivenGroup::Malformed => errors.field("events", message::NOT_VALID),
        }
        if self.active.is_present() {
            terms.active = self.active.checked("active", &mut errors);
        }
        errors.none()?;
        Ok(terms)
    }

    fn refuse_what_settings_keep(&self, errors: &mut FormErrors) {
        let kept = [
            ("url", &self.url),
            ("headerName", &self.header_name),
            ("headerValue", &self.header_value),
        ];
        for (path, _) in kept.into_iter().filter(|(_, given)| given.is_present()) {
            errors.field(path, BY_SETTINGS);
        }
    }

    /// Both parts or none. An empty name takes the header away.
    fn header(
        &self,
        stored: Option<(String, String)>,
        errors: &mut FormErrors,
    ) -> Option<(String, String)> {
        let (stored_name, stored_value) = stored.unzip();
        let name = self.header_name.or_stored(stored_name.as_deref());
        let value = self.header_value.or_stored(stored_value.as_deref());
        if matches!(name, Given::Absent | Given::Empty) {
            if matches!(self.header_value, Given::Text(_) | Given::Malformed) {
                errors.field("headerName", message::BLANK);
            }
            return None;
        }
        let name = name.parsed("headerName", errors, header_name);
        let value = value.required("headerValue", errors, header_value);
        name.zip(value)
    }
}

/// A header's name that deliveries do not have anyway (RFC 9110, `token`).
pub fn header_name(raw: &str) -> Result<String, &'static str> {
    let legal = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    let lower = raw.to_ascii_lowercase();
    let reserved = RESERVED.contains(&lower.as_str()) || lower.starts_with("webhook-");
    let sound = (1..=LONGEST_NAME).contains(&raw.len()) && raw.bytes().all(legal) && !reserved;
    if sound { Ok(raw.to_owned()) } else { Err(message::NOT_VALID) }
}

/// A header's value: visible ASCII characters and blanks.
pub fn header_value(raw: &str) -> Result<String, &'static str> {
    let legal = |c: u8| c.is_ascii_graphic() || c == b' ';
    let sound = (1..=LONGEST).contains(&raw.len()) && raw.bytes().all(legal);
    if sound { Ok(raw.to_owned()) } else { Err(message::NOT_VALID) }
}

fn topics(events: &[Given], errors: &mut FormErrors) -> Vec<Topic> {
    let mut known = vec![];
    for (at, event) in events.iter().enumerate().filter(|(_, it)| **it != Given::Empty) {
        let topic = match event {
            Given::Text(raw) => Topic::parse(raw),
            Given::Absent | Given::Empty | Given::Malformed => None,
        };
        match topic {
            Some(topic) if !known.contains(&topic) => known.push(topic),
            Some(_) => {}
            None => errors.field(format!("events.{at}"), message::NOT_VALID),
        }
    }
    known
}

/// Which events are to be delivered once more.
#[derive(Clone, Debug, Default)]
pub struct ReplayDraft {
    pub shape: Shape,
    pub from: Given,
    pub until: Given,
}

impl ReplayDraft {
    /// The beginning, included, and the end, not included. Times without an offset are local to
    /// `zone`.
    pub fn check(&self, zone: Tz) -> Result<(Timestamp, Timestamp), FormErrors> {
        let mut errors = FormErrors::default();
        if matches!(self.shape, Shape::NotAGroup) {
            self.shape.report(&mut errors);
            return Err(errors);
        }
        self.shape.report(&mut errors);
        let instant = |raw: &str| parse_instant(raw, zone);
        let from = self.from.required("from", &mut errors, instant);
        let until = self.until.required("until", &mut errors, instant);
        let times = from.zip(until);
        if times.is_some_and(|(from, until)| until <= from) {
            errors.field("until", message::NOT_VALID);
        }
        errors.none()?;
        times.ok_or_else(FormErrors::default)
    }
}

#[cfg(test)]
mod tests;
