//! Writing down what became of a job.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{Outcome, back_off};
use crate::cx::Ports;
use crate::ports::{Job, StorageError, Task};

/// How often housekeeping comes back.
const HOUSEKEEPING: TimeDelta = TimeDelta::hours(1);

/// How often it is looked at what time brings (behaviour 3.13.4).
const TENDING: TimeDelta = TimeDelta::minutes(1);

/// How often it is looked who is in which segment (behaviour 3.15.1).
const SEGMENTING: TimeDelta = TimeDelta::minutes(15);

/// More than this of a reason is not kept.
const LONGEST_REASON: usize = 500;

/// Removes a job that was done, puts one back that failed, or lays it aside for good. `false`:
/// somebody else has it by now, or it removed itself.
pub async fn settle(ports: &Arc<Ports>, job: &Job, outcome: Outcome) -> Result<bool, StorageError> {
    let queue = ports.storage.queue();
    let now = ports.clock.now();
    let comes_back = match job.task {
        Task::Housekeeping => Some(HOUSEKEEPING),
        Task::Tend | Task::Reconcile => Some(TENDING),
        Task::Segments => Some(SEGMENTING),
        _ => None,
    };
    let changed = match outcome {
        Outcome::Done => match comes_back {
            Some(after) => {
                Job { due_at: now + after, attempts: 0, last_error: None, ..job.clone() }
            }
            None => return queue.done(job).await,
        },
        Outcome::Dead { reason } => dead(job, now, &reason),
        Outcome::Again { reason, .. } if back_off::is_last_try(job) => dead(job, now, &reason),
        Outcome::Again { reason, after } => {
            let due_at = now + back_off::wait(job, after, &*ports.secrets);
            Job { due_at, last_error: Some(shortened(&reason)), ..job.clone() }
        }
    };
    queue.put_back(job, &changed).await
}

fn dead(job: &Job, now: domain::Timestamp, reason: &str) -> Job {
    Job { due_at: now, dead_at: Some(now), last_error: Some(shortened(reason)), ..job.clone() }
}

fn shortened(reason: &str) -> String {
    reason.chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use domain::ids::{CustomerId, JobId};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, now, store};
    use crate::ports::Message;

    fn job(task: Task, attempts: u32) -> Job {
        Job { attempts, ..Job::new(JobId(Uuid::nil()), store().code, task, now()) }
    }

    fn message(attempts: u32) -> Job {
        job(Task::Send(Message::Activation(CustomerId(Uuid::nil()))), attempts)
    }

    /// What is put back when `job` ends like that.
    async fn put_back(job: &Job, outcome: Outcome) -> Job {
        let mut stage = Stage::new();
        let (sender, kept) = std::sync::mpsc::channel();
        stage.queue.expect_put_back().once().returning(move |_, changed| {
            sender.send(changed.clone()).unwrap();
            Ok(true)
        });
        let (ports, _) = stage.ports();
        assert!(settle(&ports, job, outcome).await.unwrap());
        kept.recv().unwrap()
    }

    #[tokio::test]
    async fn what_was_done_is_removed() {
        let mut stage = Stage::new();
        stage.queue.expect_done().once().returning(|_| Ok(true));
        let (ports, _) = stage.ports();
        assert!(settle(&ports, &message(1), Outcome::Done).await.unwrap());
    }

    #[tokio::test]
    async fn what_failed_waits_and_says_why() {
        let changed = put_back(&message(2), Outcome::again("no line")).await;
        assert_eq!(changed.due_at, now() + TimeDelta::seconds(60));
        assert_eq!((changed.last_error.as_deref(), changed.dead_at), (Some("no line"), None));
    }

    #[tokio::test]
    async fn the_last_failure_and_a_hopeless_one_lay_it_aside() {
        for (job, outcome) in
            [(message(8), Outcome::again("no line")), (message(1), Outcome::dead("no line"))]
        {
            let changed = put_back(&job, outcome).await;
            assert_eq!(changed.dead_at, Some(now()));
            assert_eq!(changed.last_error.as_deref(), Some("no line"));
        }
    }

    #[tokio::test]
    async fn housekeeping_comes_back_and_is_never_given_up() {
        let changed = put_back(&job(Task::Housekeeping, 3), Outcome::Done).await;
        assert_eq!((changed.due_at, changed.attempts), (now() + HOUSEKEEPING, 0));
        let changed = put_back(&job(Task::Housekeeping, 999), Outcome::again("x")).await;
        assert_eq!(changed.dead_at, None);
    }

    #[tokio::test]
    async fn a_long_reason_is_cut() {
        let changed = put_back(&message(1), Outcome::dead("ż".repeat(9_999))).await;
        assert_eq!(changed.last_error.unwrap().chars().count(), LONGEST_REASON);
    }
}
