//! What a rule of any kind is submitted with.

use super::draft::{kept, list};
use super::members::KindMembers;
use super::{Rewarded, RuleKind, RuleType};
use crate::amount::Amount;
use crate::form::{FormErrors, Given, GivenGroup, message};
use crate::ids::CampaignId;
use crate::label::Label;
use crate::points::parse_points;
use crate::pos::parse_degrees;
use crate::text::Text;
use crate::transaction::{LabelDraft, label_list};

const TOO_MANY: &str = "This value should be 1000000 or less.";

/// No factor is higher.
const MOST: Amount = Amount::from_units(1_000_000);

/// Farther apart are no two places, in kilometres.
const FARTHEST: f64 = 20_038.0;

/// What is submitted for a rule of any kind. Everything sent must be right; what belongs to another
/// kind is then left.
#[derive(Clone, Debug, Default)]
pub struct KindDraft {
    pub event_name: Given,
    pub reward_type: Given,
    pub points_amount: Given,
    pub point_value: Given,
    pub excluded_skus: GivenGroup<Vec<Given>>,
    pub labels_included: Option<Vec<LabelDraft>>,
    pub labels_excluded: Option<Vec<LabelDraft>>,
    pub min_order_value: Given,
    pub exclude_delivery_cost: Given,
    pub sku_ids: GivenGroup<Vec<Given>>,
    pub multiplier: Given,
    pub label_multipliers: Option<Vec<MultiplierDraft>>,
    pub latitude: Given,
    pub longitude: Given,
    pub radius: Given,
    pub code: Given,
    pub reward_campaign_id: Given,
}

#[derive(Clone, Debug, Default)]
pub struct MultiplierDraft {
    pub label: LabelDraft,
    pub multiplier: Given,
}

impl KindDraft {
    pub(super) fn check(
        &self,
        rule_type: Option<RuleType>,
        stored: Option<&RuleKind>,
        errors: &mut FormErrors,
    ) -> Option<RuleKind> {
        let stored = stored.cloned().map(KindMembers::from).unwrap_or_default();
        self.members(stored, errors).into_kind(rule_type?, errors)
    }

    fn members(&self, stored: KindMembers, errors: &mut FormErrors) -> KindMembers {
        let labels = |path, sent: &Option<Vec<_>>, stored, errors: &mut FormErrors| match sent {
            None => stored,
            Some(sent) => Some(label_list(path, Some(sent.as_slice()), errors)),
        };
        let included =
            labels("labelsIncluded", &self.labels_included, stored.included_labels, errors);
        let excluded =
            labels("labelsExcluded", &self.labels_excluded, stored.excluded_labels, errors);
        let without_delivery = match self.exclude_delivery_cost {
            Given::Absent => stored.without_delivery,
            ref sent => Some(sent.checked("excludeDeliveryCost", errors)),
        };
        KindMembers {
            event: kept(&self.event_name, stored.event, "eventName", errors, line),
            rewards: kept(&self.reward_type, stored.rewards, "rewardType", errors, |raw| {
                Rewarded::parse(raw).ok_or(message::NOT_VALID)
            }),
            points: kept(&self.points_amount, stored.points, "pointsAmount", errors, parse_points),
            per_unit: kept(&self.point_value, stored.per_unit, "pointValue", errors, parse_factor),
            excluded_skus: skus(&self.excluded_skus, "excludedSKUs", stored.excluded_skus, errors),
            included_labels: included,
            excluded_labels: excluded,
            min_order: kept(
                &self.min_order_value,
                stored.min_order,
                "minOrderValue",
                errors,
                parse_worth,
            ),
            without_delivery,
            skus: skus(&self.sku_ids, "skuIds", stored.skus, errors),
            multiplier: kept(
                &self.multiplier,
                stored.multiplier,
                "multiplier",
                errors,
                parse_factor,
            ),
            label_multipliers: match &self.label_multipliers {
                None => stored.label_multipliers,
                Some(drafts) => Some(multipliers(drafts, errors)),
            },
            latitude: kept(&self.latitude, stored.latitude, "latitude", errors, |raw| {
                parse_degrees(raw, 90.0)
            }),
            longitude: kept(&self.longitude, stored.longitude, "longitude", errors, |raw| {
                parse_degrees(raw, 180.0)
            }),
            radius: kept(&self.radius, stored.radius, "radius", errors, parse_radius),
            code: kept(&self.code, stored.code, "code", errors, line),
            campaign: kept(
                &self.reward_campaign_id,
                stored.campaign,
                "rewardCampaignId",
                errors,
                |raw| CampaignId::parse(raw).ok_or(message::NOT_VALID),
            ),
        }
    }
}

fn skus(
    group: &GivenGroup<Vec<Given>>,
    path: &'static str,
    stored: Option<Vec<String>>,
    errors: &mut FormErrors,
) -> Option<Vec<String>> {
    match group {
        GivenGroup::Absent => stored,
        sent => Some(list(sent, path, vec![], errors, line)),
    }
}

fn multipliers(drafts: &[MultiplierDraft], errors: &mut FormErrors) -> Vec<(Label, Amount)> {
    let mut found = vec![];
    for (at, MultiplierDraft { label: LabelDraft { key, value }, multiplier }) in
        drafts.iter().enumerate()
    {
        let mut own = FormErrors::default();
        let key = key.required("key", &mut own, line);
        let value = value.required("value", &mut own, line);
        let multiplier = multiplier.required("multiplier", &mut own, parse_factor);
        for error in own.fields {
            errors.field(format!("labelMultipliers.{at}.{}", error.path), error.message);
        }
        let label = key.zip(value).map(|(key, value)| Label { key, value });
        found.extend(label.zip(multiplier));
    }
    found
}

fn line(raw: &str) -> Result<String, String> {
    Text::parse(raw).map(|it| it.as_str().to_owned()).map_err(|it| it.to_string())
}

/// More than zero.
fn parse_factor(raw: &str) -> Result<Amount, &'static str> {
    match Amount::parse(raw) {
        Ok(factor) if factor > MOST => Err(TOO_MANY),
        Ok(factor) if factor > Amount::ZERO => Ok(factor),
        Ok(_) | Err(_) => Err(message::NOT_VALID),
    }
}

/// Zero or more.
fn parse_worth(raw: &str) -> Result<Amount, &'static str> {
    match Amount::parse(raw) {
        Ok(worth) if worth.is_negative() => Err(message::TOO_LOW_ZERO),
        Ok(worth) => Ok(worth),
        Err(_) => Err(message::NOT_VALID),
    }
}

/// Kilometres, kept as typed.
fn parse_radius(raw: &str) -> Result<String, &'static str> {
    let plain = raw.len() <= 32 && raw.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match raw.parse::<f64>() {
        Ok(kilometres) if plain && kilometres > 0.0 && kilometres <= FARTHEST => Ok(raw.to_owned()),
        _ => Err(message::NOT_VALID),
    }
}
