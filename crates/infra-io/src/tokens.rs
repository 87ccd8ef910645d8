//! Access tokens: JSON Web Tokens signed with RS256 (decision 9).

mod payload;
#[cfg(test)]
mod tests;

use application::ports::{BadToken, Claims, Tokens};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::ids::SessionId;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use moka::sync::Cache;
use serde_json::json;
use sha2::{Digest, Sha256};

use self::payload::{Issued, NAME, Read};

/// How many verified tokens are remembered.
const REMEMBERED: u64 = 10_000;

pub struct Rs256Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    header: Header,
    validation: Validation,
    jwks: String,
    /// Tokens whose signature was found right, by their digest: checking one costs more than the
    /// rest of a small request.
    verified: Cache<[u8; 32], Verified>,
}

#[derive(Clone, Copy)]
struct Verified {
    session: SessionId,
    /// In seconds since 1970.
    expires_at: i64,
}

impl Rs256Tokens {
    /// `None` unless `pem` is an RSA private key of 2048 bits or more.
    pub(crate) fn from_pem(pem: &[u8]) -> Option<Self> {
        let signing = EncodingKey::from_rsa_pem(pem).ok()?;
        let public = Jwk::from_encoding_key(&signing, Algorithm::RS256).ok()?;
        let AlgorithmParameters::RSA(key) = &public.algorithm else { return None };
        // RFC 7638: the same key has the same name wherever it is used.
        let kid = public.thumbprint(ThumbprintHash::SHA256).ok()?;
        let jwks = json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": key.n, "e": key.e,
        }]});
        let header = Header { kid: Some(kid), ..Header::new(Algorithm::RS256) };
        Some(Self {
            checking: DecodingKey::from_rsa_components(&key.n, &key.e).ok()?,
            signing,
            header,
            validation: validation(),
            jwks: jwks.to_string(),
            verified: Cache::new(REMEMBERED),
        })
    }

    /// The token's session and expiry, if its signature, issuer and audience are ours.
    fn verify(&self, token: &str) -> Option<Verified> {
        let read = decode::<Read>(token, &self.checking, &self.validation).ok()?;
        // A header that lists critical extensions asks for what we do not understand.
        let ours = read.header.kid == self.header.kid && read.header.crit.is_none();
        let Read { sid, exp } = read.claims;
        ours.then_some(Verified { session: SessionId(sid), expires_at: exp })
    }
}

impl Tokens for Rs256Tokens {
    fn issue(&self, claims: &Claims) -> String {
        encode(&self.header, &Issued::from(claims), &self.signing)
            .expect("the key was checked when it was read, and claims are plain values")
    }

    fn read(&self, token: &str, now: Timestamp) -> Result<SessionId, BadToken> {
        let digest = Sha256::digest(token).into();
        let known = self.verified.get(&digest);
        let verified = known.or_else(|| self.verify(token)).ok_or(BadToken::Invalid)?;
        if verified.expires_at <= now.timestamp() {
            self.verified.invalidate(&digest);
            return Err(BadToken::Expired);
        }
        if known.is_none() {
            self.verified.insert(digest, verified);
        }
        Ok(verified.session)
    }

    fn jwks(&self) -> String {
        self.jwks.clone()
    }
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[NAME]);
    validation.set_audience(&[NAME]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    // The library would ask the system clock; `read` is told the time.
    validation.validate_exp = false;
    validation.leeway = 0;
    validation
}

/// A new RSA key of 2048 bits: PKCS#8 in PEM.
pub(crate) fn fresh_signing_key() -> String {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("RSA keys can be made while memory lasts");
    let der: Pkcs8V1Der = key.as_der().expect("a key that was just made can be written down");
    let text = STANDARD.encode(der.as_ref());
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
    for line in lines {
        pem.push_str(&line);
        pem.push('\n');
    }
    pem + "-----END PRIVATE KEY-----\n"
}
