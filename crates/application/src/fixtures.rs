//! Test doubles for use-cases: mocked ports with sensible answers, callers, and a record of what
//! was kept.
//!
//! A test sets what it cares about on a [`Stage`], then turns it into a [`Cx`]. Whatever was not
//! set is filled in then: saves succeed and are recorded, passwords hash to `hash of <password>`.

mod papers;
mod record;
mod samples;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use domain::Timestamp;
use domain::access::{Access, Rights};
use domain::ids::{AdminId, CustomerId, SellerId};
use domain::locale::Locale;
use domain::policy::Actor;
use domain::store::Store;
use uuid::Uuid;

pub(crate) use self::papers::{account, back, document_draft, sale, told, transfer_draft};
pub(crate) use self::record::{Kept, Record, Repos};
pub(crate) use self::samples::{
    campaign, campaign_draft, coupon, customer, customer_draft, endpoint, level, level_draft,
    phoned, pos, pos_draft, role, rule, rule_draft, segment, segment_draft, seller, seller_draft,
    store,
};
use crate::cx::{Cx, Options, Ports};
use crate::ports::{
    Agenda, Channels, Directory, MockAgenda, MockBlobs, MockClock, MockDirectory, MockIds,
    MockImportFiles, MockMailChannel, MockPasswords, MockPictures, MockPushChannel, MockQueue,
    MockReadModel, MockSeals, MockSecrets, MockSentMessages, MockSmsChannel, MockStorage,
    MockTexts, MockTokens, MockWebhookChannel, Queue,
};

/// The mocked ports of one test.
pub(crate) struct Stage {
    /// The store that the caller is in.
    pub store: Store,
    /// What the one unit of work offers.
    pub repos: Repos,
    /// What further units of work offer, of use-cases that have several.
    pub later: VecDeque<Repos>,
    /// Handed out in this order, one for each time a read model is opened.
    pub reads: VecDeque<MockReadModel>,
    pub agenda: MockAgenda,
    pub directory: MockDirectory,
    pub passwords: MockPasswords,
    pub secrets: MockSecrets,
    pub tokens: MockTokens,
    pub seals: MockSeals,
    pub queue: MockQueue,
    pub blobs: MockBlobs,
    pub pictures: MockPictures,
    pub files: MockImportFiles,
    pub texts: MockTexts,
    pub mail: MockMailChannel,
    pub sms: MockSmsChannel,
    pub push: MockPushChannel,
    pub webhooks: MockWebhookChannel,
    pub sent: MockSentMessages,
    pub options: Options,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            store: store(),
            repos: Repos::default(),
            later: VecDeque::new(),
            reads: VecDeque::new(),
            agenda: MockAgenda::new(),
            directory: MockDirectory::new(),
            passwords: MockPasswords::new(),
            secrets: MockSecrets::new(),
            tokens: MockTokens::new(),
            seals: MockSeals::new(),
            queue: MockQueue::new(),
            blobs: MockBlobs::new(),
            pictures: MockPictures::new(),
            files: MockImportFiles::new(),
            texts: MockTexts::new(),
            mail: MockMailChannel::new(),
            sms: MockSmsChannel::new(),
            push: MockPushChannel::new(),
            webhooks: MockWebhookChannel::new(),
            sent: MockSentMessages::new(),
            options: Options::default(),
        }
    }

    /// Adds a read model with the answers that `set` gives it.
    pub fn reading(mut self, set: impl FnOnce(&mut MockReadModel)) -> Self {
        let mut read = MockReadModel::new();
        set(&mut read);
        self.reads.push_back(read);
        self
    }

    /// A call by `actor`, and the record of what it will keep.
    pub fn call(self, actor: Actor) -> (Cx, Record) {
        let store = Arc::new(self.store.clone());
        let (ports, record) = self.ports();
        let username = name_of(&actor).to_owned();
        (Cx::new(ports, store, actor, username, Locale::english()), record)
    }

    /// The ports alone, for use-cases without a caller.
    pub fn ports(self) -> (Arc<Ports>, Record) {
        let record = Record::default();
        let units = std::iter::once(self.repos).chain(self.later).collect();
        let directory = with_default_store(self.directory, Arc::new(self.store));
        let ports = Ports {
            storage: Arc::new(storage(
                units,
                self.reads,
                self.agenda,
                directory,
                self.queue,
                &record,
            )),
            clock: Arc::new(clock()),
            ids: Arc::new(counting_ids()),
            secrets: Arc::new(with_default_secrets(self.secrets)),
            passwords: Arc::new(with_default_passwords(self.passwords)),
            tokens: Arc::new(self.tokens),
            seals: Arc::new(self.seals),
            blobs: Arc::new(self.blobs),
            pictures: Arc::new(self.pictures),
            files: Arc::new(self.files),
            channels: Channels {
                texts: Arc::new(self.texts),
                mail: Arc::new(self.mail),
                sms: Arc::new(self.sms),
                push: Arc::new(self.push),
                webhooks: Arc::new(self.webhooks),
                sent: Arc::new(self.sent),
            },
            options: self.options,
        };
        (Arc::new(ports), record)
    }
}

/// The moment at which every test happens.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_timestamp(1_600_000_000, 0).expect("a time of this century")
}

/// The master administrator.
pub(crate) fn admin() -> Actor {
    Actor::Admin(AdminId(Uuid::from_u128(1)), Rights::Master)
}

/// An administrator who sees everything and changes nothing.
pub(crate) fn reporter() -> Actor {
    Actor::Admin(AdminId(Uuid::from_u128(2)), Rights::everywhere(Access::View))
}

/// An administrator who changes everything without being the master.
pub(crate) fn supervisor() -> Actor {
    Actor::Admin(AdminId(Uuid::from_u128(3)), Rights::everywhere(Access::Modify))
}

pub(crate) fn as_seller(id: SellerId) -> Actor {
    Actor::Seller(id)
}

pub(crate) fn as_customer(id: CustomerId) -> Actor {
    Actor::Customer(id)
}

pub(crate) fn anonymous() -> Actor {
    Actor::Anonymous
}

fn name_of(actor: &Actor) -> &'static str {
    match actor {
        Actor::Anonymous => crate::cx::NOT_LOGGED,
        Actor::Admin(..) => "admin",
        Actor::Seller(_) => "seller",
        Actor::Customer(_) => "customer",
    }
}

/// The units of work and the read models in their order, one directory.
fn storage(
    units: VecDeque<Repos>,
    reads: VecDeque<MockReadModel>,
    agenda: MockAgenda,
    directory: MockDirectory,
    queue: MockQueue,
    record: &Record,
) -> MockStorage {
    let mut storage = MockStorage::new();
    let units: VecDeque<_> = units.into_iter().map(|it| it.into_unit_of_work(record)).collect();
    let units = Mutex::new(units);
    storage.expect_begin().returning(move |_| {
        let next = units.lock().expect("not poisoned").pop_front();
        Ok(Box::new(next.expect("a unit of work that the test prepared")))
    });
    let reads = Mutex::new(reads);
    storage.expect_read().returning(move |_| {
        let next = reads.lock().expect("not poisoned").pop_front();
        Box::new(next.expect("a read model that the test prepared"))
    });
    let agenda: Arc<dyn Agenda> = Arc::new(agenda);
    storage.expect_agenda().returning(move |_| Arc::clone(&agenda));
    let directory: Arc<dyn Directory> = Arc::new(directory);
    storage.expect_directory().returning(move || Arc::clone(&directory));
    let queue: Arc<dyn Queue> = Arc::new(queue);
    storage.expect_queue().returning(move || Arc::clone(&queue));
    storage.expect_differences().returning(|_| Ok(vec![]));
    storage.expect_ping().returning(|| Ok(()));
    storage
}

/// Every store's code means the caller's store, unless the test says otherwise.
fn with_default_store(mut directory: MockDirectory, store: Arc<Store>) -> MockDirectory {
    directory.expect_store().returning(move |_| Ok(Some(Arc::clone(&store))));
    directory
}

fn clock() -> MockClock {
    let mut clock = MockClock::new();
    clock.expect_now().return_const(now());
    clock
}

/// 00000000-0000-0000-0000-0000000003e9 and up: out of the way of ids that tests choose.
fn counting_ids() -> MockIds {
    let mut ids = MockIds::new();
    let last = AtomicU64::new(1_000);
    ids.expect_next()
        .returning(move || Uuid::from_u128(u128::from(last.fetch_add(1, Ordering::Relaxed) + 1)));
    ids
}

fn with_default_secrets(mut secrets: MockSecrets) -> MockSecrets {
    let last = AtomicU64::new(0);
    secrets
        .expect_fresh()
        .returning(move || format!("secret-{}", last.fetch_add(1, Ordering::Relaxed) + 1));
    secrets.expect_code().returning(|| "123456".to_owned());
    secrets.expect_hex().returning(|digits| "a".repeat(digits));
    secrets.expect_password().returning(|| "Temporary1".to_owned());
    secrets.expect_below().returning(|_| 0);
    secrets.expect_digest_code().returning(|purpose, code| format!("{purpose} digest of {code}"));
    secrets.expect_digest().returning(|secret| format!("digest of {secret}"));
    secrets.expect_same().returning(|one, other| one == other);
    secrets
}

fn with_default_passwords(mut passwords: MockPasswords) -> MockPasswords {
    passwords.expect_hash().returning(|it| Ok(format!("hash of {}", it.expose())));
    passwords
        .expect_verify()
        .returning(|it, hash| Ok(hash == Some(format!("hash of {}", it.expose()))));
    passwords
}
