//! A newcomer taken apart, for whoever writes many at once (behaviour 3.20.7).

use domain::customer::Customer;
use domain::level::Level;
use domain::points::AccountChanges;
use domain::tier::{PointFacts, TierPolicy, Trigger};

use super::{Member, changes, points_event, points_message};
use crate::cx::Cx;
use crate::ports::{Event, Job, Told};

/// What [`Member::keep`] would save and tell of points.
pub(crate) struct Parts {
    pub customer: Customer,
    pub account: Option<(AccountChanges, Vec<Told>)>,
    pub events: Vec<Event>,
    pub jobs: Vec<Job>,
}

impl Member {
    /// The parts of somebody who was not there before. All of it is known without a look at
    /// storage: whoever has just come earned nothing since it came.
    pub fn into_parts(mut self, cx: &Cx, levels: &[Level]) -> Parts {
        let changes = changes(&self.told);
        let by_points = !matches!(cx.store.settings.tier_policy(), TierPolicy::Transactions { .. });
        if by_points && !changes.is_empty() {
            let available = self.balance().available;
            let facts = PointFacts { available, ..PointFacts::default() };
            self.judge(cx, Trigger::Change, levels, facts);
        }
        let id = self.id();
        let Self { customer, account, told } = self;
        let told_of = |it| points_event(cx, id, it);
        let events = changes.iter().filter_map(told_of).collect();
        let jobs = changes.iter().filter_map(|it| points_message(cx, id, it)).collect();
        let account = account.into_changes().map(|it| (it, told));
        Parts { customer, account, events, jobs }
    }
}
