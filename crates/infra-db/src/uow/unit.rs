//! The transaction as a unit of work: it is all of its own repositories.

use application::ports::{
    AccountRepo, AdminRepo, AuditRepo, CampaignRepo, CodeRepo, CustomerRepo, EndpointRepo,
    ImportRepo, InvitationRepo, JobRepo, KeyRepo, LevelRepo, LoginRepo, OutboxRepo, PosRepo,
    PurchaseRepo, RoleRepo, RuleRepo, SegmentRepo, SellerRepo, SessionRepo, StorageError,
    StoreRepo, UnitOfWork,
};
use async_trait::async_trait;

use super::SeaUow;
use crate::errors::storage_error;
use crate::traces;

#[async_trait]
impl UnitOfWork for SeaUow {
    fn stores(&self) -> &dyn StoreRepo {
        self
    }

    fn customers(&self) -> &dyn CustomerRepo {
        self
    }

    fn accounts(&self) -> &dyn AccountRepo {
        self
    }

    fn purchases(&self) -> &dyn PurchaseRepo {
        self
    }

    fn rules(&self) -> &dyn RuleRepo {
        self
    }

    fn segments(&self) -> &dyn SegmentRepo {
        self
    }

    fn campaigns(&self) -> &dyn CampaignRepo {
        self
    }

    fn levels(&self) -> &dyn LevelRepo {
        self
    }

    fn pos(&self) -> &dyn PosRepo {
        self
    }

    fn sellers(&self) -> &dyn SellerRepo {
        self
    }

    fn admins(&self) -> &dyn AdminRepo {
        self
    }

    fn roles(&self) -> &dyn RoleRepo {
        self
    }

    fn keys(&self) -> &dyn KeyRepo {
        self
    }

    fn logins(&self) -> &dyn LoginRepo {
        self
    }

    fn sessions(&self) -> &dyn SessionRepo {
        self
    }

    fn audit(&self) -> &dyn AuditRepo {
        self
    }

    fn outbox(&self) -> &dyn OutboxRepo {
        self
    }

    fn jobs(&self) -> &dyn JobRepo {
        self
    }

    fn endpoints(&self) -> &dyn EndpointRepo {
        self
    }

    fn codes(&self) -> &dyn CodeRepo {
        self
    }

    fn invitations(&self) -> &dyn InvitationRepo {
        self
    }

    fn imports(&self) -> &dyn ImportRepo {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        let Self {
            tx,
            store: _,
            caches,
            spent,
            wrote_cached,
            added_jobs,
            jobs_added,
            erased,
            writer,
        } = *self;
        if spent.into_inner() {
            // Whether or not the rollback gets through, nothing is kept.
            drop(tx.rollback().await);
            return Err(StorageError::Spent);
        }
        let committed = tx.commit().await.map_err(storage_error);
        if wrote_cached.into_inner() {
            // Also after an error: the database may have kept it and lost only the answer.
            caches.forget_all();
        }
        if added_jobs.into_inner() {
            jobs_added.notify_one();
        }
        if erased.into_inner() {
            tokio::spawn(async move { traces::cut_log(&writer).await });
        }
        committed
    }
}
