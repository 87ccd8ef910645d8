//! Ports that know nothing, for tests of the edge.

mod files;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use application::cx::{Options, Ports};
use application::ports::{
    Agenda, BadToken, Busy, Channels, Checked, Checkpoint, Claims, Clock, Delivery, Difference,
    Directory, Envelope, Expired, Ids, Job, JobQuery, Listing, Mail, MailChannel, Page, Passwords,
    PushChannel, PushMessage, Queue, QueueDepth, ReadModel, Reconciliation, Seals, Secrets,
    SendError, SentMessage, SentMessages, SmsChannel, SmsMessage, Storage, StorageError, Template,
    Texts, Tokens, UnitOfWork, WebhookChannel, Words,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::Timestamp;
use domain::customer::PushToken;
use domain::ids::{CustomerId, SessionId};
use domain::locale::Locale;
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
        blobs: nothing.clone(),
        pictures: nothing.clone(),
        files: nothing.clone(),
        channels: Channels {
            texts: nothing.clone(),
            mail: nothing.clone(),
            sms: nothing.clone(),
            push: nothing.clone(),
            webhooks: nothing.clone(),
            sent: nothing.clone(),
        },
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

    fn agenda(&self, _: &StoreCode) -> Arc<dyn Agenda> {
        unreachable!("the edge waits for nothing")
    }

    fn directory(&self) -> Arc<dyn Directory> {
        unreachable!("the edge does not look up")
    }

    fn queue(&self) -> Arc<dyn Queue> {
        Arc::new(Self::default())
    }

    async fn check(&self, _: &Checkpoint) -> Result<Checked, StorageError> {
        unreachable!("the edge checks nothing")
    }

    async fn reconciliation(&self) -> Result<Option<Reconciliation>, StorageError> {
        Ok(None)
    }

    async fn save_reconciliation(&self, _: &Reconciliation) -> Result<(), StorageError> {
        unreachable!("the edge checks nothing")
    }

    async fn differences(&self, _: u64) -> Result<Vec<Difference>, StorageError> {
        unreachable!("nobody asks")
    }

    async fn ping(&self) -> Result<(), StorageError> {
        if self.is_down.load(Ordering::Relaxed) { Err(StorageError::Stale) } else { Ok(()) }
    }
}

/// Knows how much is to be done, and does nothing.
#[async_trait]
impl Queue for Nothing {
    async fn claim(&self, _: Timestamp, _: TimeDelta, _: u32) -> Result<Vec<Job>, StorageError> {
        unreachable!("the edge does no jobs")
    }

    async fn done(&self, _: &Job) -> Result<bool, StorageError> {
        unreachable!("the edge does no jobs")
    }

    async fn put_back(&self, _: &Job, _: &Job) -> Result<bool, StorageError> {
        unreachable!("the edge does no jobs")
    }

    async fn list(&self, _: &StoreCode, _: JobQuery) -> Result<Listing<Job>, StorageError> {
        unreachable!("the edge lists no jobs")
    }

    async fn depth(&self) -> Result<QueueDepth, StorageError> {
        let oldest_due = Some(Timestamp::UNIX_EPOCH - TimeDelta::seconds(7));
        Ok(QueueDepth { waiting: 3, dead: 1, oldest_due })
    }

    async fn forget_expired(&self, _: &Expired) -> Result<(), StorageError> {
        unreachable!("the edge does no jobs")
    }

    async fn added(&self) {
        unreachable!("the edge does no jobs")
    }
}

impl Clock for Nothing {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
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

    fn code(&self) -> String {
        String::new()
    }

    fn hex(&self, _: usize) -> String {
        String::new()
    }

    fn password(&self) -> String {
        String::new()
    }

    fn below(&self, _: u32) -> u32 {
        0
    }

    fn digest_code(&self, _: &str, code: &str) -> String {
        code.to_owned()
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

#[async_trait]
impl MailChannel for Nothing {
    async fn send(&self, _: &Envelope, _: &Mail) -> Result<(), SendError> {
        Err(SendError::later("nothing"))
    }
}

#[async_trait]
impl SmsChannel for Nothing {
    async fn send(&self, _: &Envelope, _: &SmsMessage) -> Result<(), SendError> {
        Err(SendError::later("nothing"))
    }

    async fn check(&self) -> Result<(), SendError> {
        Err(SendError::later("nothing"))
    }
}

#[async_trait]
impl PushChannel for Nothing {
    async fn send(&self, _: &Envelope, _: &PushMessage) -> Result<Vec<PushToken>, SendError> {
        Err(SendError::later("nothing"))
    }
}

#[async_trait]
impl WebhookChannel for Nothing {
    async fn deliver(&self, _: &Delivery) -> Result<(), SendError> {
        Err(SendError::later("nothing"))
    }

    fn accepts(&self, _: &str) -> bool {
        false
    }

    fn fresh_secret(&self) -> String {
        String::new()
    }

    fn body(&self, _: &str, _: Timestamp, _: &str) -> String {
        String::new()
    }
}

impl Texts for Nothing {
    fn render(
        &self,
        _: Template,
        _: &Locale,
        _: &[(&'static str, String)],
    ) -> Result<Words, SendError> {
        Err(SendError::later("nothing"))
    }
}

#[async_trait]
impl SentMessages for Nothing {
    async fn list(&self, _: &StoreCode, _: Page) -> Result<Listing<SentMessage>, SendError> {
        Ok(Listing { items: vec![], total: 0 })
    }

    async fn forget(&self, _: &StoreCode, _: CustomerId) -> Result<(), SendError> {
        Ok(())
    }
}
