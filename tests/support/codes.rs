//! One-time codes that a test knows, stored as if they had been sent at a time of its choice.

use std::time::{Duration, Instant};

use application::ports::{Clock, JobQuery, Page, Secrets, Storage};
use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, OneTimeCode, Purpose};
use domain::contact::Phone;
use domain::store::StoreCode;
use infra_db::Database;
use infra_io::{Keyring, SystemClock};

use crate::server::Server;

pub struct Sent<'a> {
    pub user: User,
    pub purpose: Purpose,
    pub channel: Channel,
    pub secret: &'a str,
    /// How long ago.
    pub ago: TimeDelta,
    /// What a confirmed change of phone will set.
    pub phone: Option<&'a str>,
}

/// Stores a code in the server's own database.
pub async fn plant(server: &Server, store: &str, sent: Sent<'_>) {
    let secrets = Keyring::open(&server.data).expect("the server's keys").secrets;
    let bound = format!("{:?}/{store}", sent.purpose);
    let digest = if sent.secret.len() < 10 {
        secrets.digest_code(&bound, sent.secret)
    } else {
        secrets.digest(sent.secret)
    };
    let then = SystemClock.now() - sent.ago;
    let mut code = OneTimeCode::request(sent.user, sent.purpose, then);
    code.issue(digest, sent.channel, then);
    code.phone = sent.phone.map(|it| Phone::parse(it).expect("a phone"));

    let database = Database::open(&server.database_url).await.expect("the server's database");
    let store = StoreCode::parse(store).expect("a store code");
    until_nothing_waits(&database, &store, sent.user).await;
    let uow = database.begin(&store).await.expect("a unit of work");
    uow.codes().save(&code).await.expect("the code to be kept");
    uow.commit().await.expect("the code to be kept");
    database.close().await.expect("the database to close");
}

/// A message that is on its way would bring another code, and put it in the place of this one.
async fn until_nothing_waits(database: &Database, store: &StoreCode, user: User) {
    let page = Page { offset: 0, limit: 1000 };
    let started = Instant::now();
    loop {
        let query = JobQuery { dead: false, page };
        let waiting = database.queue().list(store, query).await.expect("the jobs").items;
        let mut about = waiting.iter().filter_map(|it| it.task.customer());
        if !about.any(|it| User::Customer(it) == user) {
            return;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "{user:?} waits for a message");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
