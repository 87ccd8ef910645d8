//! What the use-cases need from the world.

mod outside;
mod query;
mod read;
mod repos;
mod storage;

pub use self::outside::{BadToken, Busy, Claims, Clock, Ids, Passwords, Seals, Secrets, Tokens};
pub use self::query::{
    Between, CustomerFilter, CustomerQuery, CustomerRef, Direction, LabelCondition, LevelQuery,
    LevelSort, Page, PosQuery, PosRef, PosSort, SellerQuery, SellerSort, SortField, SortPosition,
    SortValue, TillSearch, Window,
};
pub use self::read::{
    Candidate, CustomerPage, CustomerView, Directory, LevelCustomer, LevelLabel, LevelView,
    Listing, PosView, Principal, ReadModel, SellerView,
};
pub use self::repos::{
    AdminRepo, AuditData, AuditEntry, AuditRepo, Contacts, CustomerRepo, Key, KeyRepo, LevelRepo,
    LoginRepo, Message, MessageKind, OutboxRepo, PosRepo, RefreshToken, RoleRepo, SellerRepo,
    Session, SessionRepo, StoreRepo,
};
pub use self::storage::{Storage, StorageError, UnitOfWork};

#[cfg(test)]
pub use self::mocks::*;

#[cfg(test)]
mod mocks {
    pub use super::outside::{
        MockClock, MockIds, MockPasswords, MockSeals, MockSecrets, MockTokens,
    };
    pub use super::read::{MockDirectory, MockReadModel};
    pub use super::repos::{
        MockAdminRepo, MockAuditRepo, MockCustomerRepo, MockKeyRepo, MockLevelRepo, MockLoginRepo,
        MockOutboxRepo, MockPosRepo, MockRoleRepo, MockSellerRepo, MockSessionRepo, MockStoreRepo,
    };
    pub use super::storage::{MockStorage, MockUnitOfWork};
}
