//! HTTP as a test speaks it.

#![expect(clippy::disallowed_methods, reason = "tests make up their own addresses")]

use std::fmt;
use std::future::{Future, IntoFuture};
use std::net::Ipv4Addr;
use std::pin::Pin;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

const FORWARDED: &str = "x-forwarded-for";

/// Calls one server. Not to be shared between tests: its connections die with a test's runtime.
#[derive(Clone)]
pub struct Client {
    site: String,
    http: reqwest::Client,
}

impl Client {
    pub fn of(site: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { site: site.to_owned(), http }
    }

    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    pub fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    pub fn put(&self, path: &str) -> Call {
        self.call("PUT", path)
    }

    pub fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    /// `path` with its query, percent-encoded.
    pub fn call(&self, method: &str, path: &str) -> Call {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        Call { request: self.http.request(method, format!("{}{path}", self.site)) }
    }

    /// Signs in by `kind`'s path (`admin`, `seller`, `customer`) of a store: an access token.
    pub async fn login(&self, store: &str, kind: &str, name: &str, password: &str) -> String {
        let answer = self.sign_in(store, kind, name, password).await.must(200);
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    /// The sign-in itself, whatever its answer.
    pub fn sign_in(&self, store: &str, kind: &str, name: &str, password: &str) -> Call {
        let path = format!("/api/{store}/{kind}/login_check");
        self.post(&path).form(&[("_username", name), ("_password", password)])
    }

    /// The demo's administrator who may do everything.
    pub async fn admin(&self) -> String {
        self.login("DEFAULT", "admin", "admin", "open").await
    }
}

/// A call in the making; awaited, it is made.
#[must_use]
pub struct Call {
    request: RequestBuilder,
}

impl Call {
    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn key(self, key: &str) -> Self {
        self.header("x-auth-token", key)
    }

    pub fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value) }
    }

    /// A form body of these pairs.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(self, pairs: &[(K, V)]) -> Self {
        let pairs: Vec<_> =
            pairs.iter().map(|(key, value)| (key.as_ref(), value.as_ref())).collect();
        Self { request: self.request.form(&pairs) }
    }

    /// A form body exactly as written.
    pub fn form_text(self, body: &str) -> Self {
        self.body("application/x-www-form-urlencoded", body)
    }

    pub fn multipart(self, pairs: &[(&str, &str)]) -> Self {
        let form = pairs.iter().fold(reqwest::multipart::Form::new(), |form, (key, value)| {
            form.text((*key).to_owned(), (*value).to_owned())
        });
        Self { request: self.request.multipart(form) }
    }

    /// A multipart body of one file.
    pub fn file(self, field: &str, name: &str, bytes: &[u8]) -> Self {
        let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part(field.to_owned(), part);
        Self { request: self.request.multipart(form) }
    }

    /// A multipart body with one file. An empty media type is not sent.
    pub fn typed_file(self, name: &str, media_type: &str, bytes: Vec<u8>) -> Self {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("file");
        let part = match media_type {
            "" => part,
            named => part.mime_str(named).expect("a media type"),
        };
        let form = reqwest::multipart::Form::new().part(name.to_owned(), part);
        Self { request: self.request.multipart(form) }
    }

    pub fn json(self, body: &Value) -> Self {
        Self { request: self.request.json(body) }
    }

    pub fn body(self, content_type: &str, body: &str) -> Self {
        let request = self.request.header(CONTENT_TYPE, content_type).body(body.to_owned());
        Self { request }
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.made().await.unwrap_or_else(|error| panic!("{error}")) })
    }
}

impl Call {
    /// The whole answer, if one came: a server that is killed gives none.
    pub async fn attempt(self) -> Option<Answer> {
        self.made().await.ok()
    }

    /// Comes from an address that nobody else has, unless it names one, so that the server's
    /// budgets for each client are not shared by tests.
    async fn made(self) -> Result<Answer, String> {
        let (http, request) = self.request.build_split();
        let mut request = request.expect("a well-formed call");
        if !request.headers().contains_key(FORWARDED) {
            let [a, b, c, ..] = *Uuid::new_v4().as_bytes();
            let address = Ipv4Addr::new(10, a, b, c).to_string();
            let value = HeaderValue::from_str(&address).expect("digits and dots");
            request.headers_mut().insert(FORWARDED, value);
        }
        let call = format!("{} {}", request.method(), request.url().path());
        let failed = |error: reqwest::Error| format!("{call}: {error}");
        let response = http.execute(request).await.map_err(failed)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await.map_err(failed)?;
        Ok(Answer { call, status, headers, body: body.to_vec() })
    }
}

#[derive(Clone)]
pub struct Answer {
    /// Method and path of the call.
    pub call: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// This answer, which must have `status`.
    #[expect(clippy::return_self_not_must_use, reason = "the status may be all that matters")]
    #[track_caller]
    pub fn must(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body as JSON; an empty body is null.
    #[track_caller]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).unwrap_or_else(|it| panic!("{it} in {self:?}"))
    }

    /// A header, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().expect("a readable header"))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.call, self.status, String::from_utf8_lossy(&self.body))
    }
}
