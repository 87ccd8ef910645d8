//! Repositories: they find and save, inside one unit of work. Every `find` of an aggregate takes
//! the row's lock where the engine has row locks.

use async_trait::async_trait;
use domain::Timestamp;
use domain::access::{Rights, Role};
use domain::account::{Admin, Login, User};
use domain::contact::{Email, Phone};
use domain::customer::Customer;
use domain::ids::{
    AdminId, AuditId, CustomerId, KeyId, LevelId, PosId, RoleId, SellerId, SessionId,
};
use domain::level::Level;
use domain::pos::Pos;
use domain::seller::Seller;
use domain::settings::Identification;
use domain::store::{Store, StoreCode};
use domain::text::Text;

use super::storage::StorageError;

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait StoreRepo: Send + Sync {
    async fn find(&self, code: &StoreCode) -> Result<Option<Store>, StorageError>;

    /// Inserts (version 0) or updates; [`StorageError::Taken`] names `code`.
    async fn save(&self, store: &Store) -> Result<(), StorageError>;
}

/// The values of a customer that are unique within its store (behaviour 3.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub loyalty_card: Option<Text>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait CustomerRepo: Send + Sync {
    /// A deleted customer is not found.
    async fn find(&self, id: CustomerId) -> Result<Option<Customer>, StorageError>;

    /// The customer with this phone, whether or not either has a leading `+`. A deleted customer is
    /// not found.
    async fn find_by_phone(&self, phone: &str) -> Result<Option<Customer>, StorageError>;

    /// Active customers, two at most, whose phone, card or e-mail address is `value`, without
    /// regard to case or a leading `+` (behaviour 3.16.2).
    async fn active_by(
        &self,
        by: Identification,
        value: &str,
    ) -> Result<Vec<CustomerId>, StorageError>;

    /// Those of `contacts` that another customer than `except` already uses.
    async fn taken(
        &self,
        contacts: &Contacts,
        except: Option<CustomerId>,
    ) -> Result<Contacts, StorageError>;

    /// Whether some customer's picture is the file of this path.
    async fn shows_avatar(&self, path: &str) -> Result<bool, StorageError>;

    /// Inserts or updates the row and appends the pending events to the history. Refuses with
    /// [`StorageError::Stale`] if the row moved on since it was read, and with
    /// [`StorageError::Taken`] (`email`, `phone`, `loyaltyCardNumber`, `id`) if a unique value
    /// was taken in between.
    async fn save(&self, customer: Customer) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait LevelRepo: Send + Sync {
    async fn find(&self, id: LevelId) -> Result<Option<Level>, StorageError>;

    /// Every level of the store, active or not, by ascending condition.
    async fn all(&self) -> Result<Vec<Level>, StorageError>;

    async fn save(&self, level: &Level) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait PosRepo: Send + Sync {
    async fn find(&self, id: PosId) -> Result<Option<Pos>, StorageError>;

    /// Those of `ids` that there are. One statement.
    async fn known(&self, ids: &[PosId]) -> Result<Vec<PosId>, StorageError>;

    /// [`StorageError::Taken`] names `identifier`.
    async fn save(&self, pos: &Pos) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait SellerRepo: Send + Sync {
    /// Deleted sellers are found: they stay listed.
    async fn find(&self, id: SellerId) -> Result<Option<Seller>, StorageError>;

    /// [`StorageError::Taken`] names `email`.
    async fn save(&self, seller: &Seller) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait AdminRepo: Send + Sync {
    async fn find(&self, id: AdminId) -> Result<Option<Admin>, StorageError>;

    /// Whether the installation has any administrator.
    async fn any(&self) -> Result<bool, StorageError>;

    /// Whether some administrator has this role.
    async fn any_with_role(&self, role: RoleId) -> Result<bool, StorageError>;

    /// [`StorageError::Taken`] names `username` or `email`.
    async fn save(&self, admin: &Admin) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait RoleRepo: Send + Sync {
    async fn find(&self, id: RoleId) -> Result<Option<Role>, StorageError>;
    async fn save(&self, role: &Role) -> Result<(), StorageError>;
    async fn delete(&self, id: RoleId) -> Result<(), StorageError>;
}

/// A permanent key (decision 11). The secret itself is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub id: KeyId,
    pub name: Text,
    /// Digest of the secret part.
    pub digest: String,
    pub rights: Rights,
    /// `None`: good for every store.
    pub store: Option<StoreCode>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    /// To the minute, so that a busy key does not write on every call.
    pub last_used_at: Option<Timestamp>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait KeyRepo: Send + Sync {
    async fn add(&self, key: &Key) -> Result<(), StorageError>;

    /// `false`: there was no such key.
    async fn delete(&self, id: KeyId) -> Result<bool, StorageError>;

    async fn used(&self, id: KeyId, at: Timestamp) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait LoginRepo: Send + Sync {
    async fn find(&self, user: User) -> Result<Option<Login>, StorageError>;

    /// Inserts or replaces.
    async fn save(&self, login: &Login) -> Result<(), StorageError>;

    async fn delete(&self, user: User) -> Result<(), StorageError>;
}

/// A signed-in session. Access tokens name it; it outlives none of its user's endings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: User,
    /// The store a seller or customer signed in to; `None` for administrators.
    pub store: Option<StoreCode>,
    pub created_at: Timestamp,
}

/// One of a session's refresh tokens, as stored: never the token, only its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    pub digest: String,
    pub session: SessionId,
    pub expires_at: Timestamp,
    /// Set once the token was exchanged for a newer one.
    pub replaced_at: Option<Timestamp>,
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait SessionRepo: Send + Sync {
    async fn open(&self, session: &Session, refresh: &RefreshToken) -> Result<(), StorageError>;

    async fn find_by_refresh(
        &self,
        digest: &str,
    ) -> Result<Option<(Session, RefreshToken)>, StorageError>;

    /// Marks `old` as replaced at `at` (the first time counts) and adds `new`.
    async fn rotate(
        &self,
        old: &str,
        at: Timestamp,
        new: &RefreshToken,
    ) -> Result<(), StorageError>;

    /// Ends one session with all of its tokens.
    async fn end(&self, id: SessionId) -> Result<(), StorageError>;

    /// Ends every session of a user.
    async fn end_all(&self, user: User) -> Result<(), StorageError>;

    /// Ends every session of a user but one.
    async fn end_others(&self, user: User, own: SessionId) -> Result<(), StorageError>;
}

/// One line of the audit log (behaviour 5.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: Timestamp,
    pub event_type: &'static str,
    /// `customer`, `level`, …
    pub entity_type: &'static str,
    pub entity_id: String,
    /// `<notlogged>` for anonymous callers and the system.
    pub username: String,
    pub data: AuditData,
}

/// What an audit line tells beside its type. Never a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditData {
    Nothing,
    List(Vec<String>),
    /// Field and value, as submitted.
    Submitted(Vec<(&'static str, String)>),
    /// Agreements that turned over: number and new value (behaviour 3.6.3).
    Agreements(Vec<(u8, bool)>),
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait AuditRepo: Send + Sync {
    async fn record(&self, entry: AuditEntry) -> Result<(), StorageError>;

    /// Empties the data of every line about a customer's submitted values (behaviour 7.3.3).
    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError>;
}
