//! Two workers, many jobs, and a killer: everything is done, and nothing twice at once.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use application::ports::{Clock, Event, EventData, Ids, Storage};
use domain::ids::{CustomerId, EndpointId, EventId};
use domain::store::StoreCode;
use domain::webhook::{Endpoint, Topic};
use infra_db::Database;
use infra_io::{SystemClock, TimeOrderedIds};
use laurel_tests::patience::until_within;
use laurel_tests::receiver::Receiver;
use laurel_tests::server::{Engine, Server, every_engine};

use super::rows::{execute, waiting};

/// Set to a number of jobs, this replaces the everyday one.
const JOBS: &str = "LAUREL_TEST_JOBS";
const EVERYDAY: usize = 2_000;

/// A worker lives so long.
const LIFE: Duration = Duration::from_millis(1_500);

const PATIENCE: Duration = Duration::from_mins(20);

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_no_job_is_lost_or_done_twice_at_once_when_workers_are_killed() {
    survive(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_no_job_is_lost_or_done_twice_at_once_when_workers_are_killed() {
    if every_engine().contains(&Engine::Postgres) {
        survive(Engine::Postgres).await;
    }
}

async fn survive(engine: Engine) {
    // Each event is two jobs: one that relays it, and one that delivers it.
    let jobs = std::env::var(JOBS).ok().map_or(EVERYDAY, |it| it.parse().expect("a number"));
    let events = jobs / 2;
    let server = Server::demo_with(engine, &[("LAUREL__WORKER__ENABLED", "false")]).await;
    let receiver = Receiver::start(Duration::from_millis(2)).await;
    fill(&server, &receiver.url, events).await;

    let started = Instant::now();
    let mut kills = 0;
    let mut workers = [Worker::start(&server), Worker::start(&server)];
    while receiver.counts().1 < events * 3 / 4 {
        tokio::time::sleep(LIFE).await;
        workers[kills % 2] = Worker::start(&server);
        kills += 1;
        assert!(started.elapsed() < PATIENCE, "{:?} of {events}", receiver.counts());
    }
    drop(workers);
    // Nobody lives who could still work on what was taken.
    let text = "UPDATE job SET due_at = 0 WHERE kind NOT IN ('housekeeping', 'tend', 'segments', 'reconcile')";
    execute(&server, text).await;
    let workers = [Worker::start(&server), Worker::start(&server)];
    until_within(PATIENCE, "nothing waits", async || waiting(&server).await == 0).await;
    drop(workers);

    let (calls, delivered) = receiver.counts();
    println!(
        "{engine}: {jobs} jobs in {:.1} s, {} kills, {} deliveries more than once",
        started.elapsed().as_secs_f64(),
        kills + 2,
        calls - delivered,
    );
    assert_eq!(delivered, events, "every event is delivered");
    assert_eq!(receiver.overlaps(), 0, "no delivery twice at once");
}

/// Stores events, each with the job that relays it.
async fn fill(server: &Server, url: &str, events: usize) {
    let database = Database::open(&server.database_url).await.expect("the database");
    let store = StoreCode::default_store();
    let now = SystemClock.now();
    let endpoint = Endpoint {
        id: EndpointId(TimeOrderedIds.next()),
        url: url.to_owned(),
        topics: vec![],
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
        previous: None,
        header: None,
        active: true,
        disabled_reason: None,
        from_settings: false,
        created_at: now,
        version: 0,
    };
    let customer = CustomerId(TimeOrderedIds.next());
    let uow = database.begin(&store).await.expect("a unit of work");
    uow.endpoints().save(&endpoint).await.expect("the endpoint to be kept");
    for _ in 0..events {
        let id = EventId(TimeOrderedIds.next());
        let topic = Topic::CustomerUpdated;
        let event =
            Event { id, at: now, topic, customer: Some(customer), data: EventData::Nothing };
        uow.outbox().add(event).await.expect("the event to be kept");
    }
    uow.commit().await.expect("everything to be kept");
    database.close().await.expect("the database to close");
}

/// A `laurel worker` that is killed when it is dropped, without a warning.
struct Worker(Child);

impl Worker {
    fn start(server: &Server) -> Self {
        let mut command: Command = server.command(&["worker"]);
        command.env("LAUREL__WEBHOOKS__ALLOW_PRIVATE_ADDRESSES", "true");
        command.env("LAUREL__LOG__LEVEL", "error");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("a worker"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().expect("to kill it");
        self.0.wait().expect("to see it dead");
    }
}
