//! One-time codes: what is sent to a customer to prove that a message reached it (behaviour 3.8,
//! 7.4, B5; decision 12). Only digests are kept.

use chrono::TimeDelta;

use crate::Timestamp;
use crate::account::User;
use crate::contact::Phone;

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    Activation,
    PasswordReset,
    PhoneChange,
}

/// How a code travels. Links in e-mails are long and last a day; texted codes are six digits and
/// last half an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub fn lifetime(self) -> TimeDelta {
        match self {
            Self::Email => TimeDelta::hours(24),
            Self::Sms => TimeDelta::minutes(30),
        }
    }
}

/// Wrong tries after which a code is worthless (decision 12).
const MOST_TRIES: u32 = 5;

/// How soon a customer may ask for another texted code (behaviour 3.8.4).
pub const RESEND_AFTER: TimeDelta = TimeDelta::minutes(2);

/// How soon another password reset by e-mail may be asked for (behaviour B5).
pub const RESET_AGAIN_AFTER: TimeDelta = TimeDelta::hours(24);

/// The latest code of one user for one purpose. There is never more than one: a newer one
/// replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    pub user: User,
    pub purpose: Purpose,
    pub requested_at: Timestamp,
    /// How many were sent for this purpose so far: texts say "no. N".
    pub number: u32,
    /// What can be redeemed; `None` before it is sent and after it was used.
    pub live: Option<LiveCode>,
    /// The number that a confirmed change of phone will set.
    pub phone: Option<Phone>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCode {
    pub digest: String,
    pub channel: Channel,
    pub expires_at: Timestamp,
    /// Wrong tries so far.
    pub tries: u32,
}

impl OneTimeCode {
    /// A code that is to be sent.
    pub fn request(user: User, purpose: Purpose, now: Timestamp) -> Self {
        Self { user, purpose, requested_at: now, number: 0, live: None, phone: None }
    }

    /// Another one is to be sent. The one before stays good until it is.
    pub fn request_again(&mut self, now: Timestamp) {
        self.requested_at = now;
    }

    /// Another one is to be sent, to another number. The one before is worthless at once
    /// (behaviour 7.4.5).
    pub fn request_for(&mut self, phone: Phone, now: Timestamp) {
        self.request_again(now);
        self.live = None;
        self.phone = Some(phone);
    }

    /// A secret of this digest goes out now. Returns its number.
    pub fn issue(&mut self, digest: String, channel: Channel, now: Timestamp) -> u32 {
        let expires_at = now + channel.lifetime();
        self.live = Some(LiveCode { digest, channel, expires_at, tries: 0 });
        self.number = self.number.saturating_add(1);
        self.number
    }

    /// Whether somebody may use it at `now`.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.live.as_ref().is_some_and(|it| now < it.expires_at && it.tries < MOST_TRIES)
    }

    /// Whether what can be redeemed travelled by `channel`.
    pub fn is_sent_by(&self, channel: Channel) -> bool {
        self.live.as_ref().is_some_and(|it| it.channel == channel)
    }

    /// A wrong guess at this very code.
    pub fn guess_failed(&mut self) {
        if let Some(live) = &mut self.live {
            live.tries = live.tries.saturating_add(1);
        }
    }

    /// It is used up: another may be asked for at once.
    pub fn spend(&mut self) {
        self.live = None;
        self.phone = None;
        self.requested_at = Timestamp::UNIX_EPOCH;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::CustomerId;

    fn code() -> OneTimeCode {
        let user = User::Customer(CustomerId(Uuid::nil()));
        OneTimeCode::request(user, Purpose::Activation, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_code_lives_for_as_long_as_its_channel_says() {
        for (channel, minutes) in [(Channel::Sms, 30), (Channel::Email, 24 * 60)] {
            let mut code = code();
            let now = code.requested_at;
            assert!(!code.is_live(now));
            assert_eq!(code.issue("x".to_owned(), channel, now), 1);
            let end = now + TimeDelta::minutes(minutes);
            assert!(code.is_live(end - TimeDelta::microseconds(1)) && !code.is_live(end));
            assert_eq!(code.issue("y".to_owned(), channel, now), 2);
        }
    }

    #[test]
    fn five_wrong_tries_or_one_right_one_end_it() {
        let mut code = code();
        let now = code.requested_at;
        code.issue("x".to_owned(), Channel::Sms, now);
        for _ in 0..4 {
            code.guess_failed();
        }
        assert!(code.is_live(now));
        code.guess_failed();
        assert!(!code.is_live(now));
        code.issue("y".to_owned(), Channel::Sms, now);
        code.spend();
        assert!(!code.is_live(now));
    }
}
