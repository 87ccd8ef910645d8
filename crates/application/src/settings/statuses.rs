//! The names of customers' statuses (behaviour C6).

use domain::policy::Action;
use domain::settings::STATUSES;

use crate::cx::Cx;
use crate::error::Error;

pub fn statuses(cx: &Cx) -> Result<&'static [&'static str], Error> {
    let _ = cx.authorize(Action::SettingsView)?;
    Ok(&STATUSES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, anonymous, reporter};

    #[test]
    fn only_administrators_are_told_the_statuses() {
        let (cx, _) = Stage::new().call(reporter());
        assert_eq!(statuses(&cx).unwrap(), ["new", "active", "blocked", "deleted"]);
        let (cx, _) = Stage::new().call(anonymous());
        assert!(matches!(statuses(&cx), Err(Error::AuthenticationRequired)));
    }
}
