//! Jobs of one store.

use application::ports::{Job, JobRepo, StorageError};
use async_trait::async_trait;
use domain::ids::{CustomerId, JobId};

use crate::rows::job::{COLUMNS, from_row, written, written_state};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl JobRepo for SeaUow {
    async fn add(&self, job: &Job) -> Result<(), StorageError> {
        let mut sql = sql::insert("job", [written(job)]);
        sql.text.push_str(" ON CONFLICT (id) DO NOTHING");
        self.execute(sql).await?;
        self.added_jobs();
        Ok(())
    }

    async fn find(&self, id: JobId) -> Result<Option<Job>, StorageError> {
        let lock = self.row_lock();
        let text = format!("SELECT {COLUMNS} FROM job j WHERE j.store = $1 AND j.id = $2{lock}");
        self.one(Sql::new(text, [self.store().into(), id.0.into()]), from_row).await
    }

    async fn save(&self, job: &Job) -> Result<(), StorageError> {
        self.execute(sql::update("job", self.address(job.id.0), written_state(job))).await?;
        self.added_jobs();
        Ok(())
    }

    async fn delete(&self, id: JobId) -> Result<bool, StorageError> {
        Ok(self.execute(sql::delete("job", self.address(id.0))).await? > 0)
    }

    async fn forget(&self, customer: CustomerId) -> Result<(), StorageError> {
        let address = vec![("store", self.store().into()), ("customer_id", customer.0.into())];
        self.execute(sql::delete("job", address)).await?;
        Ok(())
    }
}
