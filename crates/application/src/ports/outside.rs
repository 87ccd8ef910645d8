//! Time, randomness, passwords, tokens: everything outside that is not storage.

use async_trait::async_trait;
use domain::Timestamp;
use domain::access::Rights;
use domain::account::User;
use domain::ids::SessionId;
use domain::password::Password;
use domain::store::StoreCode;
use uuid::Uuid;

#[cfg_attr(test, mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds.
    fn now(&self) -> Timestamp;
}

#[cfg_attr(test, mockall::automock)]
pub trait Ids: Send + Sync {
    /// A fresh, time-ordered UUID (version 7).
    fn next(&self) -> Uuid;
}

/// Secrets that callers hold and we only recognise.
#[cfg_attr(test, mockall::automock)]
pub trait Secrets: Send + Sync {
    /// 43 URL-safe characters from 32 random bytes.
    fn fresh(&self) -> String;

    /// A decimal number of six digits, the first of them not 0 (behaviour 3.8.3).
    fn code(&self) -> String;

    /// So many random hexadecimal digits, in lower case.
    fn hex(&self, digits: usize) -> String;

    /// Ten random letters and digits (behaviour 3.7.3).
    fn password(&self) -> String;

    /// A number below `end`, each as likely as any other. `end` is not 0.
    fn below(&self, end: u32) -> u32;

    /// What is stored instead of a short code, which could be guessed from a plain digest: keyed
    /// with a secret of this installation. `purpose` keeps equal codes apart.
    fn digest_code(&self, purpose: &str, code: &str) -> String;

    /// What is stored instead of a secret of full entropy: its SHA-256, in hexadecimal.
    fn digest(&self, secret: &str) -> String;

    /// Compares two digests in constant time.
    fn same(&self, one: &str, other: &str) -> bool;
}

/// Too much password hashing at once: try again in a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// Slow hashing, as many at a time as there are cores (decision 10).
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Passwords: Send + Sync {
    async fn hash(&self, password: &Password) -> Result<String, Busy>;

    /// Takes as long for `None` (nobody of that name) as for a wrong password.
    async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Busy>;
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    pub session: SessionId,
    pub user: User,
    pub store: Option<StoreCode>,
    pub username: String,
    /// Administrators only.
    pub rights: Option<Rights>,
    pub last_login_at: Option<Timestamp>,
    /// Whole seconds.
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
    /// Unique to this token.
    pub token_id: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    #[error("Invalid JWT Token")]
    Invalid,
    #[error("Expired JWT Token")]
    Expired,
}

/// Access tokens: RS256, with `iss`, `aud`, `sub`, `exp`, `iat`, `jti` and `kid` (decision 9).
#[cfg_attr(test, mockall::automock)]
pub trait Tokens: Send + Sync {
    fn issue(&self, claims: &Claims) -> String;

    /// The session of a token that is ours and has not expired at `now`.
    fn read(&self, token: &str, now: Timestamp) -> Result<SessionId, BadToken>;

    /// The public keys, as a JSON Web Key Set.
    fn jwks(&self) -> String;
}

/// Values that callers carry for us and cannot change: scroll cursors.
#[cfg_attr(test, mockall::automock)]
pub trait Seals: Send + Sync {
    /// URL-safe text that holds `payload` and our mark on it.
    fn seal(&self, payload: &[u8]) -> String;

    /// The payload, if the mark is ours.
    fn open(&self, sealed: &str) -> Option<Vec<u8>>;
}
