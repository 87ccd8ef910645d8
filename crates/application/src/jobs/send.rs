//! Putting words to a message, and handing it to its channel.

use domain::account::User;
use domain::code::Channel;

use crate::cx::Cx;
use crate::ports::{Envelope, Job, Mail, SendError, SmsMessage, Template, Words};

/// What a template's placeholders stand for.
pub(super) type Values = Vec<(&'static str, String)>;

/// The name of a message and its templates, one for each channel that it can take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub name: &'static str,
    pub mail: Option<Template>,
    pub sms: Template,
}

/// One message to one person.
pub(super) struct Letter<'a> {
    pub kind: Kind,
    /// `None` for somebody without an account.
    pub user: Option<User>,
    /// Of a message that says something else at each try; `None`: the same each time.
    pub mark: Option<String>,
    pub channel: Channel,
    pub to: &'a str,
    pub values: Values,
}

/// What the programme calls itself in messages: setting `programName` is the store's name.
pub(super) fn program_name(cx: &Cx) -> String {
    cx.store.name.as_str().to_owned()
}

pub(super) fn envelope(cx: &Cx, job: &Job, user: Option<User>, kind: &'static str) -> Envelope {
    let (store, mark) = (cx.store.code.clone(), job.id.to_string());
    Envelope { id: job.id, mark, store, at: cx.real_now(), user, kind }
}

/// The mark of a message that says something else at each try.
pub(super) fn mark_of_try(job: &Job) -> String {
    format!("{}-{}", job.id.0.simple(), job.attempts)
}

fn no_mail() -> SendError {
    SendError::Never("this kind of message is never mailed".to_owned())
}

/// Sends a letter in the store's language.
pub(super) async fn send(cx: &Cx, job: &Job, letter: Letter<'_>) -> Result<(), SendError> {
    let Letter { kind, user, mark, channel, to, mut values } = letter;
    let envelope = envelope(cx, job, user, kind.name);
    let envelope = Envelope { mark: mark.unwrap_or_else(|| envelope.mark.clone()), ..envelope };
    match channel {
        Channel::Email => {
            let template = kind.mail.ok_or_else(no_mail)?;
            send_mail(cx, &envelope, template, to, values).await
        }
        Channel::Sms => {
            let sender = program_name(cx);
            values.push(("program_name", sender.clone()));
            let (channels, locale) = (cx.channels(), &cx.store.default_locale);
            let words = channels.texts.render(kind.sms, locale, &values)?;
            let sms = SmsMessage { to: to.to_owned(), sender, text: words.text };
            channels.sms.send(&envelope, &sms).await
        }
    }
}

/// Sends what `template` says by e-mail.
pub(super) async fn send_mail(
    cx: &Cx,
    envelope: &Envelope,
    template: Template,
    to: &str,
    mut values: Values,
) -> Result<(), SendError> {
    values.push(("program_name", program_name(cx)));
    let (channels, locale) = (cx.channels(), &cx.store.default_locale);
    let Words { subject, text, html } = channels.texts.render(template, locale, &values)?;
    channels.mail.send(envelope, &Mail { to: to.to_owned(), subject, text, html }).await
}
