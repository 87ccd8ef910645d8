//! The members of a rule that belong to its kind, flat as the wire has them.

use super::{EVENTS, ReferralEvent, Rewarded, RuleKind, RuleType, Spending};
use crate::amount::Amount;
use crate::form::{FormErrors, message};
use crate::ids::CampaignId;
use crate::label::Label;

/// What a rule of any kind may consist of; `None`: its kind has no such member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindMembers {
    pub event: Option<String>,
    pub rewards: Option<Rewarded>,
    pub points: Option<Amount>,
    pub per_unit: Option<Amount>,
    pub excluded_skus: Option<Vec<String>>,
    pub included_labels: Option<Vec<Label>>,
    pub excluded_labels: Option<Vec<Label>>,
    pub min_order: Option<Amount>,
    pub without_delivery: Option<bool>,
    pub skus: Option<Vec<String>>,
    pub multiplier: Option<Amount>,
    pub label_multipliers: Option<Vec<(Label, Amount)>>,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    pub radius: Option<String>,
    pub code: Option<String>,
    pub campaign: Option<CampaignId>,
}

impl From<RuleKind> for KindMembers {
    fn from(kind: RuleKind) -> Self {
        let none = Self::default();
        match kind {
            RuleKind::Event { event, points } | RuleKind::Custom { event, points } => {
                Self { event: Some(event), points: Some(points), ..none }
            }
            RuleKind::Referral { when, rewards, points } => Self {
                event: Some(when.as_str().to_owned()),
                rewards: Some(rewards),
                points: Some(points),
                ..none
            },
            RuleKind::Spending(Spending {
                per_unit,
                excluded_skus,
                included_labels,
                excluded_labels,
                min_order,
                without_delivery,
            }) => Self {
                per_unit: Some(per_unit),
                excluded_skus: Some(excluded_skus),
                included_labels: Some(included_labels),
                excluded_labels: Some(excluded_labels),
                min_order: Some(min_order),
                without_delivery: Some(without_delivery),
                ..none
            },
            RuleKind::Product { skus, points } => {
                Self { skus: Some(skus), points: Some(points), ..none }
            }
            RuleKind::MultiplyProduct { skus, multiplier } => {
                Self { skus: Some(skus), multiplier: Some(multiplier), ..none }
            }
            RuleKind::MultiplyLabels { labels } => Self { label_multipliers: Some(labels), ..none },
            RuleKind::Geolocation { latitude, longitude, radius, points } => Self {
                latitude: Some(latitude),
                longitude: Some(longitude),
                radius: Some(radius),
                points: Some(points),
                ..none
            },
            RuleKind::QrCode { code, points } => {
                Self { code: Some(code), points: Some(points), ..none }
            }
            RuleKind::InstantReward { campaign } => Self { campaign, ..none },
        }
    }
}

impl KindMembers {
    /// The kind that these members make; what it needs and does not find is an error.
    pub(super) fn into_kind(
        self,
        rule_type: RuleType,
        errors: &mut FormErrors,
    ) -> Option<RuleKind> {
        let filled = |list: Option<Vec<String>>| list.filter(|it| !it.is_empty());
        Some(match rule_type {
            RuleType::Event => {
                let event = needed(self.event, "eventName", errors);
                let points = needed(self.points, "pointsAmount", errors);
                let event = event.filter(|it| {
                    let known = EVENTS.contains(&it.as_str());
                    if !known {
                        errors.field("eventName", message::NOT_VALID);
                    }
                    known
                });
                RuleKind::Event { event: event?, points: points? }
            }
            RuleType::Custom => {
                let event = needed(self.event, "eventName", errors);
                let points = needed(self.points, "pointsAmount", errors);
                RuleKind::Custom { event: event?, points: points? }
            }
            RuleType::Referral => {
                let event = needed(self.event, "eventName", errors);
                let rewards = needed(self.rewards, "rewardType", errors);
                let points = needed(self.points, "pointsAmount", errors);
                let when = ReferralEvent::parse(&event?).ok_or(message::NOT_VALID);
                let when = errors.take("eventName", when);
                RuleKind::Referral { when: when?, rewards: rewards?, points: points? }
            }
            RuleType::Spending => RuleKind::Spending(Spending {
                per_unit: needed(self.per_unit, "pointValue", errors)?,
                excluded_skus: self.excluded_skus.unwrap_or_default(),
                included_labels: self.included_labels.unwrap_or_default(),
                excluded_labels: self.excluded_labels.unwrap_or_default(),
                min_order: self.min_order.unwrap_or_default(),
                without_delivery: self.without_delivery.unwrap_or_default(),
            }),
            RuleType::Product => {
                let skus = needed(filled(self.skus), "skuIds", errors);
                let points = needed(self.points, "pointsAmount", errors);
                RuleKind::Product { skus: skus?, points: points? }
            }
            RuleType::MultiplyProduct => {
                let skus = needed(filled(self.skus), "skuIds", errors);
                let multiplier = needed(self.multiplier, "multiplier", errors);
                RuleKind::MultiplyProduct { skus: skus?, multiplier: multiplier? }
            }
            RuleType::MultiplyLabels => {
                let labels = self.label_multipliers.filter(|it| !it.is_empty());
                RuleKind::MultiplyLabels { labels: needed(labels, "labelMultipliers", errors)? }
            }
            RuleType::Geolocation => {
                let latitude = needed(self.latitude, "latitude", errors);
                let longitude = needed(self.longitude, "longitude", errors);
                let radius = needed(self.radius, "radius", errors);
                let points = needed(self.points, "pointsAmount", errors);
                RuleKind::Geolocation {
                    latitude: latitude?,
                    longitude: longitude?,
                    radius: radius?,
                    points: points?,
                }
            }
            RuleType::QrCode => {
                let code = needed(self.code, "code", errors);
                let points = needed(self.points, "pointsAmount", errors);
                RuleKind::QrCode { code: code?, points: points? }
            }
            RuleType::InstantReward => RuleKind::InstantReward { campaign: self.campaign },
        })
    }
}

/// What is not there is an error, unless it is known already what is wrong with it.
fn needed<T>(value: Option<T>, path: &'static str, errors: &mut FormErrors) -> Option<T> {
    let below = format!("{path}.");
    let known = errors.fields.iter().any(|it| it.path == path || it.path.starts_with(&below));
    if value.is_none() && !known {
        errors.field(path, message::BLANK);
    }
    value
}
