//! Answers about the whole installation, and what is remembered of them for a second.

mod caches;
mod candidates;
mod lists;
mod principals;

use std::sync::Arc;

use application::ports::{Candidate, Directory, Key, Listing, Page, Principal, StorageError};
use async_trait::async_trait;
use domain::access::Role;
use domain::account::UserKind;
use domain::ids::{KeyId, RoleId, SessionId};
use domain::store::{Store, StoreCode};
use sea_orm::DatabaseConnection;

pub use self::caches::Caches;
use crate::Database;

/// The directory of an opened database.
pub struct SeaDirectory {
    database: Database,
}

impl SeaDirectory {
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    fn db(&self) -> &DatabaseConnection {
        self.database.reader()
    }
}

#[async_trait]
impl Directory for SeaDirectory {
    async fn store(&self, code: &StoreCode) -> Result<Option<Arc<Store>>, StorageError> {
        let load = self.load_store(code);
        self.database.caches().store(code, load).await
    }

    async fn stores(&self, page: Page) -> Result<Listing<Store>, StorageError> {
        self.store_list(page).await
    }

    async fn principal(&self, session: SessionId) -> Result<Option<Principal>, StorageError> {
        let load = self.load_principal(session);
        self.database.caches().principal(session, load).await
    }

    async fn candidate(
        &self,
        kind: UserKind,
        store: &StoreCode,
        name: &str,
    ) -> Result<Option<Candidate>, StorageError> {
        self.find_candidate(kind, store, name).await
    }

    async fn roles(&self) -> Result<Vec<Role>, StorageError> {
        self.role_list().await
    }

    async fn role(&self, id: RoleId) -> Result<Option<Role>, StorageError> {
        self.load_role(id).await
    }

    async fn keys(&self, page: Page) -> Result<Listing<Key>, StorageError> {
        self.key_list(page).await
    }

    async fn key(&self, id: KeyId) -> Result<Option<Key>, StorageError> {
        let load = self.load_key(id);
        self.database.caches().key(id, load).await
    }
}
