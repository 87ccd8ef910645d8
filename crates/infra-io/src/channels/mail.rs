//! E-mail by SMTP (behaviour 5.2).

#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use application::ports::{Envelope, Mail, MailChannel, SendError};
use async_trait::async_trait;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// How long each answer of the server is waited for, and the end of the whole dialogue.
const PATIENCE: Duration = Duration::from_secs(30);
const ALL_PATIENCE: Duration = Duration::from_mins(2);

/// Connections at a time: as many as there may be workers.
const CONNECTIONS: u32 = 8;

/// The server refuses our name or password, which says nothing about the message (RFC 4954).
const ABOUT_US: [u16; 5] = [454, 530, 534, 535, 538];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    None,
    /// The connection is encrypted after it is opened, or not used.
    StartTls,
    /// Encrypted from the start.
    Tls,
}

#[derive(Clone)]
pub struct SmtpOptions {
    pub host: String,
    pub port: u16,
    /// Empty: nobody signs in.
    pub username: String,
    pub password: String,
    pub tls: SmtpTls,
    /// Certificates in PEM that are trusted as the usual ones are. Empty: none.
    pub ca_file: PathBuf,
    /// `open@example.com` or `Our club <open@example.com>`
    pub from: String,
}

/// Why no mail can be sent as configured.
#[derive(Debug, thiserror::Error)]
pub enum BadMail {
    #[error("mail.from is not an e-mail address")]
    From,
    #[error("mail.host is empty")]
    Host,
    #[error("cannot read the certificates in {}", .0.display())]
    Certificates(PathBuf, #[source] std::io::Error),
    #[error("TLS for mail cannot be set up")]
    Tls(#[source] Error),
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Connects only when there is something to send. Needs a runtime.
    pub fn new(options: &SmtpOptions) -> Result<Self, BadMail> {
        let from: Mailbox = options.from.parse().map_err(|_| BadMail::From)?;
        if options.host.is_empty() {
            return Err(BadMail::Host);
        }
        let tls = match options.tls {
            SmtpTls::None => Tls::None,
            SmtpTls::StartTls => Tls::Required(trust(options)?),
            SmtpTls::Tls => Tls::Wrapper(trust(options)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&options.host)
            .port(options.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if !options.username.is_empty() {
            let SmtpOptions { username, password, .. } = options.clone();
            builder = builder.credentials(Credentials::new(username, password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    fn message(&self, envelope: &Envelope, mail: &Mail) -> Option<Message> {
        let to: Address = mail.to.parse().ok()?;
        let builder = Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .subject(&mail.subject)
            // The same for every try, so that mailboxes can tell a repetition.
            .message_id(Some(format!("<{}@{}>", envelope.mark, self.from.email.domain())))
            .header(AutoSubmitted);
        let text = mail.text.clone();
        let message = match &mail.html {
            None => builder.singlepart(SinglePart::plain(text)),
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        };
        message.ok()
    }
}

fn trust(options: &SmtpOptions) -> Result<TlsParameters, BadMail> {
    let mut builder = TlsParameters::builder(options.host.clone());
    let path = &options.ca_file;
    if !path.as_os_str().is_empty() {
        let pem = fs::read(path).map_err(|error| BadMail::Certificates(path.clone(), error))?;
        let certificate = Certificate::from_pem(&pem).map_err(BadMail::Tls)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(BadMail::Tls)
}

/// Answering machines do not answer machines (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[async_trait]
impl MailChannel for Smtp {
    async fn send(&self, envelope: &Envelope, mail: &Mail) -> Result<(), SendError> {
        let message = self.message(envelope, mail);
        let unusable = || SendError::Never("the address cannot be used in an e-mail".to_owned());
        let message = message.ok_or_else(unusable)?;
        let sent = tokio::time::timeout(ALL_PATIENCE, self.transport.send(message)).await;
        let late = |_| SendError::later("the mail server did not answer in time");
        sent.map_err(late)?.map(|_| ()).map_err(|error| refusal(&error))
    }
}

/// The server's words are left out: they often quote the address.
fn refusal(error: &Error) -> SendError {
    if let Some(code) = error.status().map(u16::from) {
        let said = format!("the mail server answered {code}");
        let is_final = error.is_permanent() && !ABOUT_US.contains(&code);
        return if is_final { SendError::Never(said) } else { SendError::later(said) };
    }
    SendError::later(match () {
        () if error.is_timeout() => "the mail server did not answer in time",
        () if error.is_tls() => "no encrypted connection to the mail server",
        () if error.is_client() => "the mail server cannot do what is needed",
        () => "no connection to the mail server",
    })
}
