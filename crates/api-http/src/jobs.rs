//! What is still to be done, and what was given up.

use application::backlog;
use application::cx::Cx;
use application::error::Error;
use application::ports::{Job, JobQuery, Listing, Task};
use domain::ids::JobId;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Form, FormSpec, choice, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, filter, page};
use crate::tags::Tag;
use crate::wire::{NoContent, timestamp};

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        choice("dead", &["1", "0"], "1, the jobs given up, unless given; 0, those that wait"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
    ],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// Something to do. What it says is not shown, only what it is about.
#[derive(Object)]
#[oai(rename = "Job", rename_all = "camelCase", skip_serializing_if_is_none)]
struct JobDto {
    job_id: String,
    kind: String,
    customer_id: Option<String>,
    event_id: Option<String>,
    webhook_id: Option<String>,
    created_at: String,
    /// Not before; while it is under way: not before the worker is given up.
    due_at: String,
    /// Tries so far, the one under way included.
    attempts: u32,
    last_error: Option<String>,
    /// When it was given up.
    dead_at: Option<String>,
}

#[derive(Object)]
#[oai(rename = "JobList")]
struct JobListDto {
    jobs: Vec<JobDto>,
    total: u64,
}

pub(crate) struct JobsApi;

#[OpenApi(prefix_path = "/api/:storeCode/admin", tag = "Tag::Operation")]
impl JobsApi {
    /// List the jobs that were given up, or those that wait.
    #[oai(path = "/job", method = "get", operation_id = "job_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<JobListDto>, Failure> {
        let dead = !filter(&asked.members, "dead").is_some_and(|it| it == "0" || it == "false");
        let query = JobQuery { dead, page: page(&asked.members) };
        let Listing { items, total } = backlog::list(&call.0, query).await?;
        let jobs = items.into_iter().map(|it| JobDto::of(it, &call.0)).collect();
        Ok(Json(JobListDto { jobs, total }))
    }

    /// Get a job; one that was done is gone.
    #[oai(path = "/job/:job", method = "get", operation_id = "job_details")]
    async fn details(&self, call: Call, job: Path<String>) -> Result<Json<JobDto>, Failure> {
        let found = backlog::details(&call.0, job_id(&job)?).await?;
        Ok(Json(JobDto::of(found, &call.0)))
    }

    /// Try a job again that was given up.
    #[oai(path = "/job/:job/replay", method = "post", operation_id = "job_replay")]
    async fn replay(&self, call: Call, job: Path<String>) -> Result<NoContent, Failure> {
        backlog::replay(&call.0, job_id(&job)?).await?;
        Ok(NoContent::Done)
    }

    /// Drop a job: it is not done.
    #[oai(path = "/job/:job", method = "delete", operation_id = "job_delete")]
    async fn delete(&self, call: Call, job: Path<String>) -> Result<NoContent, Failure> {
        backlog::delete(&call.0, job_id(&job)?).await?;
        Ok(NoContent::Done)
    }
}

fn job_id(raw: &str) -> Result<JobId, Error> {
    JobId::parse(raw).ok_or(Error::NotFound)
}

impl JobDto {
    fn of(job: Job, cx: &Cx) -> Self {
        let Job { id, store: _, task, created_at, due_at, attempts, last_error, dead_at } = job;
        let time = |at| timestamp(at, cx.store.time_zone);
        let (event, webhook) = match &task {
            Task::Deliver { event, endpoint } => (Some(event), Some(endpoint)),
            Task::Relay(event) => (Some(event), None),
            Task::Replay { endpoint, .. } => (None, Some(endpoint)),
            Task::Send(_)
            | Task::SweepBlob { .. }
            | Task::ForgetMessages(_)
            | Task::Tend
            | Task::Reconcile
            | Task::Segments
            | Task::Housekeeping => (None, None),
        };
        Self {
            job_id: id.to_string(),
            kind: task.kind().to_owned(),
            customer_id: task.customer().map(|it| it.to_string()),
            event_id: event.map(ToString::to_string),
            webhook_id: webhook.map(ToString::to_string),
            created_at: time(created_at),
            due_at: time(due_at),
            attempts,
            last_error,
            dead_at: dead_at.map(time),
        }
    }
}
