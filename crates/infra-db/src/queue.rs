//! The jobs of the whole installation, as workers take them.

use application::ports::{Expired, Job, JobQuery, Listing, Queue, QueueDepth, StorageError};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::Timestamp;
use domain::store::StoreCode;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement};
use uuid::Uuid;

use crate::Database;
use crate::errors::storage_error;
use crate::rows::Written;
use crate::rows::job::{COLUMNS, from_row, written_state};
use crate::sql::{self, Sql};
use crate::traces::cut_log;

/// The queue of an opened database.
pub struct SeaQueue {
    database: Database,
}

impl SeaQueue {
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// Whether anything is due: asked of a reader, so that an idle worker never takes SQLite's
    /// write lock.
    async fn is_any_due(&self, now: Timestamp) -> Result<bool, DbErr> {
        let text = "SELECT 1 FROM job WHERE dead_at IS NULL AND due_at <= $1 LIMIT 1";
        let sql = Sql::new(text, [now.timestamp_micros().into()]);
        let db = self.database.reader();
        Ok(db.query_one_raw(statement(db, sql)).await?.is_some())
    }

    async fn take(&self, now: Timestamp, lease: TimeDelta, limit: u32) -> Result<Vec<Job>, DbErr> {
        let db = self.database.writer();
        // One statement is one transaction. On SQLite it begins with the write lock; on PostgreSQL
        // it steps over the rows that another worker is taking at this moment.
        let skip = match db.get_database_backend() {
            DbBackend::Postgres => " FOR UPDATE SKIP LOCKED",
            _ => "",
        };
        // SQLite knows no alias in RETURNING.
        let columns = COLUMNS.replace("j.", "job.");
        // Found once: inside the condition, PostgreSQL may look for them again for each row, and
        // step over those that it took itself.
        let text = format!(
            "WITH due AS MATERIALIZED (SELECT id FROM job WHERE dead_at IS NULL AND due_at <= $2 \
             ORDER BY due_at, id LIMIT $3{skip}) \
             UPDATE job SET due_at = $1, attempts = attempts + 1 \
             WHERE id IN (SELECT id FROM due) RETURNING {columns}"
        );
        let values = [
            (now + lease).timestamp_micros().into(),
            now.timestamp_micros().into(),
            i64::from(limit).into(),
        ];
        let rows = db.query_all_raw(statement(db, Sql::new(text, values))).await?;
        let mut jobs = vec![];
        for row in &rows {
            match from_row(row) {
                Ok(job) => jobs.push(job),
                Err(error) => self.lay_aside(row, now, &error).await?,
            }
        }
        Ok(jobs)
    }

    /// A job that cannot be read, of a later version say, holds up no other.
    async fn lay_aside(
        &self,
        row: &QueryResult,
        now: Timestamp,
        error: &DbErr,
    ) -> Result<(), DbErr> {
        tracing::error!(%error, "a job cannot be read and is laid aside");
        let address = vec![("id", row.try_get::<Uuid>("", "id")?.into())];
        let dead = vec![
            ("dead_at", now.timestamp_micros().into()),
            ("last_error", "this version of the program cannot read it".into()),
        ];
        let db = self.database.writer();
        db.execute_raw(statement(db, sql::update("job", address, dead))).await.map(drop)
    }

    /// Some at a time: nobody waits long for the write lock.
    async fn forget_events(&self, before: Timestamp) -> Result<(), DbErr> {
        let text = "DELETE FROM outbox WHERE id IN \
                    (SELECT id FROM outbox WHERE at < $1 ORDER BY at LIMIT 1000)";
        let db = self.database.writer();
        loop {
            let sql = Sql::new(text, [before.timestamp_micros().into()]);
            if db.execute_raw(statement(db, sql)).await?.rows_affected() == 0 {
                return Ok(());
            }
        }
    }

    /// Runs a statement about a job that must still be as it was claimed.
    async fn of_claimed(&self, sql: Sql) -> Result<bool, StorageError> {
        let db = self.database.writer();
        let done = db.execute_raw(statement(db, sql)).await.map_err(storage_error)?;
        Ok(done.rows_affected() > 0)
    }
}

#[async_trait]
impl Queue for SeaQueue {
    async fn claim(
        &self,
        now: Timestamp,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Job>, StorageError> {
        if !self.is_any_due(now).await.map_err(storage_error)? {
            return Ok(vec![]);
        }
        self.take(now, lease, limit).await.map_err(storage_error)
    }

    async fn done(&self, job: &Job) -> Result<bool, StorageError> {
        self.of_claimed(sql::delete("job", claimed(job))).await
    }

    async fn put_back(&self, job: &Job, changed: &Job) -> Result<bool, StorageError> {
        self.of_claimed(sql::update("job", claimed(job), written_state(changed))).await
    }

    async fn list(&self, store: &StoreCode, query: JobQuery) -> Result<Listing<Job>, StorageError> {
        let (condition, order) = if query.dead {
            ("dead_at IS NOT NULL", "dead_at DESC, id DESC")
        } else {
            ("dead_at IS NULL", "due_at, id")
        };
        let db = self.database.reader();
        let list = async {
            let text = format!(
                "SELECT {COLUMNS} FROM job j WHERE j.store = $1 AND j.{condition} \
                 ORDER BY {order} LIMIT $2 OFFSET $3"
            );
            let values = [
                store.as_str().into(),
                query.page.limit.cast_signed().into(),
                query.page.offset.cast_signed().into(),
            ];
            let rows = db.query_all_raw(statement(db, Sql::new(text, values))).await?;
            // One that cannot be read is counted, and was told of in the log.
            let items = rows.iter().filter_map(|row| from_row(row).ok()).collect();
            let text = format!("SELECT count(*) FROM job WHERE store = $1 AND {condition}");
            let sql = Sql::new(text, [store.as_str().into()]);
            let total = count(db, sql).await?;
            Ok::<_, DbErr>(Listing { items, total })
        };
        list.await.map_err(storage_error)
    }

    async fn depth(&self) -> Result<QueueDepth, StorageError> {
        let text = "SELECT count(*) - count(dead_at), count(dead_at), \
                    min(CASE WHEN dead_at IS NULL THEN due_at END) FROM job";
        let db = self.database.reader();
        let read = async {
            let row = db.query_one_raw(statement(db, Sql::new(text, []))).await?;
            let row = row.ok_or_else(|| DbErr::Custom("a count without a row".to_owned()))?;
            let number = |at| row.try_get_by_index::<i64>(at).map(i64::cast_unsigned);
            let oldest = row.try_get_by_index::<Option<i64>>(2)?;
            Ok::<_, DbErr>(QueueDepth {
                waiting: number(0)?,
                dead: number(1)?,
                oldest_due: oldest.and_then(Timestamp::from_timestamp_micros),
            })
        };
        read.await.map_err(storage_error)
    }

    async fn forget_expired(&self, expired: &Expired) -> Result<(), StorageError> {
        let Expired { codes, events, sessions } = expired;
        let statements = [
            (
                "UPDATE one_time_code SET digest = NULL, channel = NULL, expires_at = NULL, \
                 tries = 0, phone = NULL WHERE expires_at < $1",
                codes,
            ),
            ("DELETE FROM refresh_token WHERE expires_at <= $1", sessions),
            (
                "DELETE FROM session WHERE created_at <= $1 AND NOT EXISTS \
                 (SELECT 1 FROM refresh_token rt WHERE rt.session_id = session.id)",
                sessions,
            ),
        ];
        let db = self.database.writer();
        for (text, before) in statements {
            let sql = Sql::new(text, [before.timestamp_micros().into()]);
            db.execute_raw(statement(db, sql)).await.map_err(storage_error)?;
        }
        self.forget_events(*events).await.map_err(storage_error)?;
        cut_log(db).await;
        Ok(())
    }

    async fn added(&self) {
        self.database.jobs_added().notified().await;
    }
}

/// Addresses a job as it was claimed: every claim counts a try.
fn claimed(job: &Job) -> Written {
    vec![("id", job.id.0.into()), ("attempts", i64::from(job.attempts).into())]
}

async fn count(db: &DatabaseConnection, sql: Sql) -> Result<u64, DbErr> {
    let row = db.query_one_raw(statement(db, sql)).await?;
    let count = row.map_or(Ok(0), |it| it.try_get_by_index::<i64>(0))?;
    Ok(count.cast_unsigned())
}

fn statement(db: &DatabaseConnection, Sql { text, values }: Sql) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), text, values)
}
