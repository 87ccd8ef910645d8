//! Tokens that are good for nothing.

use application::ports::{Claims, Clock, Tokens};
use chrono::TimeDelta;
use domain::account::User;
use domain::ids::CustomerId;
use domain::store::StoreCode;
use infra_io::{Keyring, SystemClock};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use laurel_tests::client::Client;
use laurel_tests::server::Server;
use laurel_tests::world::{Store, unique};
use serde_json::Value;

/// `{"alg":"none","typ":"JWT"}`
const ALG_NONE: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

/// All of them are of customers of `store`, most of somebody who is signed in.
pub(super) async fn dead_tokens(
    server: &Server,
    client: &Client,
    store: &Store,
) -> Vec<(&'static str, String)> {
    let deactivated = store.a_member().await;
    let path = store.path(&format!("admin/customer/{}/deactivate", deactivated.id));
    client.post(&path).token(&store.admin).await.must(204);

    let member = store.a_member().await;
    let (signed, signature) = member.token.rsplit_once('.').unwrap();
    let (_, payload) = signed.split_once('.').unwrap();
    let ours = Keyring::open(&server.data).unwrap();
    let now = SystemClock.now();
    let mut claims = Claims {
        session: ours.tokens.read(&member.token, now).unwrap(),
        user: User::Customer(CustomerId::parse(&member.id).unwrap()),
        store: Some(StoreCode::parse(&store.code).unwrap()),
        username: member.email.clone(),
        rights: None,
        last_login_at: None,
        issued_at: now - TimeDelta::hours(1),
        expires_at: now + TimeDelta::hours(1),
        token_id: uuid::Uuid::from_u128(1),
    };
    // What makes the others bad is only what is done to them.
    let good = ours.tokens.issue(&claims);
    client.get(&store.path("customer/level")).token(&good).await.must(200);

    let theirs = Keyring::open(&server.data.join(unique())).unwrap();
    let by_another_key = theirs.tokens.issue(&claims);
    claims.expires_at = now - TimeDelta::seconds(1);
    let expired = ours.tokens.issue(&claims);
    vec![
        ("somebody deactivated", deactivated.token),
        ("an expired token", expired),
        ("a token of another installation", by_another_key),
        ("a token with a changed signature", format!("{signed}.{}", changed(signature))),
        ("a token without a signature", format!("{signed}.")),
        ("a token of algorithm none", format!("{ALG_NONE}.{payload}.")),
        ("a token signed with the public key", by_public_key(payload, &ours)),
        ("no token at all", "x".to_owned()),
    ]
}

fn changed(signature: &str) -> String {
    let (first, rest) = signature.split_at(1);
    format!("{}{rest}", if first == "A" { "B" } else { "A" })
}

/// HS256 with the text of the public key as its secret.
fn by_public_key(payload: &str, ours: &Keyring) -> String {
    let keys: Value = serde_json::from_str(&ours.tokens.jwks()).unwrap();
    let key = &keys["keys"][0];
    let kid = key["kid"].as_str().unwrap().to_owned();
    let header = Header { kid: Some(kid), ..Header::new(Algorithm::HS256) };
    let secret = EncodingKey::from_secret(key["n"].as_str().unwrap().as_bytes());
    encode(&header, &super::super::sessions::decoded(payload), &secret).unwrap()
}
