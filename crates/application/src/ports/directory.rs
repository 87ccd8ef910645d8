//! Answers about the whole installation: who calls, which stores, roles and keys there are.

use std::sync::Arc;

use async_trait::async_trait;
use domain::access::Role;
use domain::account::{Login, User, UserKind};
use domain::ids::{KeyId, RoleId, SessionId};
use domain::policy::Actor;
use domain::store::{Store, StoreCode};

use super::query::Page;
use super::read::Listing;
use super::repos::Key;
use super::storage::StorageError;

/// Who a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub actor: Actor,
    /// The store a seller, a customer or a key is bound to.
    pub store: Option<StoreCode>,
    /// As written into the audit log.
    pub username: String,
}

/// Somebody who might be signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub user: User,
    pub principal: Principal,
    /// Active, not deleted, and whatever else its kind asks for (behaviour 1.2.2).
    pub can_sign_in: bool,
    pub login: Login,
}

/// Answers about the whole installation.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Directory: Send + Sync {
    /// Also an inactive one. May be up to a second old when another server changed it.
    async fn store(&self, code: &StoreCode) -> Result<Option<Arc<Store>>, StorageError>;

    /// By code.
    async fn stores(&self, page: Page) -> Result<Listing<Store>, StorageError>;

    /// Who a session belongs to; `None` when it ended or its user may not sign in any more. May
    /// be up to a second old when another server changed it.
    async fn principal(&self, session: SessionId) -> Result<Option<Principal>, StorageError>;

    /// The account that `name` means at the sign-in of `kind` in `store` (behaviour 1.2.2).
    async fn candidate(
        &self,
        kind: UserKind,
        store: &StoreCode,
        name: &str,
    ) -> Result<Option<Candidate>, StorageError>;

    /// By name.
    async fn roles(&self) -> Result<Vec<Role>, StorageError>;
    async fn role(&self, id: RoleId) -> Result<Option<Role>, StorageError>;

    /// Newest first.
    async fn keys(&self, page: Page) -> Result<Listing<Key>, StorageError>;

    /// May be up to a second old when another server changed it.
    async fn key(&self, id: KeyId) -> Result<Option<Key>, StorageError>;
}
