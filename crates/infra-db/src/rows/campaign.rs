//! The `campaign` row, alias `g`.

use domain::amount::Amount;
use domain::campaign::Campaign;
use domain::ids::{CampaignId, LevelId, SegmentId};
use domain::text::Text;
use sea_orm::{DbErr, QueryResult};

use super::json::{ids_text, read_ids};
use super::{Fields, Written, columns};

columns! { "campaign" as "g":
    "id", "name", "description", "instructions", "active", "cost", "levels", "segments",
    "starts_at", "ends_at", "limit_total", "limit_per_customer", "single_coupon", "days_inactive",
    "days_valid", "created_at", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Campaign, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Campaign {
        id: CampaignId(it.id("id")?),
        name: it.text("name")?,
        description: it.some_text("description")?,
        instructions: it.some_text("instructions")?,
        active: it.take("active")?,
        cost: it.amount("cost")?,
        levels: it.json("levels", read_ids)?.into_iter().map(LevelId).collect(),
        segments: it.json("segments", read_ids)?.into_iter().map(SegmentId).collect(),
        period: it.some_instant("starts_at")?.zip(it.some_instant("ends_at")?),
        limit: some_number(&mut it, "limit_total")?,
        limit_per_customer: some_number(&mut it, "limit_per_customer")?,
        single_coupon: it.take("single_coupon")?,
        days_inactive: number(&mut it, "days_inactive")?,
        days_valid: number(&mut it, "days_valid")?,
        created_at: it.instant("created_at")?,
        version: it.take("version")?,
    })
}

fn some_number(it: &mut Fields<'_>, name: &'static str) -> Result<Option<u32>, DbErr> {
    let stored = it.take::<Option<i64>>(name)?.map(u32::try_from).transpose();
    stored.map_err(|_| it.unreadable(name, "is out of range"))
}

fn number(it: &mut Fields<'_>, name: &'static str) -> Result<u32, DbErr> {
    some_number(it, name)?.ok_or_else(|| it.unreadable(name, "is missing"))
}

/// Every column but `store`, `id` and `version`.
pub fn written(campaign: &Campaign) -> Written {
    let Campaign {
        id: _,
        name,
        description,
        instructions,
        active,
        cost,
        levels,
        segments,
        period,
        limit,
        limit_per_customer,
        single_coupon,
        days_inactive,
        days_valid,
        created_at,
        version: _,
    } = campaign;
    let text = |it: &Option<Text>| it.as_ref().map(|it| it.as_str().to_owned());
    vec![
        ("name", name.as_str().into()),
        ("description", text(description).into()),
        ("instructions", text(instructions).into()),
        ("active", (*active).into()),
        ("cost", Amount::ten_thousandths(*cost).into()),
        ("levels", ids_text(levels.iter().map(|it| it.0)).into()),
        ("segments", ids_text(segments.iter().map(|it| it.0)).into()),
        ("starts_at", period.map(|it| it.0.timestamp_micros()).into()),
        ("ends_at", period.map(|it| it.1.timestamp_micros()).into()),
        ("limit_total", limit.map(i64::from).into()),
        ("limit_per_customer", limit_per_customer.map(i64::from).into()),
        ("single_coupon", (*single_coupon).into()),
        ("days_inactive", i64::from(*days_inactive).into()),
        ("days_valid", i64::from(*days_valid).into()),
        ("created_at", created_at.timestamp_micros().into()),
    ]
}
