//! Signatures as Standard Webhooks 1.0 has them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with.
pub(super) const PREFIX: &str = "whsec_";

/// `v1,…` for each secret, with spaces between. `None` when a secret is not base64.
pub(super) fn signatures(secrets: &[String], id: &str, at: i64, body: &str) -> Option<String> {
    let signed = format!("{id}.{at}.{body}");
    let one = |secret: &String| {
        let key = STANDARD.decode(secret.strip_prefix(PREFIX).unwrap_or(secret)).ok()?;
        let keyed = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        let mark = keyed.chain_update(&signed).finalize().into_bytes();
        Some(format!("v1,{}", STANDARD.encode(mark)))
    };
    let all: Option<Vec<_>> = secrets.iter().map(one).collect();
    all.map(|all| all.join(" "))
}
