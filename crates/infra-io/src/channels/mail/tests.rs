//! Mail through a real server, and what becomes of its refusals.

use domain::Timestamp;
use domain::ids::JobId;
use domain::store::StoreCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::server::Server;
use super::*;

fn options(port: u16) -> SmtpOptions {
    SmtpOptions {
        host: "127.0.0.1".to_owned(),
        port,
        username: "laurel".to_owned(),
        password: "s3cret".to_owned(),
        tls: SmtpTls::None,
        ca_file: PathBuf::new(),
        from: "Żółty Club <open@club.example>".to_owned(),
    }
}

fn mail(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Prośba o nowe hasło".to_owned(),
        text: "Dzień dobry,\n\n.\nhttps://club.example/#!/go/0\n".to_owned(),
        html: None,
    }
}

async fn send(options: &SmtpOptions, mail: &Mail) -> Result<(), SendError> {
    let envelope = Envelope {
        id: JobId(Uuid::from_u128(5)),
        mark: JobId(Uuid::from_u128(5)).to_string(),
        store: StoreCode::default_store(),
        at: Timestamp::UNIX_EPOCH,
        user: None,
        kind: "activation",
    };
    Smtp::new(options).unwrap().send(&envelope, mail).await
}

/// The texts of a message, whatever line ends travelled.
fn parts(received: &Value) -> Vec<String> {
    let parts = received["parts"].as_array().unwrap();
    parts.iter().map(|it| it.as_str().unwrap().replace("\r\n", "\n").trim().to_owned()).collect()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_meant() {
    let Some(mut server) = Server::start("none") else { return };
    send(&options(server.port), &mail("ada@example.com")).await.unwrap();
    let received = server.received();
    assert_eq!(received["from"], "open@club.example");
    assert_eq!(received["to"], json!(["ada@example.com"]));
    assert_eq!(received["encrypted"], false);
    let headers = &received["headers"];
    assert_eq!(headers["Subject"], "Prośba o nowe hasło");
    assert_eq!(headers["From"], "Żółty Club <open@club.example>");
    assert_eq!(headers["Message-ID"], "<00000000-0000-0000-0000-000000000005@club.example>");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert!(headers["Date"].is_string());
    assert_eq!(parts(&received), [mail("").text.trim()]);
    let html = Mail { html: Some("<p>ż</p>".to_owned()), ..mail("ada@example.com") };
    send(&options(server.port), &html).await.unwrap();
    assert_eq!(parts(&server.received()), [html.text.trim(), "<p>ż</p>"]);
}

#[tokio::test]
async fn both_kinds_of_encryption_work_and_trust_nobody_unknown() {
    for (mode, tls) in [("starttls", SmtpTls::StartTls), ("tls", SmtpTls::Tls)] {
        let Some(mut server) = Server::start(mode) else { return };
        let trusting = SmtpOptions { tls, ca_file: server.certificate(), ..options(server.port) };
        send(&trusting, &mail("ada@example.com")).await.unwrap();
        assert_eq!(server.received()["encrypted"], true);
        let wary = SmtpOptions { tls, ..options(server.port) };
        let error = send(&wary, &mail("ada@example.com")).await.unwrap_err();
        assert!(matches!(error, SendError::Later { .. }), "{mode}: {error:?}");
    }
    let Some(server) = Server::start("none") else { return };
    let wanted = SmtpOptions { tls: SmtpTls::StartTls, ..options(server.port) };
    let error = send(&wanted, &mail("ada@example.com")).await.unwrap_err();
    assert_eq!(error, SendError::later("the mail server cannot do what is needed"));
}

#[tokio::test]
async fn refusals_are_passing_or_final_and_name_nobody() {
    let Some(server) = Server::start("none") else { return };
    for (to, expected) in [
        ("later@example.com", SendError::later("the mail server answered 451")),
        ("never@example.com", SendError::Never("the mail server answered 550".to_owned())),
        ("greedy@example.com", SendError::Never("the mail server answered 552".to_owned())),
    ] {
        assert_eq!(send(&options(server.port), &mail(to)).await, Err(expected));
    }
    let wrong = SmtpOptions { password: "wrong".to_owned(), ..options(server.port) };
    let error = send(&wrong, &mail("ada@example.com")).await.unwrap_err();
    assert_eq!(error, SendError::later("the mail server answered 535"));
}

#[tokio::test]
async fn a_connection_is_made_again_when_the_server_comes_back() {
    let Some(mut server) = Server::start("none") else { return };
    let smtp = Smtp::new(&options(server.port)).unwrap();
    let envelope = Envelope {
        id: JobId(Uuid::from_u128(5)),
        mark: JobId(Uuid::from_u128(5)).to_string(),
        store: StoreCode::default_store(),
        at: Timestamp::UNIX_EPOCH,
        user: None,
        kind: "activation",
    };
    // After a refusal the same connection serves the next.
    for to in ["ada@example.com", "never@example.com", "ada@example.com"] {
        let sent = smtp.send(&envelope, &mail(to)).await;
        assert_eq!(sent.is_ok(), to.starts_with("ada"), "{sent:?}");
    }
    assert_eq!(server.received()["to"], server.received()["to"]);
    drop(server);
    let error = smtp.send(&envelope, &mail("ada@example.com")).await.unwrap_err();
    assert!(matches!(error, SendError::Later { .. }), "{error:?}");
}

#[tokio::test]
async fn without_a_server_mail_waits() {
    let error = send(&options(1), &mail("ada@example.com")).await.unwrap_err();
    assert_eq!(error, SendError::later("no connection to the mail server"));
}

#[tokio::test]
async fn addresses_that_are_none_are_not_tried() {
    for to in ["", "ada", "ada@example.com\r\nRCPT TO:<x@example.com>", "a b@example.com"] {
        let error = send(&options(1), &mail(to)).await.unwrap_err();
        assert!(matches!(error, SendError::Never(_)), "{to}: {error:?}");
    }
}

#[tokio::test]
async fn what_cannot_work_is_refused_at_the_start() {
    let with = |change: fn(&mut SmtpOptions)| {
        let mut options = options(25);
        change(&mut options);
        Smtp::new(&options).err().map(|it| it.to_string())
    };
    assert_eq!(with(|it| it.from.clear()).as_deref(), Some("mail.from is not an e-mail address"));
    assert_eq!(with(|it| it.host.clear()).as_deref(), Some("mail.host is empty"));
    let missing = with(|it| {
        it.tls = SmtpTls::Tls;
        it.ca_file = "/nowhere/ca.pem".into();
    });
    assert_eq!(missing.as_deref(), Some("cannot read the certificates in /nowhere/ca.pem"));
    assert_eq!(with(|it| it.from = "open@club.example".to_owned()), None);
}
