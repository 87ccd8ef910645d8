//! Events that are told to the outside.

use application::ports::{
    Event, Job, JobRepo, NoticeRun, OutboxRepo, StorageError, StoredEvent, Task,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Timestamp;
use domain::ids::{CustomerId, EventId, JobId};
use domain::settings::Notice;
use domain::store::StoreCode;
use domain::webhook::Topic;
use uuid::Uuid;

use crate::rows::event::{COLUMNS, anonymous_data, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl OutboxRepo for SeaUow {
    async fn add(&self, event: Event) -> Result<(), StorageError> {
        let mut row = vec![("store", self.store().into())];
        row.extend(written(&event));
        self.execute(sql::insert("outbox", [row])).await?;
        JobRepo::add(self, &self.relay(&event)).await
    }

    async fn find(&self, id: EventId) -> Result<Option<StoredEvent>, StorageError> {
        let text = format!("SELECT {COLUMNS} FROM outbox o WHERE o.store = $1 AND o.id = $2");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StorageError> {
        let text = format!(
            "SELECT {COLUMNS} FROM outbox o WHERE o.store = $1 AND o.at >= $2 AND o.at < $3 \
             AND o.id > $4 ORDER BY o.id LIMIT $5"
        );
        let values = [
            self.store().into(),
            from.timestamp_micros().into(),
            until.timestamp_micros().into(),
            after.map(|it| it.0).unwrap_or_default().into(),
            i64::from(limit).into(),
        ];
        self.all(Sql::new(text, values), from_row).await
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        // What is told of levels and points is figures and ids.
        let personal = [
            Topic::CustomerRegistered,
            Topic::TransactionRegistered,
            Topic::TransactionAssigned,
            Topic::PointsExpiring,
            Topic::LevelExpiring,
        ];
        let names: Vec<_> = personal.iter().map(|it| format!("'{}'", it.as_str())).collect();
        let text = format!(
            "UPDATE outbox SET data = $1 WHERE store = $2 AND customer_id = $3 AND topic IN ({})",
            names.join(", ")
        );
        let data = anonymous_data(customer);
        let values = [data.into(), self.store().into(), customer.0.into()];
        self.execute(Sql::new(text, values)).await?;
        Ok(())
    }

    async fn notice_run(
        &self,
        notice: Notice,
        day: NaiveDate,
    ) -> Result<Option<NoticeRun>, StorageError> {
        let text = "SELECT after, done, version FROM notice_run \
                    WHERE store = $1 AND notice = $2 AND day = $3";
        let values = [self.store().into(), notice.as_str().into(), day.to_string().into()];
        self.one(Sql::new(text, values), |row| {
            Ok(NoticeRun {
                notice,
                day,
                after: row.try_get_by_index::<Option<Uuid>>(0)?.map(CustomerId),
                done: row.try_get_by_index(1)?,
                version: row.try_get_by_index(2)?,
            })
        })
        .await
    }

    async fn save_notice_run(&self, run: &NoticeRun) -> Result<(), StorageError> {
        let NoticeRun { notice, day, after, done, version } = *run;
        if version == 0 {
            let text = "DELETE FROM notice_run WHERE store = $1 AND notice = $2 AND day < $3";
            let values = [self.store().into(), notice.as_str().into(), day.to_string().into()];
            self.execute(Sql::new(text, values)).await?;
        }
        let address = vec![
            ("store", self.store().into()),
            ("notice", notice.as_str().into()),
            ("day", day.to_string().into()),
        ];
        let row = vec![("after", after.map(|it| it.0).into()), ("done", done.into())];
        self.save_row("notice_run", address, row, version).await
    }
}

impl SeaUow {
    /// The job that brings an event out. An event is relayed by one, which can bear its name.
    pub(super) fn relay(&self, event: &Event) -> Job {
        let store = StoreCode::from_storage(self.store().to_owned());
        Job::new(JobId(event.id.0), store, Task::Relay(event.id), event.at)
    }
}
