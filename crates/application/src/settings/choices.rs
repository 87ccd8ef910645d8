//! What can be chosen where: labels and values (behaviour C6).

use domain::policy::Action;
use domain::settings::{Choice, choices as known};

use crate::cx::Cx;
use crate::error::Error;

pub fn choices(cx: &Cx, name: &str) -> Result<Vec<Choice>, Error> {
    let _ = cx.authorize(Action::SettingsPublic)?;
    known(name).ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, anonymous};

    #[test]
    fn known_choices_are_told_and_others_are_not_found() {
        let (cx, _) = Stage::new().call(anonymous());
        let methods = choices(&cx, "availableAccountActivationMethods").unwrap();
        assert_eq!(methods, [("E-mail", "email"), ("SMS", "sms")]);
        assert!(matches!(choices(&cx, "weather"), Err(Error::NotFound)));
    }
}
