//! Deliveries to a receiver that verifies, fails, waits, sends elsewhere and goes away.

use application::ports::Clock;
use chrono::TimeDelta;
use standardwebhooks::Webhook;
use tokio::net::TcpListener;

use super::super::receiver::{Receiver, Reply};
use super::*;
use crate::clock::SystemClock;

const BODY: &str = r#"{"type":"customer.updated","data":{"customerId":"ż"}}"#;

fn webhooks(allow_private_addresses: bool) -> Webhooks {
    Webhooks::new(WebhookOptions { allow_private_addresses, timeout: Duration::from_millis(500) })
}

fn delivery(url: &str, secrets: &[&str]) -> Delivery {
    Delivery {
        url: url.to_owned(),
        id: "msg_1".to_owned(),
        at: SystemClock.now(),
        body: BODY.to_owned(),
        secrets: secrets.iter().map(|it| (*it).to_owned()).collect(),
        header: None,
    }
}

async fn answered(replies: impl IntoIterator<Item = Reply>) -> (Result<(), SendError>, Receiver) {
    let receiver = Receiver::start(replies).await;
    let webhooks = webhooks(true);
    let delivery = delivery(&receiver.url("/hook?a=1"), &[&webhooks.fresh_secret()]);
    (webhooks.deliver(&delivery).await, receiver)
}

#[tokio::test]
async fn receivers_verify_deliveries_with_every_secret() {
    let receiver = Receiver::start([]).await;
    let webhooks = webhooks(true);
    let secrets = [webhooks.fresh_secret(), webhooks.fresh_secret()];
    let sent = delivery(&receiver.url("/hook?a=1"), &[&secrets[0], &secrets[1]]);
    let header = Some(("X-Key".to_owned(), "k".to_owned()));
    webhooks.deliver(&Delivery { header, ..sent }).await.unwrap();
    let [asked] = &receiver.asked()[..] else { panic!("one delivery") };
    assert_eq!((&*asked.method, &*asked.path, &*asked.body), ("POST", "/hook?a=1", BODY));
    assert_eq!(asked.header("content-type"), "application/json");
    assert_eq!(asked.header("user-agent"), concat!("Laurel/", env!("CARGO_PKG_VERSION")));
    assert_eq!(asked.header("webhook-id"), "msg_1");
    assert_eq!(asked.header("x-key"), "k");
    assert_eq!(asked.header("webhook-signature").split(' ').count(), 2);
    for secret in &secrets {
        let verifier = Webhook::new(secret).unwrap();
        verifier.verify(asked.body.as_bytes(), &asked.headers).unwrap();
        assert!(verifier.verify(b"another body", &asked.headers).is_err());
    }
    let stranger = Webhook::new(&webhooks.fresh_secret()).unwrap();
    assert!(stranger.verify(asked.body.as_bytes(), &asked.headers).is_err());
}

#[tokio::test]
async fn only_a_2xx_is_success_and_410_is_goodbye() {
    for status in [200, 202, 204] {
        assert_eq!(answered([Reply::new(status, "")]).await.0, Ok(()), "{status}");
    }
    for status in [400, 401, 404, 500] {
        let said = SendError::later(format!("the receiver answered {status}"));
        assert_eq!(answered([Reply::new(status, "secret")]).await.0, Err(said));
    }
    let gone = SendError::Gone("the receiver answered 410".to_owned());
    assert_eq!(answered([Reply::new(410, "")]).await.0, Err(gone));
    let busy = SendError::Later {
        reason: "the receiver answered 503".to_owned(),
        after: Some(TimeDelta::seconds(70)),
    };
    assert_eq!(answered([Reply::new(503, "").with("retry-after", "70")]).await.0, Err(busy));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Receiver::start([]).await;
    for status in [301, 302, 303, 307, 308] {
        let reply = Reply::new(status, "").with("location", elsewhere.url("/"));
        let (result, receiver) = answered([reply]).await;
        let said = SendError::later(format!("the receiver answered {status}"));
        assert_eq!(result, Err(said));
        assert_eq!(receiver.asked().len(), 1);
    }
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_is_tried_again() {
    let slow = Reply { delay: Duration::from_secs(30), ..Reply::new(200, "") };
    assert_eq!(answered([slow]).await.0, Err(SendError::later("no answer in time")));
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let secret = webhooks(true).fresh_secret();
    let result = webhooks(true).deliver(&delivery(&format!("http://{nobody}/"), &[&secret])).await;
    assert_eq!(result, Err(SendError::later("cannot connect")));
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let long = Reply::new(200, &"x".repeat(50_000_000));
    assert_eq!(answered([long]).await.0, Ok(()));
}

#[tokio::test]
async fn nothing_is_connected_to_in_our_own_network() {
    let receiver = Receiver::start([]).await;
    let port = receiver.address.port();
    let webhooks = webhooks(false);
    let secret = webhooks.fresh_secret();
    for host in [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "user:password@127.0.0.1",
        "%31%32%37.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
    ] {
        let url = format!("http://{host}:{port}/");
        assert!(!webhooks.accepts(&url), "{url}");
        let error = webhooks.deliver(&delivery(&url, &[&secret])).await.unwrap_err();
        assert_eq!(error, SendError::Never(NotPublic.to_string()), "{url}");
    }
    // A name is judged by what it leads to, when it is connected to.
    let named = webhooks.client.post(format!("http://localhost:{port}/"));
    let error = ask(named).await.err().expect("a refusal");
    assert_eq!(error, SendError::Never(NotPublic.to_string()));
    assert!(receiver.asked().is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_never_leaves() {
    let receiver = Receiver::start([]).await;
    let webhooks = webhooks(true);
    let secret = webhooks.fresh_secret();
    let with = |name: &str, value: &str| {
        let header = Some((name.to_owned(), value.to_owned()));
        Delivery { header, ..delivery(&receiver.url("/"), &[&secret]) }
    };
    for bad in [
        with("", "x"),
        with("a b", "x"),
        with("x", "a\nb"),
        with("Host", "x"),
        with("content-length", "0"),
        with("Transfer-Encoding", "chunked"),
        delivery(&receiver.url("/"), &["whsec_not base64"]),
        delivery("ftp://1.1.1.1/", &[&secret]),
        delivery("nowhere", &[&secret]),
    ] {
        let error = webhooks.deliver(&bad).await.unwrap_err();
        assert!(matches!(error, SendError::Never(_)), "{error:?}");
    }
    webhooks.deliver(&with("Webhook-Id", "other")).await.unwrap();
    let [asked] = &receiver.asked()[..] else { panic!("one delivery") };
    assert_eq!(asked.header("webhook-id"), "msg_1");
}

#[test]
fn addresses_of_the_public_web_are_accepted() {
    for (url, public, private) in [
        ("https://example.com/hook", true, true),
        ("http://8.8.8.8:8080/x?y=1", true, true),
        ("https://[2600::1]/", true, true),
        ("https://localhost.example/", true, true),
        ("https://app.localhost/", false, true),
        ("http://10.0.0.1/", false, true),
        ("ftp://example.com/", false, false),
        ("file:///etc/passwd", false, false),
        ("example.com", false, false),
        ("https://", false, false),
        ("", false, false),
    ] {
        assert_eq!(webhooks(false).accepts(url), public, "{url}");
        assert_eq!(webhooks(true).accepts(url), private, "{url}");
    }
}

#[test]
fn secrets_are_fresh_and_have_32_bytes() {
    let (one, other) = (webhooks(false).fresh_secret(), webhooks(false).fresh_secret());
    assert_ne!(one, other);
    let bytes = STANDARD.decode(one.strip_prefix("whsec_").unwrap()).unwrap();
    assert_eq!(bytes.len(), 32);
}

#[test]
fn a_body_says_what_happened_when_and_to_whom() {
    let at = Timestamp::UNIX_EPOCH + TimeDelta::microseconds(1_500_000);
    let body = webhooks(false).body("customer.updated", at, r#"{"b":1,"a":"ż"}"#);
    let expected = r#"{"type":"customer.updated","timestamp":"1970-01-01T00:00:01.500000Z","data":{"b":1,"a":"ż"}}"#;
    assert_eq!(body, expected);
}
