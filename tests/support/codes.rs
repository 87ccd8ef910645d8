//! One-time codes that a test knows, stored as if they had been sent at a time of its choice.

use application::ports::{Clock, Secrets, Storage};
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
    let uow = database.begin(&store).await.expect("a unit of work");
    uow.codes().save(&code).await.expect("the code to be kept");
    uow.commit().await.expect("the code to be kept");
    database.close().await.expect("the database to close");
}
