//! Wiring: the ways out.

use std::path::Path;
use std::sync::Arc;

use application::ports::{Channels, MailChannel, PushChannel, SmsChannel};
use infra_io::{Files, Templates, Unset};

use crate::config::{Config, MailKind, PushKind, SmsKind};
use crate::failure::Failure;

/// Readable copies of messages are in this folder of the data folder.
const OUTBOX: &str = "outbox";

/// The ways out, as configured. Nothing is called yet.
pub fn open(config: &Config) -> Result<Channels, Failure> {
    let files = Files::new(config.data.join(OUTBOX));
    let folder = Some(&*config.messages.templates).filter(|it| *it != Path::new(""));
    Ok(Channels {
        texts: Arc::new(Templates::open(folder)?),
        mail: mail(config, &files),
        sms: sms(config, &files),
        push: push(config, &files),
        webhooks: Arc::new(Unset),
        sent: Arc::new(files),
    })
}

fn mail(config: &Config, files: &Files) -> Arc<dyn MailChannel> {
    match config.mail.kind {
        MailKind::None => Arc::new(Unset),
        MailKind::Files => Arc::new(files.clone()),
    }
}

fn sms(config: &Config, files: &Files) -> Arc<dyn SmsChannel> {
    match config.sms.kind {
        SmsKind::None => Arc::new(Unset),
        SmsKind::Files => Arc::new(files.clone()),
    }
}

fn push(config: &Config, files: &Files) -> Arc<dyn PushChannel> {
    match config.push.kind {
        PushKind::None => Arc::new(Unset),
        PushKind::Files => Arc::new(files.clone()),
    }
}
