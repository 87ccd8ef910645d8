//! Wire shapes of an earning rule (behaviour 3.14).

use application::cx::Cx;
use domain::amount::Amount;
use domain::earning::{KindMembers, Rule, UsageLimit};
use domain::label::Label;
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// A rule that grants points. Which members there are beside the first ones depends on its type.
#[derive(Object)]
#[oai(rename = "EarningRule", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct RuleDto {
    earning_rule_id: String,
    name: String,
    description: String,
    #[oai(rename = "type")]
    rule_type: String,
    active: bool,
    all_time_active: bool,
    start_at: Option<String>,
    end_at: Option<String>,
    levels: Vec<String>,
    segments: Vec<String>,
    pos: Vec<String>,
    limit: LimitDto,
    last_executed_rule: bool,
    event_name: Option<String>,
    /// `referrer`, `referred` or `both`.
    reward_type: Option<String>,
    points_amount: Option<Decimal>,
    /// Points for one unit of currency.
    point_value: Option<Decimal>,
    #[oai(rename = "excludedSKUs")]
    excluded_skus: Option<Vec<String>>,
    labels_included: Option<Vec<RuleLabelDto>>,
    labels_excluded: Option<Vec<RuleLabelDto>>,
    min_order_value: Option<Decimal>,
    exclude_delivery_cost: Option<bool>,
    sku_ids: Option<Vec<String>>,
    multiplier: Option<Decimal>,
    label_multipliers: Option<Vec<LabelMultiplierDto>>,
    /// Degrees.
    latitude: Option<Decimal>,
    /// Degrees.
    longitude: Option<Decimal>,
    /// Kilometres.
    radius: Option<Decimal>,
    code: Option<String>,
    reward_campaign_id: Option<String>,
}

#[derive(Object)]
#[oai(rename = "EarningRuleLimit", skip_serializing_if_is_none)]
struct LimitDto {
    active: bool,
    period: Option<String>,
    limit: Option<u32>,
}

#[derive(Object)]
#[oai(rename = "EarningRuleLabel")]
struct RuleLabelDto {
    key: String,
    value: String,
}

#[derive(Object)]
#[oai(rename = "LabelMultiplier")]
struct LabelMultiplierDto {
    key: String,
    value: String,
    multiplier: Decimal,
}

#[derive(Object)]
#[oai(rename = "EarningRuleList", rename_all = "camelCase")]
pub(super) struct RuleListDto {
    pub(super) earning_rules: Vec<RuleDto>,
    /// Matches before paging, exact.
    pub(super) total: u64,
}

/// A rule that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedEarningRule", rename_all = "camelCase")]
pub(super) struct SavedDto {
    pub(super) earning_rule_id: String,
}

impl RuleDto {
    pub(super) fn of(rule: Rule, cx: &Cx) -> Self {
        let Rule {
            id,
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
        let rule_type = kind.rule_type().as_str().to_owned();
        let KindMembers {
            event,
            rewards,
            points,
            per_unit,
            excluded_skus,
            included_labels,
            excluded_labels,
            min_order,
            without_delivery,
            skus,
            multiplier,
            label_multipliers,
            latitude,
            longitude,
            radius,
            code,
            campaign,
        } = kind.into();
        let zone = cx.store.time_zone;
        let typed = |it: Option<String>| it.as_deref().and_then(Decimal::typed);
        Self {
            earning_rule_id: id.to_string(),
            name,
            description,
            rule_type,
            active,
            all_time_active: period.is_none(),
            start_at: period.map(|it| timestamp(it.0, zone)),
            end_at: period.map(|it| timestamp(it.1, zone)),
            levels: levels.iter().map(ToString::to_string).collect(),
            segments: segments.iter().map(ToString::to_string).collect(),
            pos: pos.iter().map(ToString::to_string).collect(),
            limit: LimitDto::from(limit),
            last_executed_rule: is_last,
            event_name: event,
            reward_type: rewards.map(|it| it.as_str().to_owned()),
            points_amount: points.map(Decimal::from),
            point_value: per_unit.map(Decimal::from),
            excluded_skus,
            labels_included: included_labels.map(labels),
            labels_excluded: excluded_labels.map(labels),
            min_order_value: min_order.map(Decimal::from),
            exclude_delivery_cost: without_delivery,
            sku_ids: skus,
            multiplier: multiplier.map(Decimal::from),
            label_multipliers: label_multipliers.map(multipliers),
            latitude: typed(latitude),
            longitude: typed(longitude),
            radius: typed(radius),
            code,
            reward_campaign_id: campaign.map(|it| it.to_string()),
        }
    }
}

impl From<Option<UsageLimit>> for LimitDto {
    fn from(limit: Option<UsageLimit>) -> Self {
        Self {
            active: limit.is_some(),
            period: limit.map(|it| it.period.as_str().to_owned()),
            limit: limit.map(|it| it.times),
        }
    }
}

fn labels(labels: Vec<Label>) -> Vec<RuleLabelDto> {
    labels.into_iter().map(|Label { key, value }| RuleLabelDto { key, value }).collect()
}

fn multipliers(labels: Vec<(Label, Amount)>) -> Vec<LabelMultiplierDto> {
    let dto = |(Label { key, value }, multiplier): (Label, Amount)| LabelMultiplierDto {
        key,
        value,
        multiplier: Decimal::from(multiplier),
    };
    labels.into_iter().map(dto).collect()
}
