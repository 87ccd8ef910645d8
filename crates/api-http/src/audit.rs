//! The audit log (behaviour 5.5).

use application::audit;
use application::cx::Cx;
use application::ports::{AuditLine, AuditQuery, Between, Listing};
use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use domain::Timestamp;
use domain::form::Given;
use domain::ids::AuditId;
use domain::time::{instant, parse_date, parse_instant};
use poem_openapi::payload::Json;
use poem_openapi::types::Any;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde_json::Value;

use crate::body::{Form, FormSpec, Members, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, filter, page};
use crate::tags::Tag;
use crate::wire::timestamp;

/// What the list takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("eventType", "Such as UpdateCustomerDetails"),
        text("entityType", "Such as customer"),
        text("entityId", "What it is about"),
        text("username", "Who did it"),
        text("auditLogId", "One line"),
        text("createdAtFrom", "Not before: YYYY-MM-DD HH:mm:ss, or a time with an offset"),
        text("createdAtTo", "Not after"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
    ],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

#[derive(Object)]
#[oai(rename = "AuditLogId", rename_all = "camelCase")]
struct AuditLogIdDto {
    audit_log_id: String,
}

/// A line of the audit log.
#[derive(Object)]
#[oai(rename = "AuditLog", rename_all = "camelCase")]
struct AuditLogDto {
    audit_log_id: AuditLogIdDto,
    created_at: String,
    event_type: String,
    entity_type: String,
    entity_id: String,
    /// `<notlogged>` for strangers and the program itself.
    username: String,
    /// A map, or a list; an empty list when there is nothing to tell.
    data: Any<Value>,
}

#[derive(Object)]
#[oai(rename = "AuditLogList")]
struct AuditLogListDto {
    logs: Vec<AuditLogDto>,
    total: u64,
}

#[derive(ApiResponse)]
enum Listed {
    /// The matches, newest first. Filters that could not be read are named in the header.
    #[oai(status = 200)]
    Ok(
        Json<AuditLogListDto>,
        /// Parameters that could not be read and were ignored.
        #[oai(header = "X-Laurel-Ignored")]
        Option<String>,
    ),
}

pub(crate) struct AuditApi;

#[OpenApi(prefix_path = "/api/:storeCode/audit", tag = "Tag::Audit")]
impl AuditApi {
    /// List the audit log, newest first.
    #[oai(path = "/log", method = "get", operation_id = "audit_log_list")]
    async fn list(&self, call: Call, asked: Asked<ListParameters>) -> Result<Listed, Failure> {
        let (query, ignored) = read(&asked.members, &call.0);
        let Listing { items, total } = audit::list(&call.0, &query).await?;
        let logs = items.into_iter().map(|it| shown(it, &call.0)).collect();
        let ignored = (!ignored.is_empty()).then(|| ignored.join(", "));
        Ok(Listed::Ok(Json(AuditLogListDto { logs, total }), ignored))
    }
}

/// The question, and the names of the parameters that could not be read (decision 5).
fn read(asked: &Members, cx: &Cx) -> (AuditQuery, Vec<&'static str>) {
    let mut ignored = Vec::new();
    let mut wanted = |name: &'static str| {
        if asked.leaf(name) == Given::Malformed {
            ignored.push(name);
        }
        filter(asked, name)
    };
    let texts = ["eventType", "entityType", "entityId", "username"].map(&mut wanted);
    let rest = ["auditLogId", "createdAtFrom", "createdAtTo"].map(|it| (it, wanted(it)));
    let [event_type, entity_type, entity_id, username] = texts;
    let [id, from, to] = rest;
    let zone = cx.store.time_zone;
    let query = AuditQuery {
        id: readable(id, &mut ignored, AuditId::parse),
        event_type,
        entity_type,
        entity_id,
        username,
        at: Between {
            from: readable(from, &mut ignored, |raw| time(raw, zone)),
            to: readable(to, &mut ignored, |raw| end_of(raw, zone).or_else(|| time(raw, zone))),
        },
        page: page(asked),
    };
    (query, ignored)
}

fn readable<T>(
    (name, raw): (&'static str, Option<String>),
    ignored: &mut Vec<&'static str>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let found = parse(&raw?);
    if found.is_none() {
        ignored.push(name);
    }
    found
}

/// The plus of an offset reaches us as a blank unless it was encoded.
fn time(raw: &str, zone: Tz) -> Option<Timestamp> {
    let raw = if raw.contains('T') { raw.replace(' ', "+") } else { raw.to_owned() };
    parse_instant(&raw, zone).ok()
}

/// The last moment of a day that is named without a time.
fn end_of(raw: &str, zone: Tz) -> Option<Timestamp> {
    let next = parse_date(raw).ok()?.succ_opt()?.and_time(NaiveTime::MIN);
    instant(next, zone).checked_sub_signed(TimeDelta::microseconds(1))
}

fn shown(line: AuditLine, cx: &Cx) -> AuditLogDto {
    let AuditLine { id, at, event_type, entity_type, entity_id, username, data } = line;
    AuditLogDto {
        audit_log_id: AuditLogIdDto { audit_log_id: id.to_string() },
        created_at: timestamp(at, cx.store.time_zone),
        event_type,
        entity_type,
        entity_id,
        username,
        data: Any(serde_json::from_str(&data).unwrap_or_else(|_| Value::Array(vec![]))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_programmes_zone_and_a_last_day_is_whole() {
        let zone = chrono_tz::Europe::Warsaw;
        let shown = |at: Option<Timestamp>| at.map(|it| timestamp(it, zone));
        let written = |it: &str| Some(it.to_owned());
        assert_eq!(shown(time("2022-02-15", zone)), written("2022-02-15T00:00:00+0100"));
        assert_eq!(
            shown(time("2022-02-15T10:00:00 01:00", zone)),
            written("2022-02-15T10:00:00+0100")
        );
        assert_eq!(shown(end_of("2022-02-15", zone)), written("2022-02-15T23:59:59+0100"));
        assert_eq!((time("soon", zone), end_of("2022-02-15 10:00", zone)), (None, None));
    }
}
