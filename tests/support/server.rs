//! Real `laurel` processes with the demo data, each with a database of its own.

#![expect(clippy::disallowed_methods, reason = "tests make up their own names")]

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::client::Client;
use crate::databases::{beside, execute, server as test_server};

/// Slow enough for a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Ends the server and its folder when standard input closes, so also when the tests are killed;
/// a word on it ends the server alone.
const GUARDED: &str = r#"folder=$1; shift
"$@" 2>>"$folder/log" &
exec >&-
read -r word
kill -KILL $!; wait $!; [ -n "$word" ] || rm -rf "$folder""#;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The engines this machine can offer.
pub fn every_engine() -> Vec<Engine> {
    let postgres = test_server().map(|_| Engine::Postgres);
    [Engine::Sqlite].into_iter().chain(postgres).collect()
}

/// The process's shared servers, one an engine. Tests that use them work on stores of their own,
/// or only read.
pub async fn every_server() -> Vec<&'static Server> {
    let mut servers = Vec::new();
    for engine in every_engine() {
        servers.push(Server::shared(engine).await);
    }
    servers
}

/// A server that runs until it is dropped.
pub struct Server {
    pub engine: Engine,
    /// `http://127.0.0.1:40123`
    pub site: String,
    /// The folder of its keys and, on SQLite, of its database.
    pub data: PathBuf,
    pub database_url: String,
    settings: Vec<(String, String)>,
    postgres: Option<(String, String)>,
    guard: Child,
    life_line: Option<ChildStdin>,
}

impl Server {
    /// The server that the tests of this process share.
    pub async fn shared(engine: Engine) -> &'static Self {
        static SQLITE: OnceCell<Server> = OnceCell::const_new();
        static POSTGRES: OnceCell<Server> = OnceCell::const_new();
        let shared = match engine {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        };
        shared.get_or_init(|| Self::demo(engine)).await
    }

    /// `laurel serve --demo` on a free port, ready to be called.
    pub async fn demo(engine: Engine) -> Self {
        Self::demo_with(engine, &[]).await
    }

    /// The same with further settings: `("LAUREL__TOKENS__ACCESS_MINUTES", "1")`.
    pub async fn demo_with(engine: Engine, settings: &[(&str, &str)]) -> Self {
        let data = std::env::temp_dir().join(format!("laurel-server-{}", Uuid::now_v7()));
        std::fs::create_dir(&data).expect("a folder of one's own");
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(a_postgres_database().await),
        };
        let database_url = match &postgres {
            None => format!("sqlite:{}", data.join("laurel.db").display()),
            Some((server, name)) => beside(server, name),
        };
        let settings: Vec<_> =
            settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let (guard, site) = started(engine, &data, &database_url, &settings);
        let mut server =
            Self { engine, site, data, database_url, settings, postgres, guard, life_line: None };
        server.life_line = server.guard.stdin.take();
        server.until_ready().await;
        server
    }

    /// Ends it in the midst of whatever it does. Its data stay.
    pub fn kill(&mut self) {
        let mut life_line = self.life_line.take().expect("a server that lives");
        life_line.write_all(b"kill\n").expect("a guard that listens");
        drop(life_line);
        self.guard.wait().expect("to see it dead");
    }

    /// Starts it again on its data after it was killed, at another address.
    pub async fn start_again(&mut self) {
        assert!(self.life_line.is_none(), "it lives");
        let (guard, site) = started(self.engine, &self.data, &self.database_url, &self.settings);
        (self.guard, self.site) = (guard, site);
        self.life_line = self.guard.stdin.take();
        self.until_ready().await;
    }

    /// Calls it. A client belongs to the test that made it.
    pub fn client(&self) -> Client {
        Client::of(&self.site)
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.join("log")).expect("the log")
    }

    /// Every row of every table of a PostgreSQL database, as text; nothing on SQLite, whose tables
    /// are in the data folder.
    pub async fn every_row(&self) -> String {
        if self.postgres.is_none() {
            return String::new();
        }
        let mut db = PgConnection::connect(&self.database_url).await.expect("the database");
        let all =
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
        let tables: Vec<String> = sqlx::query_scalar(all).fetch_all(&mut db).await.expect("names");
        let mut text = String::new();
        for table in tables {
            let rows = format!("SELECT t::text FROM {table} t");
            let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(&mut db).await;
            text.extend(rows.expect("the rows of a table").into_iter().collect::<Vec<String>>());
        }
        text
    }

    /// Another run of `laurel` on the same data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).arg("--data").arg(&self.data);
        command.args(["--database-url", &self.database_url]).current_dir(&self.data);
        command
    }

    async fn until_ready(&self) {
        let client = self.client();
        let started = Instant::now();
        while client.get("/readyz").await.status != 200 {
            assert!(started.elapsed() < PATIENCE, "not ready on {}:\n{}", self.engine, self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        match self.life_line.take() {
            Some(life_line) => drop(life_line),
            // Killed, it left its folder.
            None => drop(std::fs::remove_dir_all(&self.data)),
        }
        let _ = self.guard.wait();
        let Some((server, name)) = self.postgres.take() else { return };
        let drop_database = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.expect("a runtime").block_on(execute(&server, statement));
        };
        // A test drops it inside a runtime, which cannot be blocked on.
        let _ = std::thread::spawn(drop_database).join();
    }
}

/// `laurel serve --demo` on these data, and its address.
fn started(
    engine: Engine,
    data: &Path,
    database_url: &str,
    settings: &[(String, String)],
) -> (Child, String) {
    let mut guard = guarded(data)
        .arg(binary())
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database-url", database_url])
        .arg("--data")
        .arg(data)
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .spawn()
        .expect("a shell");
    let site = address(&mut guard).unwrap_or_else(|| {
        let log = std::fs::read_to_string(data.join("log")).unwrap_or_default();
        panic!("the server does not start on {engine}:\n{log}")
    });
    (guard, site)
}

/// A shell that runs what is appended to it, with a clean environment.
fn guarded(data: &Path) -> Command {
    let mut shell = Command::new("/bin/sh");
    let path = std::env::var_os("PATH").unwrap_or_default();
    shell.args(["-c", GUARDED, "sh"]).arg(data).current_dir(data).env_clear().env("PATH", path);
    // The client names another address with every call, so that no test spends another's budget.
    shell.env("LAUREL__TRUSTED_PROXIES", "127.0.0.1").env("LAUREL__LOG__LEVEL", "warn");
    shell.env("LAUREL__DATABASE__MAX_CONNECTIONS", "4");
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    shell
}

/// The address that the server prints, once it has one.
fn address(guard: &mut Child) -> Option<String> {
    let out = guard.stdout.take().expect("standard output is a pipe");
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(out).lines().map_while(Result::ok);
        for line in lines {
            if let Some((_, site)) = line.split_once("listens on ") {
                let _ = sender.send(site.to_owned());
            }
        }
    });
    receiver.recv_timeout(PATIENCE).ok()
}

/// The server's program: `LAUREL_BIN`, or the one of this workspace, built first.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(named) = std::env::var_os("LAUREL_BIN") {
            return named.into();
        }
        let mut build = Command::new(env!("CARGO"));
        build
            .args(["build", "--quiet", "-p", "bin-server"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(build.status().expect("cargo").success(), "bin-server does not build");
        let tests = std::env::current_exe().expect("a program that runs");
        let profile = tests.ancestors().nth(2).expect("tests run in target/<profile>/deps");
        profile.join("laurel")
    })
}

/// A server to make databases on, and the name of a new one. Those of earlier test runs go.
async fn a_postgres_database() -> (String, String) {
    const PREFIX: &str = "laurel_server_";
    const ONE_HOUR: u64 = 60 * 60 * 1000;
    let server = test_server().expect("every_engine offers PostgreSQL only with a server");
    let id = Uuid::now_v7();
    let name = format!("{PREFIX}{}", id.simple());
    // The names begin with the milliseconds of their making.
    let now = u64::try_from(id.as_u128() >> 80).expect("48 bits");
    let youngest_old = format!("{PREFIX}{:012x}", now - ONE_HOUR);
    let mut db = PgConnection::connect(&server).await.expect("the test server");
    let all = "SELECT datname::text FROM pg_database WHERE datname LIKE $1 || '%' AND datname < $2";
    let query = sqlx::query_scalar(all).bind(PREFIX).bind(youngest_old);
    let old: Vec<String> = query.fetch_all(&mut db).await.expect("the names");
    for name in old {
        execute(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }
    execute(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    (server, name)
}
