//! Jobs: kept with the work that wants them, done by one worker at a time.

use application::ports::{Job, JobQuery, Message, Page, Storage, Task};
use chrono::TimeDelta;
use domain::ids::{CustomerId, JobId};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, home, kept, with_abroad};

laws![
    jobs_of_dropped_work_are_never_seen,
    a_job_is_claimed_once_until_its_lease_is_over,
    the_longest_due_come_first,
    a_worker_that_was_given_up_cannot_finish,
    a_job_given_up_waits_for_somebody_to_look_at_it,
    jobs_about_a_forgotten_customer_are_gone,
    a_known_job_is_not_added_again,
    a_job_that_cannot_be_read_holds_up_no_other,
];

const LEASE: TimeDelta = TimeDelta::minutes(1);

fn job(number: u128) -> Job {
    let about = CustomerId(Uuid::from_u128(number / 10));
    let task = Task::Send(Message::Activation(about));
    Job::new(JobId(Uuid::from_u128(number)), home(), task, at(0))
}

async fn added(it: &TestDatabase, jobs: &[Job]) {
    kept(it, async |uow| {
        for job in jobs {
            uow.jobs().add(job).await?;
        }
        Ok(())
    })
    .await;
}

fn numbers(jobs: &[Job]) -> Vec<u128> {
    let mut numbers: Vec<_> = jobs.iter().map(|it| it.id.0.as_u128()).collect();
    numbers.sort_unstable();
    numbers
}

async fn jobs_of_dropped_work_are_never_seen(it: &TestDatabase) {
    let uow = begin(it).await;
    uow.jobs().add(&job(10)).await.unwrap();
    drop(uow);
    assert_eq!(it.database.queue().claim(at(9), LEASE, 10).await.unwrap(), []);
}

async fn a_job_is_claimed_once_until_its_lease_is_over(it: &TestDatabase) {
    added(it, &[job(10)]).await;
    let (queue, other) = (it.database.queue(), it.second().await);
    let claimed = queue.claim(at(0), LEASE, 10).await.unwrap();
    let expected = Job { due_at: at(0) + LEASE, attempts: 1, ..job(10) };
    assert_eq!(claimed, [expected]);
    assert_eq!(other.queue().claim(at(59), LEASE, 10).await.unwrap(), []);
    let again = other.queue().claim(at(60), LEASE, 10).await.unwrap();
    assert_eq!(again[0].attempts, 2);
    other.close().await.unwrap();
}

async fn the_longest_due_come_first(it: &TestDatabase) {
    let due = |number, seconds| Job { due_at: at(seconds), ..job(number) };
    added(it, &[due(10, 3), due(11, 1), due(12, 2), due(13, 9)]).await;
    let queue = it.database.queue();
    assert_eq!(numbers(&queue.claim(at(5), LEASE, 2).await.unwrap()), [11, 12]);
    assert_eq!(numbers(&queue.claim(at(5), LEASE, 2).await.unwrap()), [10]);
    assert_eq!(queue.claim(at(5), LEASE, 2).await.unwrap(), []);
}

async fn a_worker_that_was_given_up_cannot_finish(it: &TestDatabase) {
    added(it, &[job(10)]).await;
    let queue = it.database.queue();
    let slow = queue.claim(at(0), LEASE, 1).await.unwrap().remove(0);
    let fast = queue.claim(at(60), LEASE, 1).await.unwrap().remove(0);
    assert!(!queue.done(&slow).await.unwrap());
    assert!(!queue.put_back(&slow, &Job { due_at: at(0), ..slow.clone() }).await.unwrap());
    assert!(queue.done(&fast).await.unwrap());
    assert_eq!(it.number("SELECT count(*) FROM job").await, 0);
}

async fn a_job_given_up_waits_for_somebody_to_look_at_it(it: &TestDatabase) {
    with_abroad(it).await;
    added(it, &[job(10), job(20)]).await;
    let queue = it.database.queue();
    let claimed = queue.claim(at(0), LEASE, 1).await.unwrap().remove(0);
    let error = Some("no way".to_owned());
    let dead = Job { dead_at: Some(at(1)), last_error: error, ..claimed.clone() };
    assert!(queue.put_back(&claimed, &dead).await.unwrap());
    assert_eq!(numbers(&queue.claim(at(999), LEASE, 9).await.unwrap()), [20]);
    let page = Page { offset: 0, limit: 10 };
    let listed = queue.list(&home(), JobQuery { dead: true, page }).await.unwrap();
    assert_eq!((listed.items, listed.total), (vec![dead.clone()], 1));
    let waiting = queue.list(&home(), JobQuery { dead: false, page }).await.unwrap();
    assert_eq!((numbers(&waiting.items), waiting.total), (vec![20], 1));
    assert_eq!(queue.list(&abroad(), JobQuery { dead: true, page }).await.unwrap().total, 0);
    let depth = queue.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.dead), (1, 1));
    assert_eq!(depth.oldest_due, Some(at(999) + LEASE));
    kept(it, async |uow| {
        let found = uow.jobs().find(dead.id).await?.unwrap();
        uow.jobs().save(&Job { dead_at: None, attempts: 0, due_at: at(2), ..found }).await
    })
    .await;
    assert_eq!(numbers(&queue.claim(at(2), LEASE, 9).await.unwrap()), [10]);
}

async fn jobs_about_a_forgotten_customer_are_gone(it: &TestDatabase) {
    with_abroad(it).await;
    added(it, &[job(10), job(11), job(20)]).await;
    let elsewhere = it.database.begin(&abroad()).await.unwrap();
    elsewhere.jobs().forget(CustomerId(Uuid::from_u128(1))).await.unwrap();
    elsewhere.commit().await.unwrap();
    assert_eq!(it.number("SELECT count(*) FROM job").await, 3);
    kept(it, async |uow| uow.jobs().forget(CustomerId(Uuid::from_u128(1))).await).await;
    let queue = it.database.queue();
    assert_eq!(numbers(&queue.claim(at(0), LEASE, 9).await.unwrap()), [20]);
}

async fn a_known_job_is_not_added_again(it: &TestDatabase) {
    added(it, &[job(10)]).await;
    added(it, &[Job { due_at: at(5), ..job(10) }]).await;
    assert_eq!(it.database.queue().claim(at(0), LEASE, 9).await.unwrap().len(), 1);
    kept(it, async |uow| {
        assert!(uow.jobs().delete(job(10).id).await?);
        assert!(!uow.jobs().delete(job(10).id).await?);
        Ok(())
    })
    .await;
}

async fn a_job_that_cannot_be_read_holds_up_no_other(it: &TestDatabase) {
    added(it, &[job(10)]).await;
    it.change("UPDATE job SET kind = 'of_tomorrow'").await;
    added(it, &[job(11)]).await;
    let queue = it.database.queue();
    let claimed = queue.claim(at(0), LEASE, 10).await.unwrap();
    assert_eq!(numbers(&claimed), [11]);
    let dead = it.number("SELECT count(*) FROM job WHERE dead_at IS NOT NULL").await;
    assert_eq!(dead, 1, "it waits for somebody who can read it");
    let query = JobQuery { dead: true, page: Page { offset: 0, limit: 9 } };
    assert_eq!(queue.list(&home(), query).await.unwrap().total, 1);
}
