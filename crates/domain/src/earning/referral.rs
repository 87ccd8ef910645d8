//! What it earns that one customer brought another (behaviour B10.5).

use super::{Earner, Grant, ReferralEvent, Rewarded, Rule, RuleKind, best};
use crate::Timestamp;

/// One of the two whom a referral may reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    Referrer,
    Referred,
}

impl Rewarded {
    fn includes(self, party: Party) -> bool {
        match self {
            Self::Both => true,
            Self::Referrer => party == Party::Referrer,
            Self::Referred => party == Party::Referred,
        }
    }
}

/// What `party` gets: of the rules that are for it only the one with the most points.
pub fn points_for_referral(
    rules: &[Rule],
    event: ReferralEvent,
    party: Party,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let points = |rule: &Rule| match &rule.kind {
        RuleKind::Referral { when, rewards, points }
            if *when == event && rewards.includes(party) =>
        {
            Some(*points)
        }
        _ => None,
    };
    best(rules.iter().filter(|it| it.applies(earner, now)), points)
}
