//! What happened to a customer, and how many came on which day.

use std::fmt::Write;

use application::ports::{HistoryEntry, Page, StorageError};
use chrono::{Datelike, NaiveDate};
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::UNSHOWN;
use domain::ids::CustomerId;
use domain::statistics::Days;
use sea_orm::{DbErr, QueryResult, Value};

use super::{StoreReads, ask};
use crate::rows::json::read_variables;
use crate::sql::Sql;

impl StoreReads {
    pub(super) async fn history_of(
        &self,
        id: CustomerId,
        page: Option<Page>,
    ) -> Result<Vec<HistoryEntry>, StorageError> {
        let mut text = "SELECT h.seq, h.type, h.at, h.variables, h.balance FROM history h \
                        WHERE h.store = $1 AND h.customer_id = $2 AND h.type NOT IN ($3, $4) \
                        ORDER BY h.at DESC, h.seq DESC, h.n DESC"
            .to_owned();
        let [one, other] = UNSHOWN;
        let mut values: Vec<Value> = vec![self.store(), id.0.into(), one.into(), other.into()];
        if let Some(page) = page {
            text.push_str(" LIMIT $5 OFFSET $6");
            values.extend(ask::slice(page));
        }
        ask::all(self.db(), Sql::new(text, values), |row| entry(id, row)).await
    }

    /// The day of an instant is a division, within days of one length. The index of creation has
    /// all that is looked at.
    pub(super) async fn registrations_on(
        &self,
        days: &[Days],
    ) -> Result<Vec<(NaiveDate, u64)>, StorageError> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(vec![]) };
        let mut values: Vec<Value> = vec![
            self.store(),
            first.from.timestamp_micros().into(),
            last.until.timestamp_micros().into(),
        ];
        let mut bind = |value: i64| {
            values.push(value.into());
            format!("${}", values.len())
        };
        let mut day = "CASE".to_owned();
        for run in days {
            let until = bind(run.until.timestamp_micros());
            let first = bind(run.first.num_days_from_ce().into());
            let from = bind(run.from.timestamp_micros());
            let length = bind(run.length().num_microseconds().unwrap_or(i64::MAX));
            write!(
                day,
                " WHEN created_at < {until} THEN {first} + (created_at - {from}) / {length}"
            )
            .expect("a string takes every write");
        }
        let text = format!(
            "SELECT day, count(*) FROM (SELECT {day} END AS day FROM customer WHERE store = $1 \
             AND created_at >= $2 AND created_at < $3 AND status <> 'deleted') created \
             GROUP BY day"
        );
        ask::all(self.db(), Sql::new(text, values), counted).await
    }
}

fn entry(customer: CustomerId, row: &QueryResult) -> Result<HistoryEntry, DbErr> {
    let seq: i64 = row.try_get_by_index(0)?;
    let unreadable = |what| DbErr::Custom(format!("history {customer}/{seq}: unreadable {what}"));
    let at = Timestamp::from_timestamp_micros(row.try_get_by_index(2)?);
    let variables: String = row.try_get_by_index(3)?;
    Ok(HistoryEntry {
        customer,
        name: row.try_get_by_index(1)?,
        at: at.ok_or_else(|| unreadable("time"))?,
        variables: read_variables(&variables).map_err(|_| unreadable("variables"))?,
        balance: row.try_get_by_index::<Option<i64>>(4)?.map(Amount::from_ten_thousandths),
    })
}

fn counted(row: &QueryResult) -> Result<(NaiveDate, u64), DbErr> {
    let day: i64 = row.try_get_by_index(0)?;
    let number: i64 = row.try_get_by_index(1)?;
    let day = i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    let day = day.ok_or_else(|| DbErr::Custom("a day that no calendar has".to_owned()))?;
    Ok((day, number.cast_unsigned()))
}
