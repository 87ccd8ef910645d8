//! Taking the person away and keeping what the programme needs (behaviour 7.3, 7.7).

use crate::Timestamp;
use crate::customer::{Customer, CustomerEvent, CustomerRefusal, Profile, Status};

impl Customer {
    /// Erases the person and keeps the row (behaviour 7.7.2).
    pub fn delete(&mut self, now: Timestamp) {
        self.erase(Status::Deleted, now);
        self.record(now, CustomerEvent::Deleted);
    }

    /// Erases the person and keeps the member, blocked, with level, ledger and totals (behaviour
    /// 7.3.3). `false`: that was done before, and nothing happens.
    pub fn anonymize(&mut self, now: Timestamp) -> bool {
        if self.state.anonymized {
            return false;
        }
        self.erase(Status::Blocked, now);
        self.state.anonymized = true;
        self.record(now, CustomerEvent::Anonymized);
        true
    }

    fn erase(&mut self, status: Status, now: Timestamp) {
        self.state.status = status;
        self.state.profile = Profile::erased();
        self.state.avatar = None;
        self.state.push_tokens.clear();
        self.state.updated_at = now;
    }

    pub(super) fn must_be_somebody(&self) -> Result<(), CustomerRefusal> {
        if self.state.anonymized { Err(CustomerRefusal::Anonymized) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, john};
    use super::*;
    use crate::customer::{Avatar, Changes, PushToken};

    #[test]
    fn an_anonymized_member_keeps_its_place_and_never_comes_back() {
        let mut john = john();
        let avatar = Avatar {
            path: "avatars/1.png".to_owned(),
            original_name: "me.png".to_owned(),
            mime: "image/png".to_owned(),
        };
        john.set_avatar(avatar, NOW).unwrap();
        john.add_push_token(PushToken::parse("x").unwrap()).unwrap();
        assert!(john.anonymize(NOW));
        let state = john.state().clone();
        assert_eq!((state.status, state.profile), (Status::Blocked, Profile::erased()));
        assert!(state.avatar.is_none() && state.push_tokens.is_empty() && state.anonymized);
        assert!(!john.anonymize(NOW));
        assert_eq!(john.state().version, state.version);
        assert_eq!(john.activate(NOW), Err(CustomerRefusal::Anonymized));
        assert_eq!(john.update(Changes::default(), NOW), Err(CustomerRefusal::Anonymized));
    }
}
