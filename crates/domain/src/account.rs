//! Accounts: who signs in, with what password, and what happens after wrong guesses.

use chrono::TimeDelta;

use crate::Timestamp;
use crate::contact::Email;
use crate::ids::{AdminId, CustomerId, RoleId, SellerId};
use crate::text::Text;

/// Somebody with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum User {
    Admin(AdminId),
    Seller(SellerId),
    Customer(CustomerId),
}

/// The kind of account a caller signs in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserKind {
    Admin,
    Seller,
    Customer,
}

impl User {
    pub fn kind(self) -> UserKind {
        match self {
            Self::Admin(_) => UserKind::Admin,
            Self::Seller(_) => UserKind::Seller,
            Self::Customer(_) => UserKind::Customer,
        }
    }

    pub fn uuid(self) -> uuid::Uuid {
        match self {
            Self::Admin(id) => id.0,
            Self::Seller(id) => id.0,
            Self::Customer(id) => id.0,
        }
    }
}

impl UserKind {
    /// The role in tokens (behaviour 1.1.1).
    pub fn role(self) -> &'static str {
        match self {
            Self::Admin => "ROLE_ADMIN",
            Self::Seller => "ROLE_SELLER",
            Self::Customer => "ROLE_PARTICIPANT",
        }
    }

    pub fn of(self, id: uuid::Uuid) -> User {
        match self {
            Self::Admin => User::Admin(AdminId(id)),
            Self::Seller => User::Seller(SellerId(id)),
            Self::Customer => User::Customer(CustomerId(id)),
        }
    }
}

/// An administrator of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    pub id: AdminId,
    /// Unique, compared in lower case.
    pub username: Text,
    pub email: Email,
    pub role: RoleId,
    pub active: bool,
    /// Changes so far; zero for an administrator that was never saved.
    pub version: i64,
}

/// Wrong guesses that cost nothing.
const FREE_FAILURES: u32 = 10;

/// The longest lock.
const LONGEST_LOCK: TimeDelta = TimeDelta::minutes(15);

/// The secret side of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    pub user: User,
    /// The password's hash; `None` until one is set or sent.
    pub password_hash: Option<String>,
    /// Sign-in answers say "password change needed" while it is set (behaviour B2).
    pub temporary: bool,
    pub last_login_at: Option<Timestamp>,
    /// Wrong guesses since the last right one.
    pub failures: u32,
    pub locked_until: Option<Timestamp>,
}

impl Login {
    /// An account without a password yet: nobody signs in to it.
    pub fn without_password(user: User) -> Self {
        Self {
            user,
            password_hash: None,
            temporary: true,
            last_login_at: None,
            failures: 0,
            locked_until: None,
        }
    }

    pub fn with_password(user: User, hash: String) -> Self {
        Self { password_hash: Some(hash), temporary: false, ..Self::without_password(user) }
    }

    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// A wrong guess. From the eleventh in a row on, the account is locked for a while that
    /// doubles each time, from half a minute to a quarter of an hour.
    pub fn guess_failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(excess) = self.failures.checked_sub(FREE_FAILURES + 1) {
            let wait = TimeDelta::seconds(30 << excess.min(10)).min(LONGEST_LOCK);
            self.locked_until = Some(now + wait);
        }
    }

    pub fn signed_in(&mut self, now: Timestamp) {
        self.failures = 0;
        self.locked_until = None;
        self.last_login_at = Some(now);
    }

    pub fn set_password(&mut self, hash: String) {
        self.password_hash = Some(hash);
        self.temporary = false;
        self.failures = 0;
        self.locked_until = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_guesses_are_free_and_then_the_wait_doubles() {
        let now = Timestamp::UNIX_EPOCH;
        let mut login = Login::without_password(User::Admin(AdminId(uuid::Uuid::nil())));
        for _ in 0..10 {
            login.guess_failed(now);
        }
        assert!(!login.is_locked(now));
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            login.guess_failed(now);
            assert_eq!(login.locked_until, Some(now + TimeDelta::seconds(seconds)));
        }
        assert!(login.is_locked(now + TimeDelta::seconds(899)));
        assert!(!login.is_locked(now + TimeDelta::seconds(900)));
        login.signed_in(now);
        assert!(!login.is_locked(now));
    }
}
