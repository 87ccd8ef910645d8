//! The `earning_rule` row, alias `e`, and the JSON of what each kind rewards.

use domain::amount::Amount;
use domain::earning::{LimitPeriod, ReferralEvent, Rewarded, Rule, RuleKind, Spending, UsageLimit};
use domain::ids::{LevelId, PosId, RuleId, SegmentId};
use domain::label::Label;
use domain::text::folded;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Value, json};

use super::json::{BadJson, ids_text, read_ids, read_label, string};
use super::{Fields, Written, columns};

columns! { "earning_rule" as "e":
    "id", "name", "description", "active", "starts_at", "ends_at", "levels", "segments", "pos",
    "limit_times", "limit_period", "is_last", "kind", "what", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Rule, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = RuleId(it.id("id")?);
    let (name, description, active) =
        (it.take("name")?, it.take("description")?, it.take("active")?);
    let period = it.some_instant("starts_at")?.zip(it.some_instant("ends_at")?);
    let levels = it.json("levels", read_ids)?.into_iter().map(LevelId).collect();
    let segments = it.json("segments", read_ids)?.into_iter().map(SegmentId).collect();
    let pos = it.json("pos", read_ids)?.into_iter().map(PosId).collect();
    let times = it.take::<Option<i64>>("limit_times")?.and_then(|it| it.try_into().ok());
    let limit_period = it.take::<Option<String>>("limit_period")?;
    let limit_period = limit_period.as_deref().and_then(LimitPeriod::parse);
    let is_last = it.take("is_last")?;
    let kind: String = it.take("kind")?;
    Ok(Rule {
        id,
        name,
        description,
        active,
        period,
        levels,
        segments,
        pos,
        limit: times.zip(limit_period).map(|(times, period)| UsageLimit { times, period }),
        is_last,
        kind: it.json("what", |text| read_what(&kind, text))?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id`, `created_at` and `version`.
pub fn written(rule: &Rule) -> Written {
    let Rule {
        id: _,
        name,
        description,
        active,
        period,
        levels,
        segments,
        pos,
        limit,
        is_last,
        kind,
        version: _,
    } = rule;
    let micros = |it: domain::Timestamp| it.timestamp_micros();
    vec![
        ("name", name.as_str().into()),
        ("name_key", folded(name).into()),
        ("description", description.as_str().into()),
        ("active", (*active).into()),
        ("starts_at", period.map(|it| micros(it.0)).into()),
        ("ends_at", period.map(|it| micros(it.1)).into()),
        ("levels", ids_text(levels.iter().map(|it| it.0)).into()),
        ("segments", ids_text(segments.iter().map(|it| it.0)).into()),
        ("pos", ids_text(pos.iter().map(|it| it.0)).into()),
        ("limit_times", limit.map(|it| i64::from(it.times)).into()),
        ("limit_period", limit.map(|it| it.period.as_str()).into()),
        ("is_last", (*is_last).into()),
        ("kind", kind.rule_type().as_str().into()),
        ("what", what(kind).to_string().into()),
    ]
}

fn labels(labels: &[Label]) -> Value {
    labels.iter().map(|it| json!({ "key": it.key, "value": it.value })).collect()
}

fn what(kind: &RuleKind) -> Value {
    let number = |it: &Amount| it.ten_thousandths();
    match kind {
        RuleKind::Event { event, points } | RuleKind::Custom { event, points } => {
            json!({ "event": event, "points": number(points) })
        }
        RuleKind::Referral { when, rewards, points } => json!({
            "when": when.as_str(),
            "rewards": rewards.as_str(),
            "points": number(points),
        }),
        RuleKind::Spending(Spending {
            per_unit,
            excluded_skus,
            included_labels,
            excluded_labels,
            min_order,
            without_delivery,
        }) => json!({
            "perUnit": number(per_unit),
            "excludedSkus": excluded_skus,
            "includedLabels": labels(included_labels),
            "excludedLabels": labels(excluded_labels),
            "minOrder": number(min_order),
            "withoutDelivery": without_delivery,
        }),
        RuleKind::Product { skus, points } => json!({ "skus": skus, "points": number(points) }),
        RuleKind::MultiplyProduct { skus, multiplier } => {
            json!({ "skus": skus, "multiplier": number(multiplier) })
        }
        RuleKind::MultiplyLabels { labels } => {
            let one = |(label, multiplier): &(Label, Amount)| json!({ "key": label.key, "value": label.value, "multiplier": number(multiplier) });
            json!({ "labels": labels.iter().map(one).collect::<Vec<_>>() })
        }
        RuleKind::Geolocation { latitude, longitude, radius, points } => json!({
            "latitude": latitude,
            "longitude": longitude,
            "radius": radius,
            "points": number(points),
        }),
        RuleKind::QrCode { code, points } => json!({ "code": code, "points": number(points) }),
        RuleKind::InstantReward { campaign } => json!({ "campaign": campaign.map(|it| it.0) }),
    }
}

fn read_what(kind: &str, text: &str) -> Result<RuleKind, BadJson> {
    let it: Value = serde_json::from_str(text).map_err(|_| BadJson)?;
    let number =
        |it: &Value, key: &str| it[key].as_i64().map(Amount::from_ten_thousandths).ok_or(BadJson);
    let entries = |key: &str| it[key].as_array().ok_or(BadJson);
    let texts = |key: &str| -> Result<Vec<String>, BadJson> {
        entries(key)?.iter().map(|it| it.as_str().map(str::to_owned).ok_or(BadJson)).collect()
    };
    let labels = |key: &str| -> Result<Vec<Label>, BadJson> {
        entries(key)?.iter().map(read_label).collect()
    };
    let points = || number(&it, "points");
    Ok(match kind {
        "event" => RuleKind::Event { event: string(&it, "event")?, points: points()? },
        "custom_event" => RuleKind::Custom { event: string(&it, "event")?, points: points()? },
        "referral" => RuleKind::Referral {
            when: ReferralEvent::parse(&string(&it, "when")?).ok_or(BadJson)?,
            rewards: Rewarded::parse(&string(&it, "rewards")?).ok_or(BadJson)?,
            points: points()?,
        },
        "points" => RuleKind::Spending(Spending {
            per_unit: number(&it, "perUnit")?,
            excluded_skus: texts("excludedSkus")?,
            included_labels: labels("includedLabels")?,
            excluded_labels: labels("excludedLabels")?,
            min_order: number(&it, "minOrder")?,
            without_delivery: it["withoutDelivery"].as_bool().ok_or(BadJson)?,
        }),
        "product_purchase" => RuleKind::Product { skus: texts("skus")?, points: points()? },
        "multiply_for_product" => RuleKind::MultiplyProduct {
            skus: texts("skus")?,
            multiplier: number(&it, "multiplier")?,
        },
        "multiply_by_product_labels" => {
            let one = |it: &Value| Ok((read_label(it)?, number(it, "multiplier")?));
            let labels = entries("labels")?.iter().map(one).collect::<Result<_, BadJson>>()?;
            RuleKind::MultiplyLabels { labels }
        }
        "geolocation" => RuleKind::Geolocation {
            latitude: string(&it, "latitude")?,
            longitude: string(&it, "longitude")?,
            radius: string(&it, "radius")?,
            points: points()?,
        },
        "qrcode" => RuleKind::QrCode { code: string(&it, "code")?, points: points()? },
        "instant_reward" => RuleKind::InstantReward {
            campaign: it["campaign"]
                .as_str()
                .and_then(|it| it.parse().ok())
                .map(domain::ids::CampaignId),
        },
        _ => return Err(BadJson),
    })
}
