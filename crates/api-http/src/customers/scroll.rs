//! Scroll ids: sealed cursors that carry the frozen question and the place in its answer
//! (behaviour 7.5, decision 6).

use application::cx::Cx;
use application::error::Error;
use application::ports::{SortPosition, SortValue};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::ids::CustomerId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a scroll id is good after it was given out.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// A scroll on its way.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The query string that started it.
    pub(super) question: String,
    /// When it started: relative filters count from here.
    pub(super) asked_at: Timestamp,
    pub(super) per_page: u64,
    /// The last row shown; `None` when there was none yet.
    pub(super) position: Option<SortPosition>,
}

/// What is sealed. Short names: it travels in a query string.
#[derive(Serialize, Deserialize)]
struct Cursor {
    #[serde(rename = "s")]
    store: String,
    #[serde(rename = "q")]
    question: String,
    #[serde(rename = "t")]
    asked_at: i64,
    #[serde(rename = "n")]
    per_page: u64,
    #[serde(rename = "p")]
    position: Option<(Value, Uuid)>,
    #[serde(rename = "e")]
    expires_at: i64,
}

#[derive(Serialize, Deserialize)]
enum Value {
    #[serde(rename = "m")]
    Missing,
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(i64),
    #[serde(rename = "i")]
    Id(Uuid),
}

impl Scroll {
    /// The id to hand out now.
    pub(super) fn seal(self, cx: &Cx) -> String {
        let cursor = Cursor {
            store: cx.store.code.as_str().to_owned(),
            question: self.question,
            asked_at: self.asked_at.timestamp_micros(),
            per_page: self.per_page,
            position: self.position.map(|it| (Value::from(it.value), it.id.0)),
            expires_at: (cx.real_now() + LIFETIME).timestamp_micros(),
        };
        let payload = serde_json::to_vec(&cursor).expect("a cursor has only texts and numbers");
        cx.seals().seal(&payload)
    }

    /// The scroll that an id stands for. Damaged, expired and of another store are all the same.
    pub(super) fn open(id: &str, cx: &Cx) -> Result<Self, Error> {
        let payload = cx.seals().open(id).ok_or_else(lost)?;
        let cursor: Cursor = serde_json::from_slice(&payload).map_err(|_| lost())?;
        let expired = cursor.expires_at < cx.real_now().timestamp_micros();
        if expired || cursor.store != cx.store.code.as_str() {
            return Err(lost());
        }
        let asked_at = Timestamp::from_timestamp_micros(cursor.asked_at).ok_or_else(lost)?;
        let position = cursor
            .position
            .map(|(value, id)| SortPosition { value: value.into(), id: CustomerId(id) });
        Ok(Self { question: cursor.question, asked_at, per_page: cursor.per_page, position })
    }
}

fn lost() -> Error {
    Error::refused("Scroll context not found")
}

impl From<SortValue> for Value {
    fn from(value: SortValue) -> Self {
        match value {
            SortValue::Missing => Self::Missing,
            SortValue::Text(it) => Self::Text(it),
            SortValue::Number(it) => Self::Number(it),
            SortValue::Id(it) => Self::Id(it),
        }
    }
}

impl From<Value> for SortValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Missing => Self::Missing,
            Value::Text(it) => Self::Text(it),
            Value::Number(it) => Self::Number(it),
            Value::Id(it) => Self::Id(it),
        }
    }
}
