//! What this server remembers of stores, levels, sessions and keys.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use application::ports::{Key, Principal, StorageError};
use domain::ids::{KeyId, SessionId};
use domain::level::Level;
use domain::store::{Store, StoreCode};
use moka::sync::Cache;

/// How old an answer may be when another server changed it.
const LIFETIME: Duration = Duration::from_secs(1);

/// Enough for the busy ones; also bounds what unknown codes and ids can fill.
const CAPACITY: u64 = 10_000;

/// Answers by what was asked, also those that found nothing. Each is marked with the generation
/// in which its query began, and counts only during that one.
type Answers<K, V> = Cache<K, (u64, Option<V>)>;

/// Short-lived answers of the directory.
#[derive(Debug)]
pub struct Caches {
    generation: AtomicU64,
    stores: Answers<StoreCode, Arc<Store>>,
    principals: Answers<SessionId, Principal>,
    keys: Answers<KeyId, Key>,
    levels: Answers<StoreCode, Arc<Vec<Level>>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            generation: AtomicU64::new(0),
            stores: answers(),
            principals: answers(),
            keys: answers(),
            levels: answers(),
        }
    }
}

impl Caches {
    /// From now on nothing that was read before counts, nor anything that is being read.
    pub fn forget_all(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    pub async fn store(
        &self,
        code: &StoreCode,
        load: impl Future<Output = Result<Option<Store>, StorageError>>,
    ) -> Result<Option<Arc<Store>>, StorageError> {
        let load = async { Ok(load.await?.map(Arc::new)) };
        self.remembered(&self.stores, code.clone(), load).await
    }

    pub async fn principal(
        &self,
        session: SessionId,
        load: impl Future<Output = Result<Option<Principal>, StorageError>>,
    ) -> Result<Option<Principal>, StorageError> {
        self.remembered(&self.principals, session, load).await
    }

    pub async fn key(
        &self,
        id: KeyId,
        load: impl Future<Output = Result<Option<Key>, StorageError>>,
    ) -> Result<Option<Key>, StorageError> {
        self.remembered(&self.keys, id, load).await
    }

    pub async fn levels(
        &self,
        code: &StoreCode,
        load: impl Future<Output = Result<Option<Vec<Level>>, StorageError>>,
    ) -> Result<Arc<Vec<Level>>, StorageError> {
        let load = async { Ok(load.await?.map(Arc::new)) };
        Ok(self.remembered(&self.levels, code.clone(), load).await?.unwrap_or_default())
    }

    async fn remembered<K, V>(
        &self,
        answers: &Answers<K, V>,
        asked: K,
        load: impl Future<Output = Result<Option<V>, StorageError>>,
    ) -> Result<Option<V>, StorageError>
    where
        K: Hash + Eq + Send + Sync + 'static,
        V: Clone + Send + Sync + 'static,
    {
        let generation = self.generation.load(Ordering::SeqCst);
        match answers.get(&asked) {
            Some((then, answer)) if then == generation => return Ok(answer),
            _ => {}
        }
        let answer = load.await?;
        answers.insert(asked, (generation, answer.clone()));
        Ok(answer)
    }
}

fn answers<K, V>() -> Answers<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder().max_capacity(CAPACITY).time_to_live(LIFETIME).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_that_was_being_read_while_all_was_forgotten_does_not_count() {
        let caches = Caches::default();
        let session = SessionId(uuid::Uuid::nil());
        let principal = Principal {
            actor: domain::policy::Actor::Anonymous,
            store: None,
            username: String::new(),
        };
        let stale = async {
            caches.forget_all();
            Ok(Some(principal.clone()))
        };
        caches.principal(session, stale).await.unwrap();
        let fresh = caches.principal(session, async { Ok(None) }).await.unwrap();
        assert_eq!(fresh, None);
        let remembered = caches.principal(session, async { Ok(Some(principal.clone())) }).await;
        assert_eq!(remembered.unwrap(), None);
    }
}
