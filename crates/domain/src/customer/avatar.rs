//! A customer's picture and its devices (behaviour 3.21, 3.22).

use crate::Timestamp;
use crate::customer::{Customer, CustomerEvent, CustomerRefusal};
use crate::text::{BadText, Text};

/// The most devices of one customer (behaviour 3.22.1).
const MOST_TOKENS: usize = 20;

/// A picture, kept elsewhere under `path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avatar {
    /// `avatars/<32 hexadecimal digits>.<extension>`
    pub path: String,
    /// What the file was called where it came from.
    pub original_name: String,
    /// What the stored bytes are.
    pub mime: String,
}

/// Names a device to the Pushy service. Opaque to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushToken(String);

impl PushToken {
    /// One line of at most 255 characters.
    pub fn parse(raw: &str) -> Result<Self, BadText> {
        Text::parse(raw).map(|it| Self(it.as_str().to_owned()))
    }

    /// Takes back a token that was parsed before it was stored.
    pub fn from_storage(stored: String) -> Self {
        Self(stored)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Customer {
    /// Shows `avatar` from now on, and tells which one that replaced (behaviour A18).
    pub fn set_avatar(
        &mut self,
        avatar: Avatar,
        now: Timestamp,
    ) -> Result<Option<Avatar>, CustomerRefusal> {
        self.must_be_somebody()?;
        let old = self.state.avatar.replace(avatar);
        self.record(now, CustomerEvent::AvatarSet);
        Ok(old)
    }

    /// Takes the picture away; `None` when there was none (behaviour A16).
    pub fn remove_avatar(&mut self, now: Timestamp) -> Option<Avatar> {
        let old = self.state.avatar.take()?;
        self.record(now, CustomerEvent::AvatarRemoved);
        Some(old)
    }

    /// Adds a device; one that is there already stays once. Of more than twenty the oldest goes
    /// (behaviour A22, 3.22.1).
    pub fn add_push_token(&mut self, token: PushToken) -> Result<(), CustomerRefusal> {
        self.must_be_somebody()?;
        let tokens = &mut self.state.push_tokens;
        if tokens.contains(&token) {
            return Ok(());
        }
        if tokens.len() >= MOST_TOKENS {
            tokens.remove(0);
        }
        tokens.push(token);
        Ok(())
    }

    /// Forgets a device, known or not (behaviour A23).
    pub fn remove_push_token(&mut self, token: &str) {
        self.state.push_tokens.retain(|it| it.as_str() != token);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::john;
    use super::*;

    #[test]
    fn devices_are_kept_once_and_the_oldest_of_too_many_goes() {
        let mut john = john();
        for number in [0, 1, 1].into_iter().chain(2..=20) {
            john.add_push_token(PushToken::parse(&format!("device-{number}")).unwrap()).unwrap();
        }
        john.remove_push_token("device-5");
        john.remove_push_token("nobody's");
        let kept: Vec<_> = john.state().push_tokens.iter().map(PushToken::as_str).collect();
        assert_eq!((kept.len(), kept[0], kept[18]), (19, "device-1", "device-20"));
        assert!(PushToken::parse(&"x".repeat(256)).is_err());
    }
}
