//! Any other gateway: a request made from templates.

use std::fmt::Display;

use application::ports::{Envelope, SendError, SmsChannel, SmsMessage};
use async_trait::async_trait;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};

use super::super::http::{ask, client};
use super::{PATIENCE, sender};

/// What a template may cost.
const FUEL: u64 = 10_000;

/// Values are encoded for URLs and forms.
const ENCODED: AutoEscape = AutoEscape::Custom(std::borrow::Cow::Borrowed("form"));

/// Templates may name `to`, `text`, `sender`, `id` (the same for every try), `account`, `token`.
/// Values are encoded for where they stand: in the address and in a form they are
/// percent-encoded, in a JSON body they are JSON strings with their quotes.
#[derive(Clone)]
pub struct HttpGatewayOptions {
    /// `POST`
    pub method: String,
    pub url: String,
    /// `Name: value` each.
    pub headers: Vec<String>,
    /// Not sent when it is empty.
    pub body: String,
    /// The statuses that are success; empty: every 2xx.
    pub success: Vec<u16>,
    pub account: String,
    pub token: String,
    /// Empty: the programme's name.
    pub sender: String,
}

/// What is wrong with the templates. Says nothing of what is in them.
#[derive(Debug, thiserror::Error)]
#[error("{0} of the SMS gateway cannot be used: {1}")]
pub struct BadGateway(&'static str, String);

pub struct HttpGateway {
    client: Client,
    method: Method,
    environment: Environment<'static>,
    headers: Vec<HeaderName>,
    /// The name of the body's template.
    body: &'static str,
    success: Vec<u16>,
    account: String,
    token: String,
    sender: String,
}

struct Request {
    url: Url,
    headers: HeaderMap,
    body: String,
}

impl HttpGateway {
    /// Makes one request, so that mistakes are found at the start, but sends none.
    pub fn new(options: HttpGatewayOptions) -> Result<Self, BadGateway> {
        let HttpGatewayOptions { method, url, headers, body, success, account, token, sender } =
            options;
        let method = Method::from_bytes(method.as_bytes());
        let mut gateway = Self {
            client: client(PATIENCE, |it| it),
            method: method.map_err(|_| bad("the method", &"it is not one"))?,
            environment: environment(),
            headers: Vec::new(),
            body: "",
            success,
            account,
            token,
            sender,
        };
        let mut has_json = false;
        for (number, header) in headers.iter().enumerate() {
            let split = header.split_once(':');
            let named = split.map(|(name, value)| (HeaderName::try_from(name.trim()), value));
            let Some((Ok(name), value)) = named else {
                return Err(bad("a header", &"it is not one"));
            };
            has_json |= name == "content-type" && value.to_ascii_lowercase().contains("json");
            gateway.headers.push(name);
            gateway.add(&header_name(number), value.trim(), "a header")?;
        }
        gateway.add("url", &url, "the address")?;
        gateway.body = if has_json { "body.json" } else { "body.form" };
        gateway.add(gateway.body, &body, "the body")?;
        let example = SmsMessage { to: "1".into(), sender: "1".into(), text: "1".into() };
        gateway.request("1", &example)?;
        Ok(gateway)
    }

    fn add(&mut self, name: &str, text: &str, what: &'static str) -> Result<(), BadGateway> {
        let added = self.environment.add_template_owned(name.to_owned(), text.to_owned());
        added.map_err(|error| bad(what, &error.kind()))
    }

    fn request(&self, id: &str, sms: &SmsMessage) -> Result<Request, BadGateway> {
        let values = Value::from_pairs([
            ("to", &*sms.to),
            ("text", &*sms.text),
            ("sender", &*sender(&self.sender, sms)),
            ("id", id),
            ("account", &*self.account),
            ("token", &*self.token),
        ]);
        let render = |name: &str, what| {
            let template = self.environment.get_template(name);
            let rendered = template.and_then(|it| it.render(values.clone()));
            rendered.map_err(|error| bad(what, &error.kind()))
        };
        let mut headers = HeaderMap::new();
        for (number, name) in self.headers.iter().enumerate() {
            let value = HeaderValue::try_from(render(&header_name(number), "a header")?);
            headers.append(name, value.map_err(|_| bad("a header", &"it is not one"))?);
        }
        let url = Url::parse(&render("url", "the address")?);
        Ok(Request {
            url: url.map_err(|_| bad("the address", &"it is not one"))?,
            headers,
            body: render(self.body, "the body")?,
        })
    }
}

fn bad(what: &'static str, why: &dyn Display) -> BadGateway {
    BadGateway(what, why.to_string())
}

fn header_name(number: usize) -> String {
    format!("header {number}")
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| match name {
        "url" | "body.form" => ENCODED,
        "body.json" => AutoEscape::Json,
        _ => AutoEscape::None,
    });
    environment.set_formatter(|out: &mut Output, state: &mut State, value: &Value| {
        if *state.auto_escape() != ENCODED {
            return minijinja::escape_formatter(out, state, value);
        }
        if value.is_undefined() {
            return Err(ErrorKind::UndefinedError.into());
        }
        let encoded = minijinja::filters::urlencode(value)?;
        out.write_str(&encoded).map_err(Into::into)
    });
    environment
}

#[async_trait]
impl SmsChannel for HttpGateway {
    async fn send(&self, envelope: &Envelope, sms: &SmsMessage) -> Result<(), SendError> {
        let made = self.request(&envelope.mark, sms);
        let made = made.map_err(|error| SendError::Never(error.to_string()))?;
        let mut request = self.client.request(self.method.clone(), made.url);
        request = request.headers(made.headers);
        if !made.body.is_empty() {
            request = request.body(made.body);
        }
        let answer = ask(request).await?;
        let accepted = if self.success.is_empty() {
            answer.status.is_success()
        } else {
            self.success.contains(&answer.status.as_u16())
        };
        if accepted { Ok(()) } else { Err(answer.refusal(None)) }
    }

    /// There is nothing to ask: what is wrong with the templates was found at the start.
    async fn check(&self) -> Result<(), SendError> {
        Ok(())
    }
}
