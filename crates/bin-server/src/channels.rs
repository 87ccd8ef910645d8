//! Wiring: the ways out.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use application::ports::{Channels, MailChannel, PushChannel, SmsChannel};
use infra_io::{
    Files, HttpGateway, HttpGatewayOptions, Pushy, PushyOptions, SmsApi, SmsApiOptions, Smtp,
    SmtpOptions, SmtpTls, Templates, Twilio, TwilioOptions, Unset, WebhookOptions, Webhooks,
};

use crate::config::{Config, Mail, MailKind, MailTls, Push, PushKind, Sms, SmsKind};
use crate::failure::Failure;

/// Readable copies of messages are in this folder of the data folder.
const OUTBOX: &str = "outbox";

const TWILIO: &str = "https://api.twilio.com";
const SMSAPI: &str = "https://api.smsapi.pl";

/// The ways out, as configured. Nothing is called yet.
pub fn open(config: &Config) -> Result<Channels, Failure> {
    let files = Files::new(config.data.join(OUTBOX));
    let folder = Some(&*config.messages.templates).filter(|it| *it != Path::new(""));
    let webhooks = WebhookOptions {
        allow_private_addresses: config.webhooks.allow_private_addresses,
        timeout: Duration::from_secs(config.webhooks.timeout_seconds.get().into()),
    };
    Ok(Channels {
        texts: Arc::new(Templates::open(folder)?),
        mail: mail(&config.mail, &files)?,
        sms: sms(&config.sms, &files)?,
        push: push(&config.push, &files),
        webhooks: Arc::new(Webhooks::new(webhooks)),
        sent: Arc::new(files),
    })
}

fn mail(mail: &Mail, files: &Files) -> Result<Arc<dyn MailChannel>, Failure> {
    let Mail { kind, host, port, username, password, tls, ca_file, from } = mail.clone();
    Ok(match kind {
        MailKind::None => Arc::new(Unset),
        MailKind::Files => Arc::new(files.clone()),
        MailKind::Smtp => Arc::new(Smtp::new(&SmtpOptions {
            host,
            port,
            username,
            password: password.expose().to_owned(),
            tls: match tls {
                MailTls::None => SmtpTls::None,
                MailTls::StartTls => SmtpTls::StartTls,
                MailTls::Tls => SmtpTls::Tls,
            },
            ca_file,
            from,
        })?),
    })
}

fn sms(sms: &Sms, files: &Files) -> Result<Arc<dyn SmsChannel>, Failure> {
    let Sms { kind, url, account, token, sender, method, headers, body, success } = sms.clone();
    let url = url.expose();
    let or = |usual: &str| if url.is_empty() { usual } else { url }.to_owned();
    let token = token.expose().to_owned();
    Ok(match kind {
        SmsKind::None => Arc::new(Unset),
        SmsKind::Files => Arc::new(files.clone()),
        SmsKind::Twilio => {
            Arc::new(Twilio::new(TwilioOptions { url: or(TWILIO), account, token, sender }))
        }
        SmsKind::SmsApi => Arc::new(SmsApi::new(SmsApiOptions { url: or(SMSAPI), token, sender })),
        SmsKind::Http => Arc::new(HttpGateway::new(HttpGatewayOptions {
            method,
            url: url.to_owned(),
            headers: headers.iter().map(|it| it.expose().to_owned()).collect(),
            body: body.expose().to_owned(),
            success,
            account,
            token,
            sender,
        })?),
    })
}

fn push(push: &Push, files: &Files) -> Arc<dyn PushChannel> {
    let Push { kind, url, api_key } = push.clone();
    match kind {
        PushKind::None => Arc::new(Unset),
        PushKind::Files => Arc::new(files.clone()),
        PushKind::Pushy => {
            Arc::new(Pushy::new(PushyOptions { url, api_key: api_key.expose().to_owned() }))
        }
    }
}
