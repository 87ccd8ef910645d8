//! A server that is killed again and again while many write: what it acknowledged is there, once.
//!
//! `LAUREL_TEST_KILLS` says how often it is killed on an engine.

mod books;
mod deeds;
mod facts;

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::amount::Amount;
use infra_db::Database;
use laurel_tests::client::{Answer, Client};
use laurel_tests::server::{Engine, Server, every_engine};
use laurel_tests::world::{Store, a_store, number_below};
use serde_json::Value;
use tokio::sync::{Mutex, mpsc};

use self::books::Books;
use super::papers::with_spending_rule;

/// Set to a number of kills, this replaces the everyday one.
const KILLS: &str = "LAUREL_TEST_KILLS";
const EVERYDAY: usize = 3;

/// So many write at once.
const CLIENTS: usize = 8;

/// At the latest after so many acknowledged answers the server is killed.
const ANSWERS: u64 = 120;

/// What the server has to come back in, with whatever it was killed in.
const PATIENCE: Duration = Duration::from_mins(1);

const SETTINGS: &str = "settings[currency]=eur&settings[timezone]=UTC&settings[programName]=A\
    &settings[programPointsSingular]=A&settings[programPointsPlural]=A\
    &settings[accountActivationMethod]=email&settings[allTimeNotLocked]=1\
    &settings[customerStatusesEarning][]=active&settings[customerStatusesSpending][]=active\
    &settings[marketingVendorsValue]=none&settings[returns]=1&settings[webhooks]=1\
    &settings[tierAssignType]=transactions&settings[levelDowngradeMode]=none";

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_what_was_acknowledged_outlives_a_killed_server() {
    survive(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_what_was_acknowledged_outlives_a_killed_server() {
    if every_engine().contains(&Engine::Postgres) {
        survive(Engine::Postgres).await;
    }
}

async fn survive(engine: Engine) {
    let kills = std::env::var(KILLS).ok().map_or(EVERYDAY, |it| it.parse().expect("a number"));
    let mut server = Server::demo(engine).await;
    let client = server.client();
    let admin = client.admin().await;
    let store = a_store(&client, &admin).await;
    let settings = client.post(&store.path("settings")).token(&admin).form_text(SETTINGS);
    settings.await.must(200);
    let database = Database::open(&server.database_url).await.expect("the database");
    with_spending_rule(&database, &store, "1").await;
    database.close().await.expect("the database to close");

    let started = Instant::now();
    let books = Arc::new(Mutex::new(Books::default()));
    for _ in 0..kills {
        let crowd = Crowd::of(&server, &store, &books).await;
        crowd.write_until_killed(&mut server).await;
        let killed = Instant::now();
        server.start_again().await;
        assert!(killed.elapsed() < PATIENCE, "{engine}: {:?}", killed.elapsed());
        let client = server.client();
        let admin = client.admin().await;
        books.lock().await.check(&client, &admin, &store).await;
    }
    server.kill();
    let verified = server.command(&["verify"]).output().expect("laurel verify");
    let told = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success(), "{engine}: {told}");
    println!(
        "{engine}: {kills} kills in {:.0} s, {}",
        started.elapsed().as_secs_f64(),
        books.lock().await.summary()
    );
}

/// Clients that write until nobody answers.
struct Crowd {
    client: Client,
    admin: String,
    store: Store,
    books: Arc<Mutex<Books>>,
}

impl Crowd {
    async fn of(server: &Server, store: &Store, books: &Arc<Mutex<Books>>) -> Self {
        let client = server.client();
        let admin = client.admin().await;
        Self { client, admin, store: store.clone(), books: Arc::clone(books) }
    }

    async fn write_until_killed(self, server: &mut Server) {
        let crowd = Arc::new(self);
        let (answered, mut answers) = mpsc::unbounded_channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (crowd, answered) = (Arc::clone(&crowd), answered.clone());
                tokio::spawn(async move { while crowd.write(&answered).await {} })
            })
            .collect();
        for _ in 0..=number_below(ANSWERS) {
            answers.recv().await.expect("clients that write");
        }
        server.kill();
        for client in clients {
            client.await.expect("a client that goes on until nobody answers");
        }
    }

    /// Does one thing. Whether there was an answer.
    async fn write(&self, answered: &mpsc::UnboundedSender<()>) -> bool {
        let deed = self.books.lock().await.next_deed();
        let call = deed.call(&self.client, &self.store).token(&self.admin);
        let answer = call.attempt().await;
        let mut books = self.books.lock().await;
        let Some(answer) = answer else {
            books.unknown(deed);
            return false;
        };
        books.note(&deed, &answer);
        // Nobody counts any more once the server was told to go.
        let _ = answered.send(());
        true
    }
}

/// The text at a place of a body.
#[track_caller]
fn text_at(answer: &Answer, pointer: &str) -> String {
    let json = answer.json();
    let found = json.pointer(pointer).and_then(|it| it.as_str());
    found.unwrap_or_else(|| panic!("no {pointer} in {answer:?}")).to_owned()
}

/// A number of the wire, in cents. They have two decimals at most.
fn cents(number: &Value) -> i64 {
    let text = number.to_string();
    let amount = Amount::parse(&text).unwrap_or_else(|_| panic!("{number} is no amount"));
    amount.ten_thousandths() / 100
}
