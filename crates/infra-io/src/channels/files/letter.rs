//! One message as a file: its name, and what is in it.

use std::fmt;

use application::ports::{Envelope, Mail, PushMessage, SentMessage, SmsMessage};
use chrono::NaiveDateTime;
use domain::Timestamp;
use domain::customer::PushToken;

/// In names: sorts by time, and is legal everywhere.
const TIME: &str = "%Y%m%dT%H%M%S%6fZ";

/// The user of messages to somebody without an account.
const NOBODY: &str = "nobody";

/// `<time>.<channel>.<store>.<kind>.<user>.<message>.txt`: no part has a dot.
pub(super) struct Name {
    at: Timestamp,
    channel: String,
    pub store: String,
    kind: String,
    pub user: String,
    id: String,
}

impl Name {
    fn of(envelope: &Envelope, channel: &str) -> Self {
        Self {
            at: envelope.at,
            channel: channel.to_owned(),
            store: envelope.store.to_string(),
            kind: envelope.kind.to_owned(),
            user: envelope.user.map_or(NOBODY.to_owned(), |it| it.uuid().to_string()),
            id: envelope.id.to_string(),
        }
    }

    /// `None` for files that are none of ours.
    pub fn parse(file: &str) -> Option<Self> {
        let parts: Vec<_> = file.split('.').collect();
        let &[at, channel, store, kind, user, id, "txt"] = &*parts else { return None };
        let text = str::to_owned;
        let at = NaiveDateTime::parse_from_str(at, TIME).ok()?.and_utc();
        let (channel, store, kind) = (text(channel), text(store), text(kind));
        Some(Self { at, channel, store, kind, user: text(user), id: text(id) })
    }

    /// The same for every try to send a message one way.
    pub fn key(&self) -> String {
        format!("{}.{}.{}", self.channel, self.store, self.id)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, channel, store, kind, user, id } = self;
        write!(f, "{}.{channel}.{store}.{kind}.{user}.{id}.txt", at.format(TIME))
    }
}

/// A message with its name.
pub(super) struct Letter {
    pub name: Name,
    to: String,
    subject: Option<String>,
    text: String,
}

impl Letter {
    pub fn mail(envelope: &Envelope, mail: &Mail) -> Self {
        let Mail { to, subject, text, html: _ } = mail;
        Self {
            name: Name::of(envelope, "email"),
            to: to.clone(),
            subject: Some(subject.clone()),
            text: text.clone(),
        }
    }

    pub fn sms(envelope: &Envelope, sms: &SmsMessage) -> Self {
        let SmsMessage { to, sender: _, text } = sms;
        let name = Name::of(envelope, "sms");
        Self { name, to: to.clone(), subject: None, text: text.clone() }
    }

    pub fn push(envelope: &Envelope, message: &PushMessage) -> Self {
        let PushMessage { to, title, text, key: _ } = message;
        let devices: Vec<_> = to.iter().map(PushToken::as_str).collect();
        Self {
            name: Name::of(envelope, "push"),
            to: devices.join(", "),
            subject: Some(title.clone()),
            text: text.clone(),
        }
    }
}

impl fmt::Display for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, to, subject, text } = self;
        writeln!(f, "To: {}", one_line(to))?;
        if let Some(subject) = subject {
            writeln!(f, "Subject: {}", one_line(subject))?;
        }
        writeln!(f, "Date: {}", name.at.to_rfc3339())?;
        writeln!(f, "\n{text}")
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// The message in a file; `None` when somebody else wrote it.
pub(super) fn read(name: &Name, file: &str) -> Option<SentMessage> {
    let (head, text) = file.split_once("\n\n")?;
    let line = |name: &str| head.lines().find_map(|it| it.strip_prefix(name)).map(str::to_owned);
    Some(SentMessage {
        id: name.id.clone(),
        at: name.at,
        channel: name.channel.clone(),
        kind: name.kind.clone(),
        to: line("To: ")?,
        subject: line("Subject: "),
        text: text.strip_suffix('\n').unwrap_or(text).to_owned(),
    })
}
