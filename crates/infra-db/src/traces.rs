//! What an erased row leaves behind in a SQLite file's log of changes, and how that goes.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::time::sleep;

/// The pauses between tries while somebody still reads from the log: the first, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How often it is tried. The next erasure, the hourly upkeep and the next start try again.
const TRIES: u32 = 10;

/// Old pages stay in the write-ahead log until newer ones are written over them, which can take
/// as long as nobody writes. This brings all pages into the database, where freed places are
/// overwritten, and empties the log. PostgreSQL is left to its vacuum.
pub async fn cut_log(writer: &DatabaseConnection) {
    if writer.get_database_backend() != DbBackend::Sqlite {
        return;
    }
    let mut wait = FIRST_WAIT;
    for _ in 0..TRIES {
        let cut = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let answer = writer.query_one_raw(cut).await.ok().flatten();
        let busy = answer.and_then(|row| row.try_get_by_index::<i64>(0).ok());
        if busy == Some(0) {
            return;
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
    tracing::warn!("traces of erased customers may stay in the database's log for an hour");
}
