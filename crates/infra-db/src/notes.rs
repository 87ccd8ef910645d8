//! Audit lines that reads leave behind: written soon, many at a time, without making a reader wait.

use std::time::Duration;

use application::ports::{AuditEntry, StorageError};
use domain::store::StoreCode;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement, TransactionTrait};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout_at};

use crate::errors::storage_error;
use crate::rows::{Written, audit};
use crate::sql::{self, Sql};

/// How many lines may wait; further readers then wait for a place.
const QUEUE: usize = 10_000;

/// How many lines one transaction writes.
const BATCH: usize = 512;

/// How many lines one statement writes: the largest of these that there still are lines for. Every
/// number has a statement text of its own, which the database prepares and keeps.
const SIZES: [usize; 4] = [128, 32, 8, 1];

/// How long the first line of a batch waits for more.
const PAUSE: Duration = Duration::from_millis(200);

/// The pauses between tries while the database refuses: the first, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How often a stopping server still tries.
const LAST_TRIES: u32 = 5;

/// The queue of lines to write. Clones share it.
#[derive(Clone, Debug)]
pub struct Notes {
    queue: mpsc::Sender<Order>,
}

#[derive(Debug)]
enum Order {
    Write(Written),
    Finish(oneshot::Sender<()>),
}

/// Why a batch ended.
enum End {
    /// More will come.
    Pause,
    /// No more will come; somebody may be waiting to hear that all is written.
    Finish(Option<oneshot::Sender<()>>),
}

impl Notes {
    /// Starts the task that writes. It ends with [`finish`](Self::finish) or with the last clone.
    pub fn new(writer: DatabaseConnection) -> Self {
        let (queue, orders) = mpsc::channel(QUEUE);
        tokio::spawn(write_all(writer, orders));
        Self { queue }
    }

    /// Adds a line; waits only while the queue is full.
    pub async fn add(&self, store: &StoreCode, entry: AuditEntry) {
        let line = audit::written(store.as_str(), &entry);
        if self.queue.send(Order::Write(line)).await.is_err() {
            tracing::warn!("an audit line came after the database was closed and is lost");
        }
    }

    /// Writes every line that was added before, and takes no more.
    pub async fn finish(&self) {
        let (done, written) = oneshot::channel();
        if self.queue.send(Order::Finish(done)).await.is_ok() {
            // An error only says that the task is gone, and with it everything to wait for.
            let _ = written.await;
        }
    }
}

async fn write_all(writer: DatabaseConnection, mut orders: mpsc::Receiver<Order>) {
    loop {
        let (lines, end) = gather(&mut orders).await;
        let is_last = matches!(end, End::Finish(_));
        write(&writer, lines, is_last).await;
        if let End::Finish(waiting) = end {
            if let Some(waiting) = waiting {
                // Whoever asked may have stopped waiting.
                let _ = waiting.send(());
            }
            return;
        }
    }
}

async fn gather(orders: &mut mpsc::Receiver<Order>) -> (Vec<Written>, End) {
    let mut lines = vec![];
    let mut next = orders.recv().await;
    let until = Instant::now() + PAUSE;
    loop {
        match next {
            Some(Order::Write(line)) => lines.push(line),
            Some(Order::Finish(waiting)) => return (lines, End::Finish(Some(waiting))),
            None => return (lines, End::Finish(None)),
        }
        if lines.len() == BATCH {
            return (lines, End::Pause);
        }
        match timeout_at(until, orders.recv()).await {
            Ok(order) => next = order,
            Err(_) => return (lines, End::Pause),
        }
    }
}

/// Tries until the lines are written; a stopping server gives up after some tries.
async fn write(writer: &DatabaseConnection, lines: Vec<Written>, is_last: bool) {
    if lines.is_empty() {
        return;
    }
    let count = lines.len();
    let statements = statements(writer.get_database_backend(), lines);
    let mut wait = FIRST_WAIT;
    for attempt in 1_u32.. {
        let Err(error) = insert_all(writer, &statements).await else { return };
        if attempt == 1 {
            // Without the cause, whose words could show what was to be written.
            tracing::error!(lines = count, %error, "audit lines wait: they could not be written");
        }
        if is_last && attempt == LAST_TRIES {
            tracing::error!(lines = count, "audit lines are lost: the server stops");
            return;
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn insert_all(
    writer: &DatabaseConnection,
    statements: &[Statement],
) -> Result<(), StorageError> {
    let inserted: Result<(), DbErr> = async {
        let tx = writer.begin().await?;
        for statement in statements {
            tx.execute_raw(statement.clone()).await?;
        }
        tx.commit().await
    }
    .await;
    inserted.map_err(storage_error)
}

fn statements(backend: DbBackend, mut lines: Vec<Written>) -> Vec<Statement> {
    let mut statements = vec![];
    while let Some(size) = SIZES.into_iter().find(|it| *it <= lines.len()) {
        let lines = lines.drain(..size);
        let Sql { text, values } = match backend {
            DbBackend::Sqlite => sql::insert_unnumbered("audit_log", lines),
            _ => sql::insert("audit_log", lines),
        };
        // A try that seemed to fail may have been kept after all.
        let text = format!("{text} ON CONFLICT DO NOTHING");
        statements.push(Statement::from_sql_and_values(backend, text, values));
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_lines_takes_few_different_statements() {
        let line = |number: usize| vec![("id", i64::try_from(number).unwrap().into())];
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            let mut texts = std::collections::BTreeSet::new();
            for count in 1..=BATCH {
                let made = statements(backend, (0..count).map(line).collect());
                let values = made.iter().flat_map(|it| it.values.as_ref().unwrap().0.clone());
                let expected = (0..count).flat_map(line).map(|(_, value)| value);
                assert!(values.eq(expected), "{count} on {backend:?}");
                texts.extend(made.into_iter().map(|it| it.sql));
            }
            assert_eq!(texts.len(), SIZES.len());
        }
    }
}
