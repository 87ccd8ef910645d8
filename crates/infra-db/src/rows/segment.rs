//! The `segment` row, alias `s`, and the JSON of its criteria.

use domain::amount::Amount;
use domain::ids::{CustomerId, PosId, SegmentId};
use domain::segment::{Anniversary, Criterion, Segment, Terms};
use domain::text::Text;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Map, Value, json};

use super::json::{BadJson, list, read_label};
use super::{Fields, Written, columns};

columns! { "segment" as "s":
    "id", "name", "description", "active", "parts", "created_at", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Segment, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Segment {
        id: SegmentId(it.id("id")?),
        name: it.text("name")?,
        description: it.some_text("description")?,
        active: it.take("active")?,
        parts: it.json("parts", read_parts)?,
        created_at: it.instant("created_at")?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id` and `version`.
pub fn written(segment: &Segment) -> Written {
    let Segment { id: _, name, description, active, parts, created_at, version: _ } = segment;
    vec![
        ("name", name.as_str().into()),
        ("description", description.as_ref().map(Text::as_str).into()),
        ("active", (*active).into()),
        ("parts", parts_text(parts).into()),
        ("created_at", created_at.timestamp_micros().into()),
    ]
}

fn parts_text(parts: &[Vec<Criterion>]) -> String {
    let part = |it: &Vec<Criterion>| Value::Array(it.iter().map(criterion).collect());
    Value::Array(parts.iter().map(part).collect()).to_string()
}

/// What a kind does not have is left out.
fn criterion(criterion: &Criterion) -> Value {
    let (kind, terms) = criterion.terms();
    let Terms {
        min,
        max,
        from,
        to,
        percent,
        pos,
        several_pos,
        skus,
        makers,
        labels,
        anniversary,
        days,
        from_date,
        to_date,
        customers,
    } = terms;
    let labels = labels.iter().map(|it| json!({ "key": it.key, "value": it.value }));
    let members = json!({
        "type": kind,
        "min": min,
        "max": max,
        "from": from.map(Amount::ten_thousandths),
        "to": to.map(Amount::ten_thousandths),
        "percent": percent.map(Amount::ten_thousandths),
        "pos": pos.map(|it| it.0),
        "severalPos": several_pos.iter().map(|it| it.0).collect::<Vec<_>>(),
        "skus": skus,
        "makers": makers,
        "labels": labels.collect::<Vec<_>>(),
        "anniversary": anniversary.map(Anniversary::as_str),
        "days": days,
        "fromDate": from_date,
        "toDate": to_date,
        "customers": customers.iter().map(|it| it.0).collect::<Vec<_>>(),
    });
    match members {
        Value::Object(members) => {
            let given = |it: &Value| !it.is_null() && it.as_array().is_none_or(|it| !it.is_empty());
            Value::Object(members.into_iter().filter(|(_, it)| given(it)).collect())
        }
        other => other,
    }
}

fn read_parts(text: &str) -> Result<Vec<Vec<Criterion>>, BadJson> {
    let part = |it: &Value| -> Result<Vec<Criterion>, BadJson> {
        it.as_array().ok_or(BadJson)?.iter().map(read_criterion).collect()
    };
    list(text)?.iter().map(part).collect()
}

fn read_criterion(it: &Value) -> Result<Criterion, BadJson> {
    let it = it.as_object().ok_or(BadJson)?;
    let kind = it.get("type").and_then(Value::as_str).ok_or(BadJson)?;
    let amount = |it: &Value| it.as_i64().map(Amount::from_ten_thousandths);
    let id = |it: &Value| it.as_str().and_then(|it| it.parse().ok());
    let text = |it: &Value| it.as_str().map(str::to_owned);
    let date = |it: &Value| it.as_str().and_then(|it| it.parse().ok());
    let terms = Terms {
        min: one(it, "min", Value::as_i64)?,
        max: one(it, "max", Value::as_i64)?,
        from: one(it, "from", amount)?,
        to: one(it, "to", amount)?,
        percent: one(it, "percent", amount)?,
        pos: one(it, "pos", |it| id(it).map(PosId))?,
        several_pos: many(it, "severalPos", |it| id(it).map(PosId))?,
        skus: many(it, "skus", text)?,
        makers: many(it, "makers", text)?,
        labels: many(it, "labels", |it| read_label(it).ok())?,
        anniversary: one(it, "anniversary", |it| it.as_str().and_then(Anniversary::parse))?,
        days: one(it, "days", |it| it.as_u64().and_then(|it| it.try_into().ok()))?,
        from_date: one(it, "fromDate", date)?,
        to_date: one(it, "toDate", date)?,
        customers: many(it, "customers", |it| id(it).map(CustomerId))?,
    };
    Criterion::of(kind, terms).map_err(|_| BadJson)
}

fn one<T>(
    members: &Map<String, Value>,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Option<T>, BadJson> {
    members.get(name).map(|it| read(it).ok_or(BadJson)).transpose()
}

fn many<T>(
    members: &Map<String, Value>,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<T>, BadJson> {
    match members.get(name) {
        None => Ok(vec![]),
        Some(Value::Array(list)) => list.iter().map(|it| read(it).ok_or(BadJson)).collect(),
        Some(_) => Err(BadJson),
    }
}
