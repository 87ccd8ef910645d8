//! The `one_time_code` row, alias `k`.

use domain::code::{Channel, LiveCode, OneTimeCode, Purpose};
use domain::contact::Phone;
use sea_orm::{DbErr, QueryResult};

use super::login::read_kind;
use super::{Fields, Written, columns};

columns! { "one_time_code" as "k":
    "user_id", "kind", "purpose", "requested_at", "number", "digest", "channel", "expires_at",
    "tries", "phone",
}

pub fn from_row(row: &QueryResult) -> Result<OneTimeCode, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = it.id("user_id")?;
    let user = it.known("kind", read_kind)?.of(id);
    let purpose = it.known("purpose", read_purpose)?;
    let requested_at = it.instant("requested_at")?;
    let number = it.take::<i64>("number")?;
    let digest: Option<String> = it.take("digest")?;
    let channel: Option<String> = it.take("channel")?;
    let expires_at = it.some_instant("expires_at")?;
    let tries = it.take::<i64>("tries")?;
    let phone: Option<String> = it.take("phone")?;
    let (Ok(number), Ok(tries)) = (u32::try_from(number), u32::try_from(tries)) else {
        return Err(it.unreadable("number", "or tries is out of range"));
    };
    let live = match (digest, channel.as_deref().and_then(read_channel), expires_at) {
        (Some(digest), Some(channel), Some(expires_at)) => {
            Some(LiveCode { digest, channel, expires_at, tries })
        }
        (None, None, None) => None,
        _ => return Err(it.unreadable("digest", "is there without its channel or end")),
    };
    let phone = phone.map(Phone::from_storage);
    Ok(OneTimeCode { user, purpose, requested_at, number, live, phone })
}

/// Every column but those that address the row.
pub fn written(code: &OneTimeCode) -> Written {
    let OneTimeCode { user: _, purpose: _, requested_at, number, live, phone } = code;
    let tries = live.as_ref().map_or(0, |it| it.tries);
    vec![
        ("requested_at", requested_at.timestamp_micros().into()),
        ("number", i64::from(*number).into()),
        ("digest", live.as_ref().map(|it| it.digest.as_str()).into()),
        ("channel", live.as_ref().map(|it| channel_text(it.channel)).into()),
        ("expires_at", live.as_ref().map(|it| it.expires_at.timestamp_micros()).into()),
        ("tries", i64::from(tries).into()),
        ("phone", phone.as_ref().map(Phone::as_str).into()),
    ]
}

pub fn purpose_text(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Activation => "activation",
        Purpose::PasswordReset => "password_reset",
        Purpose::PhoneChange => "phone_change",
    }
}

fn read_purpose(text: &str) -> Option<Purpose> {
    let all = [Purpose::Activation, Purpose::PasswordReset, Purpose::PhoneChange];
    all.into_iter().find(|it| purpose_text(*it) == text)
}

fn channel_text(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
    }
}

fn read_channel(text: &str) -> Option<Channel> {
    [Channel::Email, Channel::Sms].into_iter().find(|it| channel_text(*it) == text)
}
