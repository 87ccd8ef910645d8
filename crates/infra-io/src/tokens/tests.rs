//! Which tokens are believed, and which are not.

use std::sync::LazyLock;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::access::{Access, Resource, Rights};
use domain::account::User;
use domain::ids::{AdminId, CustomerId};
use domain::store::StoreCode;
use serde_json::Value;
use uuid::Uuid;

use super::*;

/// Making keys is slow: every test shares these two.
static OURS: LazyLock<(String, Rs256Tokens)> = LazyLock::new(key);
static THEIRS: LazyLock<(String, Rs256Tokens)> = LazyLock::new(key);

const SESSION: SessionId = SessionId(Uuid::from_u128(1));

fn key() -> (String, Rs256Tokens) {
    let pem = fresh_signing_key();
    let tokens = Rs256Tokens::from_pem(pem.as_bytes()).unwrap();
    (pem, tokens)
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn claims() -> Claims {
    Claims {
        session: SESSION,
        user: User::Admin(AdminId(Uuid::from_u128(2))),
        store: None,
        username: "admin".to_owned(),
        rights: Some(Rights::Granted([(Resource::Customer, Access::Modify)].into())),
        last_login_at: None,
        issued_at: now(),
        expires_at: now() + TimeDelta::hours(1),
        token_id: Uuid::from_u128(3),
    }
}

fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// A token with our key, after a change to its header and payload.
fn signed(change: impl FnOnce(&mut Header, &mut Value)) -> String {
    let (pem, tokens) = &*OURS;
    let mut header = tokens.header.clone();
    let mut body = serde_json::to_value(Issued::from(&claims())).unwrap();
    change(&mut header, &mut body);
    encode(&header, &body, &EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap()).unwrap()
}

fn without(claim: &'static str) -> String {
    signed(|_, body| {
        body.as_object_mut().unwrap().remove(claim);
    })
}

fn with(claim: &'static str, value: impl Into<Value>) -> String {
    signed(|_, body| body[claim] = value.into())
}

#[test]
fn a_token_of_ours_names_its_session_until_it_expires() {
    let tokens = &OURS.1;
    let token = tokens.issue(&claims());
    // Twice: the second answer comes from memory.
    for _ in 0..2 {
        assert_eq!(tokens.read(&token, now()), Ok(SESSION));
    }
    assert_eq!(tokens.read(&token, now() + TimeDelta::seconds(3_599)), Ok(SESSION));
    for late in [3_600, 3_601, 1_000_000] {
        let answer = tokens.read(&token, now() + TimeDelta::seconds(late));
        assert_eq!(answer, Err(BadToken::Expired), "{late}");
    }
}

#[test]
fn forged_tokens_are_invalid() {
    let tokens = &OURS.1;
    let good = signed(|_, _| ());
    assert_eq!(tokens.read(&good, now()), Ok(SESSION), "the table below starts from a good one");
    let parts: Vec<_> = good.split('.').collect();
    let [head, body, mark] = parts[..] else { panic!("three parts") };
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let other_body = URL_SAFE_NO_PAD.encode(payload(&good).to_string().replace("admin", "root"));
    let hs256 = |secret: &[u8]| {
        let header = Header { alg: Algorithm::HS256, ..tokens.header.clone() };
        encode(&header, &payload(&good), &EncodingKey::from_secret(secret)).unwrap()
    };
    let theirs = |header: &Header| {
        let key = EncodingKey::from_rsa_pem(THEIRS.0.as_bytes()).unwrap();
        encode(header, &payload(&good), &key).unwrap()
    };
    let their_key: Jwk = serde_json::from_value(
        serde_json::from_str::<Value>(&THEIRS.1.jwks()).unwrap()["keys"][0].clone(),
    )
    .unwrap();
    let own_key = Header { jwk: Some(their_key), ..tokens.header.clone() };
    let rs384 = signed(|header, _| header.alg = Algorithm::RS384);
    for (what, token) in [
        ("no algorithm", format!("{none}.{body}.")),
        ("no algorithm, our mark", format!("{none}.{body}.{mark}")),
        ("the key set as a shared secret", hs256(tokens.jwks().as_bytes())),
        ("the key file as a shared secret", hs256(OURS.0.as_bytes())),
        ("an empty shared secret", hs256(b"")),
        ("another RSA algorithm", rs384),
        ("another key under our name", theirs(&tokens.header)),
        ("another key under its own name", theirs(&THEIRS.1.header)),
        ("another key in the header", theirs(&own_key)),
        ("our key under another name", signed(|header, _| header.kid = Some("x".to_owned()))),
        ("our key without its name", signed(|header, _| header.kid = None)),
        ("critical extensions", signed(|header, _| header.crit = Some(vec!["x".to_owned()]))),
        ("another issuer", with("iss", "somebody")),
        ("another audience", with("aud", "somebody")),
        ("no issuer", without("iss")),
        ("no audience", without("aud")),
        ("no subject", without("sub")),
        ("no expiry", without("exp")),
        ("no session", without("sid")),
        ("an expiry in words", with("exp", "tomorrow")),
        ("a session that is no id", with("sid", "x")),
        ("another payload under our mark", format!("{head}.{other_body}.{mark}")),
        ("no mark", format!("{head}.{body}.")),
        ("two parts", format!("{head}.{body}")),
        ("four parts", format!("{good}.{mark}")),
        ("garbage", "garbage".to_owned()),
        ("nothing", String::new()),
    ] {
        assert_eq!(tokens.read(&token, now()), Err(BadToken::Invalid), "{what}");
    }
}

#[test]
fn a_forged_token_is_invalid_even_when_it_is_expired_too() {
    let late = now() + TimeDelta::days(1);
    assert_eq!(OURS.1.read(&with("iss", "x"), late), Err(BadToken::Invalid));
}

#[test]
fn a_token_tells_its_caller_who_he_is() {
    let administrator = payload(&OURS.1.issue(&claims()));
    assert_eq!(
        administrator,
        json!({
            "iss": "laurel", "aud": "laurel",
            "sub": "00000000-0000-0000-0000-000000000002",
            "exp": now().timestamp() + 3_600, "iat": now().timestamp(),
            "jti": "00000000-0000-0000-0000-000000000003",
            "sid": "00000000-0000-0000-0000-000000000001",
            "username": "admin", "roles": ["ROLE_ADMIN"],
            "id": "00000000-0000-0000-0000-000000000002",
            "lastLoginAt": null,
            "permissions": { "CUSTOMER": ["VIEW", "MODIFY"] },
            "superAdmin": false,
        })
    );
    let john = payload(&OURS.1.issue(&Claims {
        user: User::Customer(CustomerId(Uuid::from_u128(2))),
        store: Some(StoreCode::default_store()),
        rights: None,
        last_login_at: Some(now()),
        ..claims()
    }));
    assert_eq!(john["roles"], json!(["ROLE_PARTICIPANT"]));
    assert_eq!(john["store"], "DEFAULT");
    assert_eq!(john["permissions"], json!({}));
    assert_eq!(john["lastLoginAt"], "2026-11-23T10:00:00+0000");
    let master = payload(&OURS.1.issue(&Claims { rights: Some(Rights::Master), ..claims() }));
    assert_eq!(master["superAdmin"], true);
    assert_eq!(master["permissions"].as_object().unwrap().len(), Resource::TABLE.len());
}

#[test]
fn the_key_set_checks_our_tokens() {
    let set: jsonwebtoken::jwk::JwkSet = serde_json::from_str(&OURS.1.jwks()).unwrap();
    let token = OURS.1.issue(&claims());
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(set.find(&kid).unwrap()).unwrap();
    assert!(decode::<Read>(&token, &key, &validation()).is_ok());
    assert!(!OURS.1.jwks().contains("\"d\""));
}
