//! What a purchase earns (behaviour 3.14.4).

use super::{Earner, Grant, Rule, RuleKind, Spending};
use crate::Timestamp;
use crate::amount::{Amount, Sum};
use crate::ids::RuleId;
use crate::transaction::Item;

/// No purchase gives more, whatever the rules say.
const MOST: Amount = Amount::from_units(1_000_000_000);

/// A purchase, as far as rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    pub items: &'a [Item],
    /// SKUs that are delivery costs.
    pub delivery_skus: &'a [String],
    pub gross: Amount,
}

/// All rules that apply, in their order: spending first, then multipliers, then products. The
/// points are rounded once, to two decimals; `None` when there are none.
pub fn points_for_purchase(
    rules: &[Rule],
    purchase: Purchase<'_>,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let mut applying: Vec<_> = rules.iter().filter(|it| it.applies(earner, now)).collect();
    applying.sort_by_key(|it| (rank(&it.kind), it.id));
    let mut points = vec![Sum::default(); purchase.items.len()];
    let mut used: Vec<(RuleId, &str)> = vec![];
    for rule in applying {
        let Some(changed) = apply(rule, purchase, &mut points) else { continue };
        if changed {
            used.push((rule.id, &rule.name));
            // The flag is for rules that give points (behaviour 3.14.5).
            let multiplies = rank(&rule.kind) == 1;
            if rule.is_last && !multiplies {
                break;
            }
        }
    }
    let total = points.into_iter().fold(Sum::default(), Sum::plus).rounded(2).min(MOST);
    if total <= Amount::ZERO {
        return None;
    }
    let names: Vec<_> = used.iter().map(|(_, name)| *name).collect();
    let rules = used.iter().map(|(id, _)| *id).collect();
    Some(Grant { points: total, comment: names.join(", "), rules })
}

fn rank(kind: &RuleKind) -> u8 {
    match kind {
        RuleKind::Spending(_) => 0,
        RuleKind::MultiplyProduct { .. } | RuleKind::MultiplyLabels { .. } => 1,
        _ => 2,
    }
}

/// Whether the rule gave something; `None` for a rule that is not about purchases.
fn apply(rule: &Rule, purchase: Purchase<'_>, points: &mut [Sum]) -> Option<bool> {
    let mut changed = false;
    for (item, points) in purchase.items.iter().zip(points) {
        let new = match &rule.kind {
            RuleKind::Spending(spending) => {
                let counts =
                    purchase.gross >= spending.min_order && spending.counts(item, purchase);
                points.plus(Sum::product(item.gross, spending.per_unit).if_any(counts))
            }
            RuleKind::MultiplyProduct { skus, multiplier } if skus.contains(&item.sku) => {
                points.times(*multiplier)
            }
            RuleKind::MultiplyLabels { labels } => {
                let of_item = labels.iter().filter(|(label, _)| item.labels.contains(label));
                of_item.fold(*points, |points, (_, multiplier)| points.times(*multiplier))
            }
            RuleKind::Product { skus, points: each } if skus.contains(&item.sku) => {
                points.plus(Sum::from(*each))
            }
            RuleKind::MultiplyProduct { .. } | RuleKind::Product { .. } => *points,
            RuleKind::Event { .. }
            | RuleKind::Custom { .. }
            | RuleKind::Referral { .. }
            | RuleKind::Geolocation { .. }
            | RuleKind::QrCode { .. }
            | RuleKind::InstantReward { .. } => return None,
        };
        changed |= new != *points;
        *points = new;
    }
    Some(changed)
}

impl Spending {
    fn counts(&self, item: &Item, purchase: Purchase<'_>) -> bool {
        let has_any = |labels: &[_]| labels.iter().any(|it| item.labels.contains(it));
        let is_delivery = self.without_delivery && purchase.delivery_skus.contains(&item.sku);
        let is_excluded = self.excluded_skus.contains(&item.sku) || has_any(&self.excluded_labels);
        let is_included = self.included_labels.is_empty() || has_any(&self.included_labels);
        is_included && !is_excluded && !is_delivery
    }
}
