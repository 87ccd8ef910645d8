//! The `job` row, alias `j`, and the JSON of its task.

use application::ports::{Job, Message, Task};
use domain::Timestamp;
use domain::account::User;
use domain::amount::Amount;
use domain::ids::{
    CampaignId, CouponId, CustomerId, EndpointId, EventId, InvitationId, JobId, LevelId,
};
use domain::store::StoreCode;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use super::json::BadJson;
use super::login::{kind_text, read_kind};
use super::{Fields, Written, columns};

columns! { "job" as "j":
    "id", "store", "kind", "data", "created_at", "due_at", "attempts", "last_error", "dead_at",
}

pub fn from_row(row: &QueryResult) -> Result<Job, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = it.id("id")?;
    let store = StoreCode::from_storage(it.take("store")?);
    let kind: String = it.take("kind")?;
    Ok(Job {
        id: JobId(id),
        store,
        task: it.json("data", |text| read_task(&kind, text))?,
        created_at: it.instant("created_at")?,
        due_at: it.instant("due_at")?,
        attempts: match u32::try_from(it.take::<i64>("attempts")?) {
            Ok(attempts) => attempts,
            Err(_) => return Err(it.unreadable("attempts", "is out of range")),
        },
        last_error: it.take("last_error")?,
        dead_at: it.some_instant("dead_at")?,
    })
}

/// Every column of a new row.
pub fn written(job: &Job) -> Written {
    let Job { id, store, task, created_at, .. } = job;
    let mut row = vec![
        ("id", id.0.into()),
        ("store", store.as_str().into()),
        ("kind", task.kind().into()),
        ("data", data(task).to_string().into()),
        ("customer_id", task.customer().map(|it| it.0).into()),
        ("created_at", created_at.timestamp_micros().into()),
    ];
    row.extend(written_state(job));
    row
}

/// The columns that change while a job waits.
pub fn written_state(job: &Job) -> Written {
    let Job { id: _, store: _, task: _, created_at: _, due_at, attempts, last_error, dead_at } =
        job;
    vec![
        ("due_at", due_at.timestamp_micros().into()),
        ("attempts", i64::from(*attempts).into()),
        ("last_error", last_error.as_deref().into()),
        ("dead_at", dead_at.map(|it| it.timestamp_micros()).into()),
    ]
}

fn data(task: &Task) -> Value {
    match task {
        Task::Send(message) => message_data(message),
        Task::Relay(event) => json!({ "event": event.0 }),
        Task::Deliver { event, endpoint } => json!({ "event": event.0, "endpoint": endpoint.0 }),
        Task::Replay { endpoint, from, until, after } => json!({
            "endpoint": endpoint.0,
            "from": from.timestamp_micros(),
            "until": until.timestamp_micros(),
            "after": after.map(|it| it.0),
        }),
        Task::SweepBlob { path } => json!({ "path": path }),
        Task::ForgetMessages(customer) => json!({ "customer": customer.0 }),
        Task::Tend | Task::Segments | Task::Reconcile | Task::Housekeeping => json!({}),
    }
}

fn message_data(message: &Message) -> Value {
    match message {
        Message::Activation(id)
        | Message::ActivationCode(id)
        | Message::TemporaryPassword(id)
        | Message::PhoneChange(id) => {
            json!({ "customer": id.0 })
        }
        Message::PasswordReset(user) => {
            json!({ "kind": kind_text(user.kind()), "user": user.uuid() })
        }
        Message::Invitation(id) => json!({ "invitation": id.0 }),
        Message::NewPoints { customer, added, available } => json!({
            "customer": customer.0,
            "added": added.ten_thousandths(),
            "available": available.ten_thousandths(),
        }),
        Message::NewLevel { customer, level } => {
            json!({ "customer": customer.0, "level": level.0 })
        }
        Message::NewReward { customer, campaign, coupon } => {
            json!({ "customer": customer.0, "campaign": campaign.0, "coupon": coupon.0 })
        }
        Message::Push { customer, title, text } => {
            json!({ "customer": customer.0, "title": title, "text": text })
        }
    }
}

fn read_task(kind: &str, data: &str) -> Result<Task, BadJson> {
    let data: Value = serde_json::from_str(data).map_err(|_| BadJson)?;
    let text = |key: &str| data[key].as_str().map(str::to_owned).ok_or(BadJson);
    let id = |key: &str| Uuid::try_parse(&text(key)?).map_err(|_| BadJson);
    let time =
        |key: &str| data[key].as_i64().and_then(Timestamp::from_timestamp_micros).ok_or(BadJson);
    let amount = |key: &str| data[key].as_i64().map(Amount::from_ten_thousandths).ok_or(BadJson);
    let customer = || id("customer").map(CustomerId);
    Ok(match kind {
        "activation" => Task::Send(Message::Activation(customer()?)),
        "activation_code" => Task::Send(Message::ActivationCode(customer()?)),
        "temporary_password" => Task::Send(Message::TemporaryPassword(customer()?)),
        "password_reset" => {
            let kind = read_kind(&text("kind")?).ok_or(BadJson)?;
            let user: User = kind.of(id("user")?);
            Task::Send(Message::PasswordReset(user))
        }
        "phone_change" => Task::Send(Message::PhoneChange(customer()?)),
        "invitation" => Task::Send(Message::Invitation(InvitationId(id("invitation")?))),
        "new_points" => Task::Send(Message::NewPoints {
            customer: customer()?,
            added: amount("added")?,
            available: amount("available")?,
        }),
        "new_level" => {
            let level = LevelId(id("level")?);
            Task::Send(Message::NewLevel { customer: customer()?, level })
        }
        "new_reward" => Task::Send(Message::NewReward {
            customer: customer()?,
            campaign: CampaignId(id("campaign")?),
            coupon: CouponId(id("coupon")?),
        }),
        "push" => Task::Send(Message::Push {
            customer: customer()?,
            title: text("title")?,
            text: text("text")?,
        }),
        "relay" => Task::Relay(EventId(id("event")?)),
        "deliver" => {
            Task::Deliver { event: EventId(id("event")?), endpoint: EndpointId(id("endpoint")?) }
        }
        "replay" => Task::Replay {
            endpoint: EndpointId(id("endpoint")?),
            from: time("from")?,
            until: time("until")?,
            after: if data["after"].is_null() { None } else { Some(EventId(id("after")?)) },
        },
        "sweep_blob" => Task::SweepBlob { path: text("path")? },
        "forget_messages" => Task::ForgetMessages(customer()?),
        "tend" => Task::Tend,
        "reconcile" => Task::Reconcile,
        "segments" => Task::Segments,
        "housekeeping" => Task::Housekeeping,
        _ => return Err(BadJson),
    })
}

#[cfg(test)]
mod tests {
    use domain::ids::AdminId;

    use super::*;

    #[test]
    fn every_task_reads_back_as_it_was_written() {
        let id = Uuid::from_u128(7);
        let at = Timestamp::from_timestamp_micros(1_600_000_000_000_001).unwrap();
        let (event, endpoint) = (EventId(id), EndpointId(id));
        for task in [
            Task::Send(Message::Activation(CustomerId(id))),
            Task::Send(Message::ActivationCode(CustomerId(id))),
            Task::Send(Message::TemporaryPassword(CustomerId(id))),
            Task::Send(Message::PasswordReset(User::Admin(AdminId(id)))),
            Task::Send(Message::PhoneChange(CustomerId(id))),
            Task::Send(Message::Invitation(InvitationId(id))),
            Task::Send(Message::NewReward {
                customer: CustomerId(id),
                campaign: CampaignId(id),
                coupon: CouponId(id),
            }),
            Task::Send(Message::Push {
                customer: CustomerId(id),
                title: "Hello".to_owned(),
                text: "you".to_owned(),
            }),
            Task::Relay(event),
            Task::Deliver { event, endpoint },
            Task::Replay { endpoint, from: at, until: at, after: None },
            Task::Replay { endpoint, from: at, until: at, after: Some(event) },
            Task::SweepBlob { path: "avatars/1.png".to_owned() },
            Task::ForgetMessages(CustomerId(id)),
            Task::Tend,
            Task::Reconcile,
            Task::Segments,
            Task::Housekeeping,
        ] {
            let data = data(&task).to_string();
            assert_eq!(read_task(task.kind(), &data).ok(), Some(task));
        }
    }
}
