//! The gateways, against a server that answers as they do.

use application::ports::{Envelope, SmsChannel};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::ids::JobId;
use domain::store::StoreCode;
use uuid::Uuid;

use super::super::receiver::{Asked, Receiver, Reply};
use super::*;

fn envelope() -> Envelope {
    Envelope {
        id: JobId(Uuid::from_u128(5)),
        mark: JobId(Uuid::from_u128(5)).to_string(),
        store: StoreCode::default_store(),
        at: Timestamp::UNIX_EPOCH,
        user: None,
        kind: "activation",
    }
}

fn sms() -> SmsMessage {
    SmsMessage {
        to: "+48123123123".to_owned(),
        sender: "Loyalty Program".to_owned(),
        text: "hasło: \"a&b\" 1+1=2".to_owned(),
    }
}

fn twilio(receiver: &Receiver, sender: &str) -> Twilio {
    Twilio::new(TwilioOptions {
        url: receiver.url("/"),
        account: "AC1".to_owned(),
        token: "t0ken".to_owned(),
        sender: sender.to_owned(),
    })
}

fn smsapi(receiver: &Receiver, sender: &str) -> SmsApi {
    let (token, sender) = ("t0ken".to_owned(), sender.to_owned());
    SmsApi::new(SmsApiOptions { url: receiver.url(""), token, sender })
}

fn http(url: String, headers: &[&str], body: &str) -> HttpGatewayOptions {
    HttpGatewayOptions {
        method: "POST".to_owned(),
        url,
        headers: headers.iter().map(|it| (*it).to_owned()).collect(),
        body: body.to_owned(),
        success: vec![],
        account: "me".to_owned(),
        token: "t0ken".to_owned(),
        sender: String::new(),
    }
}

fn only(receiver: &Receiver) -> Asked {
    let [asked] = &receiver.asked()[..] else { panic!("one request") };
    asked.clone()
}

fn never<T>(said: &str) -> Result<T, SendError> {
    Err(SendError::Never(said.to_owned()))
}

fn later<T>(said: &str, seconds: Option<i64>) -> Result<T, SendError> {
    Err(SendError::Later { reason: said.to_owned(), after: seconds.map(TimeDelta::seconds) })
}

const TEXT: &str = "has%C5%82o%3A+%22a%26b%22+1%2B1%3D2";

#[tokio::test]
async fn twilio_is_sent_its_form() {
    let service = format!("MG{}", "0".repeat(32));
    for (configured, from) in [
        ("", "From=Loyalty+Pro".to_owned()),
        ("+15550000", "From=%2B15550000".to_owned()),
        (&service, format!("MessagingServiceSid={service}")),
    ] {
        let receiver = Receiver::start([Reply::new(201, r#"{"status":"queued"}"#)]).await;
        twilio(&receiver, configured).send(&envelope(), &sms()).await.unwrap();
        let asked = only(&receiver);
        assert_eq!(asked.path, "/2010-04-01/Accounts/AC1/Messages.json");
        assert_eq!(asked.header("authorization"), "Basic QUMxOnQwa2Vu");
        assert_eq!(asked.body, format!("To=%2B48123123123&{from}&Body={TEXT}"));
    }
}

#[tokio::test]
async fn twilios_refusals_are_told_apart() {
    for (reply, expected) in [
        (
            Reply::new(400, r#"{"code":21211,"message":"+48123123123 is not a number"}"#),
            never("the gateway answered 400, code 21211"),
        ),
        (Reply::new(401, r#"{"code":20003}"#), later("the gateway answered 401, code 20003", None)),
        (
            Reply::new(429, r#"{"code":20429}"#).with("retry-after", "7"),
            later("the gateway answered 429, code 20429", Some(7)),
        ),
        (Reply::new(503, "busy"), later("the gateway answered 503", None)),
    ] {
        let receiver = Receiver::start([reply]).await;
        assert_eq!(twilio(&receiver, "x").send(&envelope(), &sms()).await, expected);
    }
}

#[tokio::test]
async fn smsapi_is_sent_its_form_and_told_which_message_it_is() {
    let receiver = Receiver::start([Reply::new(200, r#"{"count":1,"list":[{"id":"1"}]}"#)]).await;
    smsapi(&receiver, "").send(&envelope(), &sms()).await.unwrap();
    let asked = only(&receiver);
    assert_eq!((&*asked.method, &*asked.path), ("POST", "/sms.do"));
    assert_eq!(asked.header("authorization"), "Bearer t0ken");
    let expected = format!(
        "to=48123123123&from=Loyalty+Pro&message={TEXT}&format=json&encoding=utf-8\
        &idx=00000000-0000-0000-0000-000000000005&check_idx=1"
    );
    assert_eq!(asked.body, expected);
}

#[tokio::test]
async fn smsapis_refusals_are_told_apart_also_when_they_come_as_success() {
    let error = |code| format!(r#"{{"error":{code},"message":"about +48123123123"}}"#);
    for (reply, expected) in [
        (Reply::new(200, &error(53)), Ok(())),
        (Reply::new(400, &error(53)), Ok(())),
        (Reply::new(200, &error(13)), never("the gateway answered with code 13")),
        (Reply::new(200, &error(103)), later("the gateway answered with code 103", None)),
        (
            Reply::new(200, &error(202)).with("retry-after", "9"),
            later("the gateway answered with code 202", Some(9)),
        ),
        (Reply::new(401, &error(101)), later("the gateway answered 401, code 101", None)),
        (Reply::new(500, ""), later("the gateway answered 500", None)),
    ] {
        let receiver = Receiver::start([reply]).await;
        assert_eq!(smsapi(&receiver, "x").send(&envelope(), &sms()).await, expected);
    }
}

#[tokio::test]
async fn gateways_are_asked_whether_they_know_us() {
    for (status, expected) in [
        (200, Ok(())),
        (401, never("the gateway does not know us")),
        (404, never("the gateway does not know us")),
        (500, later("the gateway answered 500", None)),
    ] {
        let receiver = Receiver::start([Reply::new(status, "{}")]).await;
        assert_eq!(twilio(&receiver, "").check().await, expected);
        let asked = only(&receiver);
        assert_eq!((&*asked.method, &*asked.path), ("GET", "/2010-04-01/Accounts/AC1.json"));
        let receiver = Receiver::start([Reply::new(status, "{}")]).await;
        assert_eq!(smsapi(&receiver, "").check().await, expected);
        assert_eq!((&*only(&receiver).method, &*only(&receiver).path), ("GET", "/profile"));
    }
    let nobody = SmsApiOptions {
        url: "http://127.0.0.1:1".into(),
        token: "t".into(),
        sender: String::new(),
    };
    assert_eq!(SmsApi::new(nobody).check().await, later("cannot connect", None));
}

#[tokio::test]
async fn any_gateway_can_be_described_by_templates() {
    let receiver = Receiver::start([]).await;
    let json = http(
        receiver.url("/send/{{ account }}?id={{ id }}"),
        &["Content-Type: application/json", "X-Key: {{ token }}"],
        r#"{"to":{{ to }},"text":{{ text }},"from":{{ sender }}}"#,
    );
    let gateway = HttpGateway::new(json).unwrap();
    gateway.send(&envelope(), &sms()).await.unwrap();
    let asked = only(&receiver);
    assert_eq!(asked.path, "/send/me?id=00000000-0000-0000-0000-000000000005");
    assert_eq!(
        (asked.header("x-key"), asked.header("content-type")),
        ("t0ken", "application/json")
    );
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((&body["to"], &body["text"]), (&sms().to.into(), &sms().text.into()));
    assert_eq!(body["from"], "Loyalty Pro");
    assert_eq!(gateway.check().await, Ok(()));

    let receiver = Receiver::start([]).await;
    let url = receiver.url("/?to={{ to }}&text={{ text }}");
    let get = HttpGatewayOptions { method: "GET".to_owned(), ..http(url, &[], "") };
    HttpGateway::new(get).unwrap().send(&envelope(), &sms()).await.unwrap();
    let path = "/?to=%2B48123123123&text=has%C5%82o%3A%20%22a%26b%22%201%2B1%3D2";
    assert_eq!((&*only(&receiver).method, &*only(&receiver).path), ("GET", path));

    let receiver = Receiver::start([]).await;
    let form = ["Content-Type: application/x-www-form-urlencoded"];
    let form = http(receiver.url("/"), &form, "to={{ to }}&m={{ text }}");
    HttpGateway::new(form).unwrap().send(&envelope(), &sms()).await.unwrap();
    let body = "to=%2B48123123123&m=has%C5%82o%3A%20%22a%26b%22%201%2B1%3D2";
    assert_eq!(only(&receiver).body, body);
}

#[tokio::test]
async fn what_is_success_can_be_chosen() {
    for (status, chosen, expected) in [
        (204, &[][..], Ok(())),
        (302, &[302][..], Ok(())),
        (200, &[202][..], never("the gateway answered 200")),
        (503, &[202][..], later("the gateway answered 503", None)),
        (404, &[][..], never("the gateway answered 404")),
    ] {
        let receiver = Receiver::start([Reply::new(status, "")]).await;
        let options = http(receiver.url("/"), &[], "");
        let options = HttpGatewayOptions { success: chosen.to_vec(), ..options };
        let gateway = HttpGateway::new(options).unwrap();
        assert_eq!(gateway.send(&envelope(), &sms()).await, expected, "{status}");
    }
}

#[test]
fn templates_that_cannot_work_are_refused_without_quoting_them() {
    let url = || "https://gw.example/".to_owned();
    for (options, what) in [
        (HttpGatewayOptions { method: "GE T".to_owned(), ..http(url(), &[], "") }, "the method"),
        (http("nowhere s3cret".to_owned(), &[], ""), "the address"),
        (http("https://gw.example/{{ s3cret }}".to_owned(), &[], ""), "the address"),
        (http(url(), &["s3cret"], ""), "a header"),
        (http(url(), &["s3cret s3cret: x"], ""), "a header"),
        (http(url(), &["X: {{ s3cret }}"], ""), "a header"),
        (http(url(), &[], "{{ s3cret"), "the body"),
        (http(url(), &[], "{{ s3cret }}"), "the body"),
    ] {
        let error = HttpGateway::new(options).err().unwrap().to_string();
        assert!(error.starts_with(&format!("{what} of the SMS gateway")), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}
