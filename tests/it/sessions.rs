//! Signing in, staying signed in, signing out, and permanent keys.

mod ends;
mod keys;
mod refresh;
mod sign_in;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use laurel_tests::client::{Answer, Call, Client};
use serde_json::Value;

/// A part of a token, unverified.
pub(crate) fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name} in {answer}"))
}

fn refresh(client: &Client, place: &str, token: &str) -> Call {
    client.post(&format!("/api/{place}token/refresh")).form(&[("refresh_token", token)])
}

#[track_caller]
fn refused(answer: Answer, status: u16, body: &Value) {
    assert_eq!(answer.must(status).json(), *body);
}
