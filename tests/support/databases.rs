//! A fresh database of each kind this machine can offer.

#![expect(clippy::disallowed_methods, reason = "tests make up their own names")]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use infra_db::{Database, Settings};
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

/// Names a server on which tests may create databases.
const SERVER: &str = "LAUREL_TEST_POSTGRES";

/// A database of one test's own.
pub struct TestDatabase {
    pub engine: &'static str,
    pub url: String,
    pub database: Database,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Server { name: String },
}

/// Migrated databases, one an engine.
pub async fn every_database() -> Vec<TestDatabase> {
    let mut databases = vec![sqlite().await];
    databases[0].database.migrate().await.expect("the schema to apply");
    if let Some(server) = server() {
        databases.push(postgres(&server, template(&server).await).await);
    }
    databases
}

/// Databases without any table, one an engine.
pub async fn every_empty_database() -> Vec<TestDatabase> {
    let mut databases = vec![sqlite().await];
    if let Some(server) = server() {
        databases.push(postgres(&server, "template0").await);
    }
    databases
}

impl TestDatabase {
    /// Another opening of the same database, as a second server would have.
    pub async fn second(&self) -> Database {
        open(&self.url).await
    }

    /// The single number that a query answers.
    pub async fn number(&self, sql: &'static str) -> i64 {
        match self.place {
            Place::Folder(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("the file");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
            Place::Server { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("the server");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
        }
    }

    /// The texts of a query's only column.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        match self.place {
            Place::Folder(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("the file");
                sqlx::query_scalar(sql).fetch_all(&mut db).await.expect("texts")
            }
            Place::Server { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("the server");
                sqlx::query_scalar(sql).fetch_all(&mut db).await.expect("texts")
            }
        }
    }

    /// Changes rows behind the ports' back.
    pub async fn change(&self, sql: &'static str) {
        match self.place {
            Place::Folder(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("the file");
                sqlx::query(sql).execute(&mut db).await.expect("a change");
            }
            Place::Server { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("the server");
                sqlx::query(sql).execute(&mut db).await.expect("a change");
            }
        }
    }

    /// Cleans up after a test that passed; what a failed one leaves can be looked at.
    pub async fn remove(self) {
        self.database.close().await.expect("the database to close");
        match self.place {
            Place::Folder(folder) => std::fs::remove_dir_all(folder).expect("the folder to go"),
            Place::Server { name } => {
                let server = server().expect("the server that made it");
                execute(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

pub(crate) fn server() -> Option<String> {
    let server = std::env::var(SERVER).ok();
    if server.is_none() {
        println!("skipped on PostgreSQL: {SERVER} is not set");
    }
    server
}

async fn sqlite() -> TestDatabase {
    let folder = std::env::temp_dir().join(format!("laurel-{}", Uuid::now_v7()));
    let url = format!("sqlite:{}", folder.join("laurel.db").display());
    TestDatabase { engine: "SQLite", database: open(&url).await, url, place: Place::Folder(folder) }
}

async fn postgres(server: &str, template: &str) -> TestDatabase {
    // One at a time: copying a template is refused while somebody else looks at it.
    static COPYING: Mutex<()> = Mutex::const_new(());
    let name = format!("laurel_{}", Uuid::now_v7().simple());
    let copying = COPYING.lock().await;
    execute(server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    drop(copying);
    let url = beside(server, &name);
    let place = Place::Server { name };
    TestDatabase { engine: "PostgreSQL", database: open(&url).await, url, place }
}

/// A migrated database to copy. It is made once for each build of the tests, by the first process
/// that needs it, and replaces the one of the build before.
async fn template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let (tests, name) = names_of_build();
        let mut db = PgConnection::connect(server).await.expect("the test server");
        // Other processes wait here until this connection closes.
        let lock = "SELECT pg_advisory_lock(hashtext($1))";
        sqlx::query(lock).bind(&tests).execute(&mut db).await.expect("the lock");
        let all = "SELECT datname FROM pg_database WHERE datname LIKE $1 || '%'";
        let made: Vec<String> =
            sqlx::query_scalar(all).bind(&tests).fetch_all(&mut db).await.expect("the names");
        if made.contains(&name) {
            return name;
        }
        for old in made {
            execute(server, format!("DROP DATABASE {old} WITH (FORCE)")).await;
        }
        // Renamed when it is complete, so that nobody copies half a template.
        let unfinished = format!("{tests}_unfinished");
        execute(server, format!("CREATE DATABASE {unfinished}")).await;
        let database = open(&beside(server, &unfinished)).await;
        database.migrate().await.expect("the schema to apply");
        database.close().await.expect("the template to close");
        execute(server, format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// What the templates of this test program are called, and the one of this build of it.
fn names_of_build() -> (String, String) {
    let program = std::env::current_exe().expect("a program that runs");
    let built = program.metadata().and_then(|it| it.modified()).expect("the time of its build");
    let built = built.duration_since(std::time::UNIX_EPOCH).expect("a build after 1970");
    let mut hasher = DefaultHasher::new();
    program.hash(&mut hasher);
    let tests = format!("laurel_template_{:016x}", hasher.finish());
    let name = format!("{tests}_{:x}", built.as_nanos());
    (tests, name)
}

async fn open(url: &str) -> Database {
    let settings = Settings { max_connections: 4, ..Settings::default() };
    Database::open_with(url, &settings).await.expect("a database to open")
}

/// The address of another database on the same server.
pub(crate) fn beside(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (address, _) = address.rsplit_once('/').expect("an address that names a database");
    format!("{address}/{name}?{options}")
}

/// Runs a statement on the server. A closed connection is gone only a moment after its client
/// has left, so a database in use is asked for again.
pub(crate) async fn execute(server: &str, sql: String) {
    let mut db = PgConnection::connect(server).await.expect("the test server");
    for patience in (0..50).rev() {
        match sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(&mut db).await {
            Ok(_) => return,
            Err(error) => {
                let code = error.as_database_error().and_then(|it| it.code().map(Into::into));
                let in_use = code == Some(String::from("55006"));
                assert!(in_use && patience > 0, "{sql}: {error}");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
}
