//! Settings as a whole: shown, and compared.

use super::keys::{KEYS, Key, Kind};
use super::{REDACTED, SettingValue};
use crate::store::Store;

impl Store {
    /// Every setting that has a value, in the table's order, the store's own columns among them.
    /// Secrets stay secret unless `openly`.
    pub fn shown_settings(&self, openly: bool) -> Vec<(&'static str, SettingValue)> {
        let shown = |key: &'static Key| {
            let value = self.setting(key)?;
            let hidden = key.secret && !openly;
            Some((key.name, if hidden { REDACTED.into() } else { value }))
        };
        KEYS.iter().filter_map(shown).collect()
    }

    /// The keys whose values are not those of `other`.
    pub fn changed_settings(&self, other: &Self) -> Vec<&'static str> {
        let changed = KEYS.iter().filter(|it| self.setting(it) != other.setting(it));
        changed.map(|it| it.name).collect()
    }

    fn setting(&self, key: &Key) -> Option<SettingValue> {
        match key.kind {
            Kind::Currency => Some(self.currency.as_str().into()),
            Kind::TimeZone => Some(self.time_zone.name().into()),
            Kind::ProgramName => Some(self.name.as_str().into()),
            _ => self.settings.get(key.name).cloned(),
        }
    }
}
