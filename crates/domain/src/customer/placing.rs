//! Moving a customer between levels (behaviour 3.9, 3.10).

use super::{Customer, CustomerEvent, CustomerRefusal, MoveCause, Placement};
use crate::Timestamp;
use crate::level::Level;
use crate::locale::Locale;

impl Customer {
    /// Moves to `level` by hand; also when already there (behaviour A19, 3.9.10).
    pub fn assign_level(&mut self, level: &Level, locale: &Locale, now: Timestamp) {
        let place = Some((level, Placement::Manual(level.id)));
        self.place(place, MoveCause::ByHand, locale, now);
    }

    /// Moves to the level that was earned. This ends a manual level, also where it is an upgrade
    /// (behaviour 3.9.11).
    pub fn earn_level(&mut self, level: &Level, upgrade: bool, locale: &Locale, now: Timestamp) {
        let place = Some((level, Placement::Earned(level.id)));
        self.place(place, MoveCause::Automatic { upgrade }, locale, now);
    }

    /// Notes that a recalculation run came by (behaviour 3.10.5).
    pub fn recalculated(&mut self, now: Timestamp) {
        self.state.last_level_recalculation = Some(now);
        self.record(now, CustomerEvent::LevelRecalculated(now));
    }

    /// Points for the level are counted from now on: what a move of level does in some programmes
    /// (behaviour 3.10.3).
    pub fn count_anew(&mut self, now: Timestamp) {
        self.state.last_level_recalculation = Some(now);
    }

    /// Drops the manual level and moves to `earned`, the level for the current amount; to none
    /// when no level fits (behaviour 3.9.12).
    pub fn remove_manual_level(
        &mut self,
        earned: Option<&Level>,
        locale: &Locale,
        now: Timestamp,
    ) -> Result<(), CustomerRefusal> {
        if !matches!(self.state.placement, Some(Placement::Manual(_))) {
            return Err(CustomerRefusal::NoManualLevel);
        }
        let place = earned.map(|it| (it, Placement::Earned(it.id)));
        self.place(place, MoveCause::HandRemoved, locale, now);
        Ok(())
    }

    pub(super) fn place(
        &mut self,
        to: Option<(&Level, Placement)>,
        cause: MoveCause,
        locale: &Locale,
        now: Timestamp,
    ) {
        let from = self.state.placement.map(Placement::level);
        self.state.placement = to.map(|(_, placement)| placement);
        let event = CustomerEvent::MovedToLevel {
            level: to.map(|(level, _)| level.id),
            level_name: to.map(|(level, _)| level.name(locale, locale).to_owned()),
            old_level: from,
            cause,
        };
        self.record(now, event);
    }
}
