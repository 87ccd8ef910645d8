//! Doing jobs until told to stop.

use std::sync::Arc;
use std::time::Duration;

use application::cx::Ports;
use application::jobs::{self, Outcome};
use application::ports::Job;
use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::config::Config;
use crate::failure::Failure;
use crate::house::House;
use crate::serve::told_to_stop;
use crate::{logging, print};

/// Jobs at a time.
const HANDS: usize = 4;

/// Nobody else takes a claimed job for so long.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// A job ends so long before its lease does, so that two workers never do it at once.
const MARGIN: TimeDelta = TimeDelta::seconds(10);

/// How soon jobs are seen that another server added, or that became due.
const LOOK: Duration = Duration::from_secs(1);

/// `laurel worker`.
pub async fn worker(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log)?;
    let house = House::open(config).await?;
    let told_to_stop = told_to_stop().map_err(Failure::Signals)?;
    let worker = Worker::start(Arc::clone(&house.ports));
    print("Laurel's worker waits for jobs")?;
    told_to_stop.await;
    worker.stop().await;
    house.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// A worker in the background. Several, also of other servers, share the jobs among them.
pub struct Worker {
    stop: watch::Sender<bool>,
    running: tokio::task::JoinHandle<()>,
}

impl Worker {
    pub fn start(ports: Arc<Ports>) -> Self {
        let (stop, stopping) = watch::channel(false);
        Self { stop, running: tokio::spawn(run(ports, stopping)) }
    }

    /// Takes no more jobs, and waits for those under way.
    pub async fn stop(self) {
        let Self { stop, running } = self;
        stop.send_replace(true);
        if running.await.is_err() {
            tracing::error!("the worker had ended already");
        }
    }
}

async fn run(ports: Arc<Ports>, mut stopping: watch::Receiver<bool>) {
    let queue = ports.storage.queue();
    let mut keeps_house = false;
    let mut under_way = JoinSet::new();
    while !*stopping.borrow() {
        if !keeps_house {
            keeps_house = jobs::ensure_housekeeping(&ports).await.is_ok();
        }
        let free = u32::try_from(HANDS.saturating_sub(under_way.len())).unwrap_or(0);
        match queue.claim(ports.clock.now(), LEASE, free).await {
            Ok(claimed) => {
                for job in claimed {
                    under_way.spawn(attend(Arc::clone(&ports), job));
                }
            }
            Err(error) => tracing::warn!(%error, "cannot take jobs"),
        }
        let has_a_hand = under_way.len() < HANDS;
        tokio::select! {
            changed = stopping.changed() => if changed.is_err() { break },
            Some(_) = under_way.join_next() => {}
            () = queue.added(), if has_a_hand => {}
            () = sleep(LOOK), if has_a_hand => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// One try of one job, whatever happens in it.
async fn attend(ports: Arc<Ports>, job: Job) {
    let (id, kind, attempt) = (job.id, job.task.kind(), job.attempts);
    let outcome = attempt_of(&ports, &job).await;
    match &outcome {
        Outcome::Done => tracing::debug!(job = %id, kind, attempt, "job done"),
        // Reasons are for those who may see jobs: the log does not quote them.
        Outcome::Again { .. } => tracing::warn!(job = %id, kind, attempt, "job failed"),
        Outcome::Dead { .. } => tracing::error!(job = %id, kind, attempt, "job given up"),
    }
    match jobs::settle(&ports, &job, outcome).await {
        Ok(_) => {}
        // It is done again when its lease is over.
        Err(error) => {
            tracing::warn!(job = %id, kind, %error, "cannot write down what became of it");
        }
    }
}

async fn attempt_of(ports: &Arc<Ports>, job: &Job) -> Outcome {
    let (ports, job) = (Arc::clone(ports), job.clone());
    // Taking the job may have taken long itself.
    let patience = job.due_at - MARGIN - ports.clock.now();
    let patience = patience.to_std().unwrap_or_default();
    contained(patience, async move { jobs::perform(&ports, &job).await }).await
}

/// The outcome of `work`; taking too long and panicking are failures as others are.
async fn contained(
    patience: Duration,
    work: impl Future<Output = Outcome> + Send + 'static,
) -> Outcome {
    // A task of its own, so that a panic ends nothing else.
    match tokio::spawn(timeout(patience, work)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Outcome::again("it took too long"),
        Err(_) => Outcome::again("it panicked: the log says where"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(10);

    #[tokio::test]
    async fn a_panic_is_a_failure_that_is_tried_again() {
        let outcome = contained(PATIENCE, async { panic!("of a@example.com") }).await;
        assert_eq!(outcome, Outcome::again("it panicked: the log says where"));
    }

    #[tokio::test]
    async fn so_is_taking_longer_than_the_lease() {
        let outcome = contained(PATIENCE, std::future::pending()).await;
        assert_eq!(outcome, Outcome::again("it took too long"));
        assert_eq!(contained(PATIENCE, async { Outcome::Done }).await, Outcome::Done);
    }
}
