//! One try of one job.

use std::sync::Arc;

use domain::code::Channel;

use super::person::both_ways;
use super::{
    Outcome, back_off, coded, deliver, invitation, news, push, reconcile, relay, replay, segments,
    tend, upkeep,
};
use super::{storage_reason, temporary_password};
use crate::cx::{Cx, Permit, Ports};
use crate::error::Error;
use crate::ports::{Job, Message, Task};

/// Does what `job` asks for, as the program itself and in the job's store.
pub async fn perform(ports: &Arc<Ports>, job: &Job) -> Outcome {
    if back_off::is_overdone(job) {
        return Outcome::dead("it was tried too often, and nobody lived to tell what became of it");
    }
    let store = match ports.storage.directory().store(&job.store).await {
        Ok(Some(store)) => store,
        Ok(None) => return Outcome::dead("there is no such store"),
        Err(error) => return Outcome::again(storage_reason(&error)),
    };
    let (cx, permit) = Cx::system(Arc::clone(ports), store);
    match attend(&cx, permit, job).await {
        Ok(outcome) => outcome,
        // The causes may quote what was written; these words do not.
        Err(error) => Outcome::again(error.to_string()),
    }
}

async fn attend(cx: &Cx, permit: Permit, job: &Job) -> Result<Outcome, Error> {
    match &job.task {
        Task::Send(message) => send(cx, permit, job, message).await,
        Task::Relay(event) => relay::relay(cx, permit, job, *event).await,
        Task::Deliver { event, endpoint } => deliver::deliver(cx, permit, *event, *endpoint).await,
        Task::Replay { .. } => replay::replay(cx, permit, job).await,
        Task::SweepBlob { path } => upkeep::sweep_blob(cx, permit, path).await,
        Task::ForgetMessages(customer) => Ok(upkeep::forget_messages(cx, *customer).await),
        Task::Tend => tend::tend(cx, permit).await,
        Task::Reconcile => reconcile::reconcile(cx, permit).await,
        Task::Segments => segments::segments(cx, permit).await,
        Task::Housekeeping => upkeep::keep_house(cx, permit).await,
    }
}

async fn send(cx: &Cx, permit: Permit, job: &Job, message: &Message) -> Result<Outcome, Error> {
    match message {
        Message::Activation(id) => coded::activation(cx, permit, job, *id, both_ways(cx)).await,
        Message::ActivationCode(id) => {
            coded::activation(cx, permit, job, *id, &[Channel::Sms]).await
        }
        Message::PasswordReset(user) => coded::password_reset(cx, permit, job, *user).await,
        Message::PhoneChange(id) => coded::phone_change(cx, permit, job, *id).await,
        Message::TemporaryPassword(id) => {
            temporary_password::temporary_password(cx, permit, job, *id).await
        }
        Message::Invitation(id) => invitation::invitation(cx, permit, job, *id).await,
        Message::NewPoints { customer, added, available } => {
            news::new_points(cx, permit, job, *customer, *added, *available).await
        }
        Message::NewLevel { customer, level } => {
            news::new_level(cx, permit, job, *customer, *level).await
        }
        Message::NewReward { customer, campaign, coupon } => {
            news::new_reward(cx, permit, job, *customer, *campaign, *coupon).await
        }
        Message::Push { customer, title, text } => {
            push::push(cx, permit, job, *customer, title, text).await
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{CustomerId, JobId};
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, now, store};
    use crate::ports::StorageError;

    fn job(attempts: u32) -> Job {
        let task = Task::Send(Message::Activation(CustomerId(Uuid::nil())));
        Job { attempts, ..Job::new(JobId(Uuid::nil()), store().code, task, now()) }
    }

    #[tokio::test]
    async fn a_job_that_kills_its_workers_is_given_up() {
        let (ports, _) = Stage::new().ports();
        assert!(matches!(perform(&ports, &job(9)).await, Outcome::Dead { .. }));
    }

    #[tokio::test]
    async fn a_store_that_is_gone_is_no_reason_to_try_again() {
        let mut stage = Stage::new();
        stage.directory.expect_store().returning(|_| Ok(None));
        let (ports, _) = stage.ports();
        assert_eq!(perform(&ports, &job(1)).await, Outcome::dead("there is no such store"));
    }

    #[tokio::test]
    async fn a_busy_database_is_tried_again_without_its_words() {
        let mut stage = Stage::new();
        stage
            .directory
            .expect_store()
            .returning(|_| Err(StorageError::Busy("of john@example.com".into())));
        let (ports, _) = stage.ports();
        assert_eq!(perform(&ports, &job(1)).await, Outcome::again("the database is busy"));
    }
}
