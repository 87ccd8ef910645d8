//! What always holds, told apart from how it is brought about.

use application::ports::{HistoryEntry, Page, TransferQuery};
use application::{customers, points};
use chrono::{Datelike, Days, NaiveDate};
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::{Placement, Variable};
use domain::ids::CustomerId;
use domain::ledger::{Expiry, LotState};
use domain::points::{Transfer, TransferKind};
use domain::tier::{Downgrade, TierPolicy};

use super::World;
use crate::laws::fixtures::level_of;

/// The conditions of the programme's levels.
const CONDITIONS: [i64; 4] = [0, 20, 200, 999];

impl World<'_> {
    /// Every point that was ever added is somewhere, and only there; and nothing is there before
    /// its time or after it.
    pub(super) async fn check(&self) {
        let now = self.programme.now();
        for id in &self.customers {
            let status = customers::status(&self.cx, &(*id).into()).await.unwrap();
            let balance = status.standing.account.balance();
            let sums = [balance.available, balance.used, balance.expired, balance.locked];
            assert!(sums.iter().all(|it| !it.is_negative()), "{balance:?}");
            assert!(balance.from_peers <= balance.available, "{balance:?}");
            let (mut added, mut gone, mut earned) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
            let (mut active, mut pending) = (Amount::ZERO, Amount::ZERO);
            for it in self.transfers_of(*id).await {
                if it.kind.source().is_none() {
                    continue;
                }
                self.check_expiry(&it);
                let is_canceled = it.state == LotState::Canceled;
                added = added.plus(it.value);
                gone = gone.plus(if is_canceled { it.remaining } else { Amount::ZERO });
                let counts = it.kind == TransferKind::Adding && !is_canceled;
                earned = earned.plus(if counts { it.value } else { Amount::ZERO });
                match state_at(&it, now) {
                    LotState::Active => active = active.plus(it.remaining),
                    LotState::Pending => pending = pending.plus(it.remaining),
                    LotState::Expired | LotState::Canceled => {}
                }
            }
            let there = sums.iter().fold(gone, |sum, it| sum.plus(*it));
            assert_eq!(there, added, "{balance:?}");
            assert_eq!(balance.earned, earned);
            assert_eq!((balance.available, balance.locked), (active, pending), "{now}");
            let all_expire = self.cx.store.settings.points_expiry() != Expiry::Never;
            let expiring = status.expiring.values().fold(Amount::ZERO, |sum, it| sum.plus(*it));
            assert!(expiring <= balance.available);
            assert!(!all_expire || expiring == balance.available, "{status:?}");
        }
    }

    /// Whoever was just tended is on the level that the programme gives, and the history says how
    /// it came there.
    pub(super) async fn check_levels(&self) {
        for id in &self.customers {
            let customer = self.programme.customer(*id).await.unwrap();
            let state = customer.state();
            let placement = state.placement.unwrap();
            let history = customers::history(&self.cx, &(*id).into(), None).await.unwrap();
            let told = history.iter().find(|it| it.name == "CustomerWasMovedToLevel");
            let told = told.and_then(level_told).expect("a line about the level");
            assert_eq!(told, placement.level().to_string());
            let status = customers::status(&self.cx, &(*id).into()).await.unwrap();
            let amount = match self.cx.store.settings.tier_policy() {
                TierPolicy::Transactions { .. } => state.totals.amount,
                TierPolicy::Points(Downgrade::Automatic) => {
                    status.standing.account.balance().available
                }
                TierPolicy::Points(Downgrade::Never | Downgrade::AfterDays { .. }) => continue,
            };
            if matches!(placement, Placement::Earned(_)) {
                let reached = |it: &i64| Amount::from_units(*it) <= amount;
                let level = CONDITIONS.iter().filter(|it| reached(it)).count() - 1;
                let level = level_of(level.try_into().unwrap(), 0).id;
                assert_eq!(placement.level(), level, "{amount}");
            }
        }
    }

    async fn transfers_of(&self, id: CustomerId) -> Vec<Transfer> {
        let page = Page { offset: 0, limit: 100_000 };
        let query = TransferQuery { customer: Some(id), page, ..TransferQuery::default() };
        let found = points::list(&self.cx, &query).await.unwrap();
        found.items.into_iter().map(|it| it.transfer).collect()
    }

    /// By the calendar of a programme in UTC (behaviour 3.13.1, 3.13.2).
    fn check_expiry(&self, it: &Transfer) {
        if it.kind != TransferKind::Adding {
            return;
        }
        let from = it.locked_until.unwrap_or(it.created_at).date_naive();
        let left = |end: NaiveDate| (end - it.created_at.date_naive()).num_days();
        let asked = self.validity.iter().find(|(id, _)| *id == it.id).and_then(|it| it.1);
        let (year, month) = (it.created_at.year(), it.created_at.month());
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        let days = match (asked, self.cx.store.settings.points_expiry()) {
            (Some(days), _) | (None, Expiry::AfterDays(days)) => i64::from(days),
            (None, Expiry::Never) => return assert_eq!(it.expires_at, None),
            (None, Expiry::EndOfMonth) if month == 12 => left(first(year + 1, 1)) - 1,
            (None, Expiry::EndOfMonth) => left(first(year, month + 1)) - 1,
            (None, Expiry::EndOfYear) => left(first(year + 1, 1)) - 1,
        };
        let day = from.checked_add_days(Days::new(days.try_into().unwrap())).unwrap();
        let end = day.and_hms_opt(23, 59, 59).unwrap().and_utc();
        assert_eq!(it.expires_at, Some(end), "{it:?}");
    }
}

/// What has become of points by now, whether a job came by or not: they are there after they were
/// locked, up to and in the moment in which they expire (behaviour 3.13.4).
fn state_at(it: &Transfer, now: Timestamp) -> LotState {
    let unlocked = it.locked_until.is_none_or(|it| it < now);
    let gone = it.expires_at.is_some_and(|it| it < now);
    match it.state {
        LotState::Pending if !unlocked => LotState::Pending,
        LotState::Pending | LotState::Active if gone => LotState::Expired,
        LotState::Pending | LotState::Active => LotState::Active,
        ended => ended,
    }
}

fn level_told(entry: &HistoryEntry) -> Option<String> {
    let (_, level) = entry.variables.iter().find(|(name, _)| name == "levelId")?;
    match level {
        Some(Variable::Text(id)) => Some(id.clone()),
        _ => None,
    }
}
