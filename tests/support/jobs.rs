//! Jobs that were given up, stored as if a worker had done so.

use application::ports::{Clock, Ids, Job, Storage, Task};
use domain::ids::{CustomerId, JobId};
use domain::store::StoreCode;
use infra_db::Database;
use infra_io::{SystemClock, TimeOrderedIds};

/// Lays a job aside in the database at `url`. Its id.
pub async fn plant_dead(url: &str, store: &str) -> String {
    let (id, now) = (JobId(TimeOrderedIds.next()), SystemClock.now());
    let store = StoreCode::parse(store).expect("a store code");
    let task = Task::ForgetMessages(CustomerId(TimeOrderedIds.next()));
    let job = Job {
        attempts: 8,
        last_error: Some("no line".to_owned()),
        dead_at: Some(now),
        ..Job::new(id, store.clone(), task, now)
    };
    let database = Database::open(url).await.expect("the server's database");
    let uow = database.begin(&store).await.expect("a unit of work");
    uow.jobs().add(&job).await.expect("the job to be kept");
    uow.commit().await.expect("the job to be kept");
    database.close().await.expect("the database to close");
    id.to_string()
}
