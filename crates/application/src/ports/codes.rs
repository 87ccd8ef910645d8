//! One-time codes and invitations.

use async_trait::async_trait;
use domain::account::User;
use domain::code::{OneTimeCode, Purpose};
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, Invitee};

use super::repos::Contacts;
use super::storage::StorageError;

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait CodeRepo: Send + Sync {
    async fn find(&self, user: User, purpose: Purpose)
    -> Result<Option<OneTimeCode>, StorageError>;

    /// The code whose live secret has this digest.
    async fn find_by_digest(
        &self,
        purpose: Purpose,
        digest: &str,
    ) -> Result<Option<OneTimeCode>, StorageError>;

    /// Inserts or replaces; [`StorageError::Taken`] names `code` when another one has the digest.
    async fn save(&self, code: &OneTimeCode) -> Result<(), StorageError>;

    /// Deletes every code of a user.
    async fn forget(&self, user: User) -> Result<(), StorageError>;
}

#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait InvitationRepo: Send + Sync {
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError>;
    async fn find_by_token(&self, token: &str) -> Result<Option<Invitation>, StorageError>;

    /// The invitation that `recipient` came of.
    async fn find_by_recipient(
        &self,
        recipient: CustomerId,
    ) -> Result<Option<Invitation>, StorageError>;

    /// Whoever invited `recipient`; nothing is locked.
    async fn referrer_of(&self, recipient: CustomerId) -> Result<Option<CustomerId>, StorageError>;

    /// Whether this referrer invited this person already.
    async fn any_to(&self, referrer: CustomerId, invitee: &Invitee) -> Result<bool, StorageError>;

    /// Inserts or replaces.
    async fn save(&self, invitation: &Invitation) -> Result<(), StorageError>;

    /// Blanks the invitee of every invitation that a person came of, or that was sent to one of
    /// these addresses.
    async fn forget(&self, recipient: CustomerId, contacts: &Contacts) -> Result<(), StorageError>;
}
