//! How accounts are activated; everybody may know (behaviour C6).

use domain::policy::Action;
use domain::store::ActivationMethod;

use crate::cx::Cx;
use crate::error::Error;

pub fn activation_method(cx: &Cx) -> Result<ActivationMethod, Error> {
    let _ = cx.authorize(Action::SettingsPublic)?;
    Ok(cx.store.settings.activation_method())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, anonymous};

    #[test]
    fn strangers_are_told_how_accounts_are_activated() {
        let mut stage = Stage::new();
        stage.store.settings.put("accountActivationMethod", "sms");
        let (cx, _) = stage.call(anonymous());
        assert_eq!(activation_method(&cx).unwrap(), ActivationMethod::Sms);
    }
}
