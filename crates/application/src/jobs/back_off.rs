//! How long a job waits for its next try, and how many there are.

use chrono::TimeDelta;

use crate::ports::{Job, Secrets, Task};

/// Seconds after each failed try. The last one repeats.
const MESSAGES: &[i64] = &[10, 60, 300, 900, 3_600, 14_400];

/// The schedule of Standard Webhooks, after the first try at once.
const DELIVERIES: &[i64] = &[5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// What the program itself has to do.
const UPKEEP: &[i64] = &[1, 5, 30, 300, 3_600];

/// The longest wait that the other side may ask for.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// The usual wait divided by this is the shortest that the other side may ask for.
const SOONEST: i32 = 10;

/// So many thousandths of a wait are added at most, so that what failed together is not tried
/// together.
const JITTER: u32 = 200;

struct Schedule {
    waits: &'static [i64],
    /// A job that failed so often is given up.
    tries: u32,
}

fn schedule(task: &Task) -> Schedule {
    match task {
        Task::Send(_) => Schedule { waits: MESSAGES, tries: 8 },
        Task::Deliver { .. } => Schedule { waits: DELIVERIES, tries: 10 },
        Task::Relay(_) | Task::Replay { .. } | Task::SweepBlob { .. } | Task::ForgetMessages(_) => {
            Schedule { waits: UPKEEP, tries: 30 }
        }
        Task::Tend | Task::Segments | Task::Reconcile | Task::Housekeeping => {
            Schedule { waits: UPKEEP, tries: u32::MAX }
        }
    }
}

/// Whether a job was tried as often as its kind allows, the try under way included.
pub(super) fn is_last_try(job: &Job) -> bool {
    job.attempts >= schedule(&job.task).tries
}

/// Whether a job was tried too often without anybody living to tell how that went.
pub(super) fn is_overdone(job: &Job) -> bool {
    job.attempts > schedule(&job.task).tries
}

/// How long a job that failed waits. What the other side asks for is kept, within a day; but
/// nobody uses up all tries in a moment.
pub(super) fn wait(job: &Job, asked_for: Option<TimeDelta>, secrets: &dyn Secrets) -> TimeDelta {
    let Schedule { waits, tries: _ } = schedule(&job.task);
    let failed = usize::try_from(job.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let usual = TimeDelta::seconds(waits[failed.min(waits.len() - 1)]);
    let wait = asked_for.map_or(usual, |it| it.clamp(usual / SOONEST, LONGEST));
    let thousandths = i64::from(secrets.below(JITTER + 1));
    wait + TimeDelta::milliseconds(wait.num_milliseconds() * thousandths / 1_000)
}

#[cfg(test)]
mod tests {
    use domain::ids::{CustomerId, EndpointId, EventId, JobId};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures;
    use crate::ports::{Message, MockSecrets};

    fn tried(task: Task, attempts: u32) -> Job {
        let store = fixtures::store().code;
        Job { attempts, ..Job::new(JobId(Uuid::nil()), store, task, fixtures::now()) }
    }

    fn message() -> Task {
        Task::Send(Message::Activation(CustomerId(Uuid::nil())))
    }

    fn delivery() -> Task {
        Task::Deliver { event: EventId(Uuid::nil()), endpoint: EndpointId(Uuid::nil()) }
    }

    fn with_jitter(thousandths: u32) -> MockSecrets {
        let mut secrets = MockSecrets::new();
        secrets.expect_below().returning(move |_| thousandths);
        secrets
    }

    fn seconds(task: &Task) -> Vec<i64> {
        let mut waits = vec![];
        for attempts in 1.. {
            let job = tried(task.clone(), attempts);
            if is_last_try(&job) {
                return waits;
            }
            waits.push(wait(&job, None, &with_jitter(0)).num_seconds());
        }
        unreachable!("a job is given up some time")
    }

    #[test]
    fn messages_are_given_up_after_eight_tries() {
        assert_eq!(seconds(&message()), [10, 60, 300, 900, 3_600, 14_400, 14_400]);
    }

    #[test]
    fn deliveries_are_given_up_after_about_three_days() {
        let hours = |it: i64| it * 3_600;
        let mut expected = vec![5, 300, 1_800];
        expected.extend([2, 5, 10, 14, 20, 24].map(hours));
        assert_eq!(seconds(&delivery()), expected);
    }

    #[test]
    fn the_wait_grows_by_a_fifth_at_most() {
        let job = tried(message(), 1);
        assert_eq!(wait(&job, None, &with_jitter(200)), TimeDelta::seconds(12));
    }

    #[test]
    fn what_the_other_side_asks_for_is_kept_within_a_day() {
        let job = tried(message(), 1);
        let asked = |it| wait(&job, Some(it), &with_jitter(0));
        assert_eq!(asked(TimeDelta::seconds(77)), TimeDelta::seconds(77));
        assert_eq!(asked(TimeDelta::days(365)), TimeDelta::days(1));
        assert_eq!(asked(TimeDelta::seconds(-5)), TimeDelta::seconds(1));
    }
}
