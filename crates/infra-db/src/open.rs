//! Connections to SQLite and PostgreSQL, with the settings that keep data safe.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

/// How long a caller waits for a connection, and SQLite for its write lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest statement on PostgreSQL.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(15);

/// What the operator may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Connections to PostgreSQL.
    pub max_connections: u32,
    /// Readers of a SQLite file, beside its one writer.
    pub sqlite_readers: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_connections: 8, sqlite_readers: 4 }
    }
}

/// Why a database did not open. Never shows the address, which may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("a database address starts with sqlite: or postgres:")]
    UnknownScheme,
    #[error("a SQLite database address names a file, such as sqlite:data/laurel.db")]
    NoFile,
    #[error("the folder of the database file could not be made")]
    Folder(#[source] io::Error),
    #[error("the database file could not be made")]
    File(#[source] io::Error),
    #[error("the database could not be opened")]
    Connect(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A connection pool for writing and one for reading.
pub async fn connect(
    url: &str,
    settings: &Settings,
) -> Result<(DatabaseConnection, DatabaseConnection), OpenError> {
    match url.split_once(':') {
        Some(("sqlite", path)) => {
            // Also the spelling with slashes, and without the options that are ours to choose.
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            sqlite(path, settings.sqlite_readers).await
        }
        Some(("postgres" | "postgresql", _)) => {
            let pool = postgres(url, settings.max_connections).await.map_err(failed)?;
            Ok((pool.clone(), pool))
        }
        _ => Err(OpenError::UnknownScheme),
    }
}

async fn sqlite(
    path: &str,
    readers: u32,
) -> Result<(DatabaseConnection, DatabaseConnection), OpenError> {
    if path.is_empty() || path.starts_with(':') {
        return Err(OpenError::NoFile);
    }
    if let Some(folder) = Path::new(path).parent() {
        std::fs::create_dir_all(folder).map_err(OpenError::Folder)?;
    }
    make_file(Path::new(path)).map_err(OpenError::File)?;
    // The writer first: it switches the file to WAL, which readers cannot.
    let file = path.to_owned();
    let writer = sqlite_pool(1, move |options| {
        tuned(options)
            .filename(&file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
    });
    let writer = writer.await.map_err(failed)?;
    let file = path.to_owned();
    let reader = sqlite_pool(readers, move |options| {
        tuned(options).filename(&file).create_if_missing(false).read_only(true)
    });
    Ok((writer, reader.await.map_err(failed)?))
}

/// Makes the file if it is missing, readable to its owner only: SQLite would let everybody read
/// it. The files that it makes beside this one are as open as this one is.
fn make_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if path.exists() { Ok(()) } else { options.open(path).map(drop) }
}

/// The cache is 8 MiB a connection; larger ones add up, and so does mapped memory.
fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .statement_cache_capacity(256)
        .pragma("cache_size", "-8192")
        .pragma("mmap_size", "0")
        .pragma("temp_store", "memory")
}

async fn sqlite_pool(
    connections: u32,
    tune: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new("sqlite:file");
    // A connection is never dropped for being idle: another would start with cold caches.
    options
        .max_connections(connections)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(tune);
    sea_orm::Database::connect(options).await
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(Duration::from_mins(10))
        .max_lifetime(Duration::from_mins(30))
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .statement_timeout(STATEMENT_TIMEOUT)
        .set_application_name("laurel")
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(|options| options.statement_cache_capacity(256));
    sea_orm::Database::connect(options).await
}

fn failed(error: DbErr) -> OpenError {
    OpenError::Connect(Box::new(error))
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};

    use super::*;

    async fn answer(db: &DatabaseConnection, sql: &str) -> String {
        let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
        let row = row.unwrap().unwrap();
        let number = row.try_get_by_index::<i64>(0).map(|it| it.to_string());
        number.or_else(|_| row.try_get_by_index(0)).unwrap()
    }

    #[tokio::test]
    async fn sqlite_keeps_what_it_commits_and_forgets_what_it_deletes() {
        let folder = std::env::temp_dir().join(format!("laurel-open-{}", std::process::id()));
        let url = format!("sqlite:{}", folder.join("new/laurel.db").display());
        let (writer, reader) = connect(&url, &Settings::default()).await.unwrap();
        for (pragma, of_writer, of_reader) in [
            ("journal_mode", "wal", "wal"),
            ("synchronous", "2", "2"),
            ("foreign_keys", "1", "1"),
            ("secure_delete", "1", "0"),
            ("busy_timeout", "5000", "5000"),
            ("cache_size", "-8192", "-8192"),
            ("mmap_size", "0", "0"),
        ] {
            let sql = format!("PRAGMA {pragma}");
            assert_eq!(answer(&writer, &sql).await, of_writer, "{pragma}");
            assert_eq!(answer(&reader, &sql).await, of_reader, "{pragma}");
        }
        for option in ["ENABLE_FTS5", "ENABLE_QPSG"] {
            let sql = format!("SELECT sqlite_compileoption_used('{option}')");
            assert_eq!(answer(&writer, &sql).await, "1", "{option}");
        }
        reader.execute_unprepared("CREATE TABLE t (a)").await.unwrap_err();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            writer.execute_unprepared("CREATE TABLE t (a)").await.unwrap();
            for entry in std::fs::read_dir(folder.join("new")).unwrap() {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode();
                assert_eq!(mode & 0o077, 0, "{:?}", entry.file_name());
            }
        }
        reader.close().await.unwrap();
        writer.close().await.unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn only_files_and_servers_are_opened() {
        for url in ["", "mysql://x", "laurel.db", "sqlite:", "sqlite::memory:"] {
            assert!(connect(url, &Settings::default()).await.is_err(), "{url}");
        }
    }
}
