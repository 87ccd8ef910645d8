//! A programme on a database of its own: use-cases, and a clock that is moved by hand.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use application::cx::{Cx, Options, Ports};
use application::ports::{Channels, Clock, Storage, Task};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::customer::{Customer, CustomerDraft};
use domain::form::{Given, Shape};
use domain::ids::CustomerId;
use domain::settings::SettingValue;
use domain::store::{Store, StoreCode};
use infra_io::{
    Argon2Passwords, FileReaders, Files, Keyring, Redrawing, StoredBlobs, Templates,
    TimeOrderedIds, Unset, WebhookOptions, Webhooks,
};
use laurel_tests::client::Client;
use laurel_tests::databases::TestDatabase;
use laurel_tests::world::unique;
use tokio::net::TcpListener;

use crate::laws::fixtures::level_of;

/// A form that registers somebody.
pub fn newcomer(email: &str) -> CustomerDraft {
    CustomerDraft {
        shape: Shape::Sound,
        first_name: Given::text("Ada"),
        last_name: Given::text("Lovelace"),
        email: Given::text(email),
        agreement1: Given::text("1"),
        ..CustomerDraft::default()
    }
}

/// A clock that stands still until it is moved.
pub struct MovingClock(AtomicI64);

impl Clock for MovingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub struct Programme {
    pub ports: Arc<Ports>,
    clock: Arc<MovingClock>,
    folder: PathBuf,
}

/// A setting, and its value.
pub type Setting = (&'static str, SettingValue);

impl Programme {
    /// The levels of the demo, in UTC, at noon of a first of January.
    pub async fn open(it: &TestDatabase) -> Self {
        let programme = Self::empty(it);
        let uow = it.database.begin(&StoreCode::default_store()).await.unwrap();
        for (number, condition) in [(0, 0), (1, 20), (2, 200), (3, 999)] {
            uow.levels().save(&level_of(number, condition)).await.unwrap();
        }
        uow.commit().await.unwrap();
        programme
    }

    /// The same without levels.
    pub fn empty(it: &TestDatabase) -> Self {
        let folder = std::env::temp_dir().join(format!("laurel-programme-{}", unique()));
        std::fs::create_dir_all(&folder).unwrap();
        infra_io::install_crypto_provider();
        let Keyring { tokens, seals, secrets } = Keyring::open(&folder).unwrap();
        let noon: Timestamp = "2022-01-01T12:00:00Z".parse().unwrap();
        let clock = Arc::new(MovingClock(AtomicI64::new(noon.timestamp_micros())));
        let webhooks =
            WebhookOptions { allow_private_addresses: false, timeout: Duration::from_secs(1) };
        let ports = Ports {
            storage: Arc::new(it.database.clone()),
            clock: Arc::<MovingClock>::clone(&clock),
            ids: Arc::new(TimeOrderedIds),
            secrets: Arc::new(secrets),
            passwords: Arc::new(Argon2Passwords::default()),
            tokens: Arc::new(tokens),
            seals: Arc::new(seals),
            blobs: Arc::new(StoredBlobs::in_folder(&folder).unwrap()),
            pictures: Arc::new(Redrawing::default()),
            channels: Channels {
                texts: Arc::new(Templates::open(None).unwrap()),
                mail: Arc::new(Unset),
                sms: Arc::new(Unset),
                push: Arc::new(Unset),
                webhooks: Arc::new(Webhooks::new(webhooks)),
                sent: Arc::new(Files::new(folder.join("outbox"))),
            },
            files: Arc::new(FileReaders),
            options: Options::default(),
        };
        Self { ports: Arc::new(ports), clock, folder }
    }

    /// The store as it is from now on.
    pub async fn set(&self, settings: &[Setting]) -> Cx {
        let code = StoreCode::default_store();
        let uow = self.ports.storage.begin(&code).await.unwrap();
        let mut store: Store = uow.stores().find(&code).await.unwrap().unwrap();
        for (key, value) in settings {
            store.settings.put(key, value.clone());
        }
        uow.stores().save(&store).await.unwrap();
        let store = uow.stores().find(&code).await.unwrap().unwrap();
        uow.commit().await.unwrap();
        Cx::operator(Arc::clone(&self.ports), Arc::new(store))
    }

    pub fn pass(&self, time: TimeDelta) {
        self.clock.0.fetch_add(time.num_microseconds().unwrap(), Ordering::SeqCst);
    }

    /// Moves the clock to a moment, be it an earlier one.
    pub fn go_to(&self, moment: &str) {
        let moment: Timestamp = moment.parse().unwrap();
        self.clock.0.store(moment.timestamp_micros(), Ordering::SeqCst);
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The wire, under the programme's clock, for as long as the test runs.
    pub async fn serve(&self) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = Client::of(&format!("http://{}", listener.local_addr().unwrap()));
        let app = api_http::app(Arc::clone(&self.ports), api_http::Options::default());
        let for_ever = std::future::pending();
        tokio::spawn(api_http::serve(listener, app, api_http::Limits::default(), for_ever));
        client
    }

    /// Somebody new, whose e-mail address is `<id>@example.com`.
    pub async fn a_customer(&self, cx: &Cx) -> CustomerId {
        let draft = newcomer(&format!("{}@example.com", unique()));
        let id = application::customers::register(cx, &draft).await.unwrap().id;
        let email = Given::text(&format!("{id}@example.com"));
        let draft = CustomerDraft { shape: Shape::Sound, email, ..CustomerDraft::default() };
        application::customers::update(cx, &id.into(), Some(&draft)).await.unwrap();
        id
    }

    /// The minute's job comes by.
    pub async fn tend(&self, cx: &Cx) {
        let job = cx.job(Task::Tend);
        let outcome = application::jobs::perform(&self.ports, &job).await;
        assert_eq!(outcome, application::jobs::Outcome::Done);
    }

    pub async fn customer(&self, id: CustomerId) -> Option<Customer> {
        let uow = self.ports.storage.begin(&StoreCode::default_store()).await.unwrap();
        uow.customers().find(id).await.unwrap()
    }

    pub fn close(self) {
        std::fs::remove_dir_all(self.folder).unwrap();
    }
}
