//! Ports that know nothing, for tests of the edge.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use application::cx::{Options, Ports};
use application::ports::{
    BadToken, Busy, Claims, Clock, Directory, Ids, Passwords, ReadModel, Seals, Secrets, Storage,
    StorageError, Tokens, UnitOfWork,
};
use async_trait::async_trait;
use domain::Timestamp;
use domain::ids::SessionId;
use domain::password::Password;
use domain::store::StoreCode;
use uuid::Uuid;

/// All ports at once. Ids count upwards from one.
#[derive(Default)]
pub(crate) struct Nothing {
    last_id: AtomicU64,
    pub(crate) is_down: AtomicBool,
}

pub(crate) fn ports() -> (Arc<Ports>, Arc<Nothing>) {
    let nothing = Arc::new(Nothing::default());
    let ports = Ports {
        storage: nothing.clone(),
        clock: nothing.clone(),
        ids: nothing.clone(),
        secrets: nothing.clone(),
        passwords: nothing.clone(),
        tokens: nothing.clone(),
        seals: nothing.clone(),
        options: Options::default(),
    };
    (Arc::new(ports), nothing)
}

#[async_trait]
impl Storage for Nothing {
    async fn begin(&self, _: &StoreCode) -> Result<Box<dyn UnitOfWork>, StorageError> {
        unreachable!("the edge does not write")
    }

    fn read(&self, _: &StoreCode) -> Box<dyn ReadModel> {
        unreachable!("the edge does not read")
    }

    fn directory(&self) -> Arc<dyn Directory> {
        unreachable!("the edge does not look up")
    }

    async fn ping(&self) -> Result<(), StorageError> {
        if self.is_down.load(Ordering::Relaxed) { Err(StorageError::Stale) } else { Ok(()) }
    }
}

impl Clock for Nothing {
    fn now(&self) -> Timestamp {
        unreachable!("the edge does not ask for the time")
    }
}

impl Ids for Nothing {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(0, self.last_id.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

impl Secrets for Nothing {
    fn fresh(&self) -> String {
        String::new()
    }

    fn digest(&self, secret: &str) -> String {
        secret.to_owned()
    }

    fn same(&self, one: &str, other: &str) -> bool {
        one == other
    }
}

#[async_trait]
impl Passwords for Nothing {
    async fn hash(&self, _: &Password) -> Result<String, Busy> {
        Err(Busy)
    }

    async fn verify(&self, _: &Password, _: Option<String>) -> Result<bool, Busy> {
        Err(Busy)
    }
}

impl Tokens for Nothing {
    fn issue(&self, _: &Claims) -> String {
        String::new()
    }

    fn read(&self, _: &str, _: Timestamp) -> Result<SessionId, BadToken> {
        Err(BadToken::Invalid)
    }

    fn jwks(&self) -> String {
        r#"{"keys":[]}"#.to_owned()
    }
}

impl Seals for Nothing {
    fn seal(&self, _: &[u8]) -> String {
        String::new()
    }

    fn open(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}
