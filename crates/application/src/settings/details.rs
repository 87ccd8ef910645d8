//! Every setting that has a value; secrets only for those who may change them.

use domain::policy::Action;
use domain::settings::SettingValue;

use crate::cx::Cx;
use crate::error::Error;

pub async fn details(cx: &Cx) -> Result<Vec<(&'static str, SettingValue)>, Error> {
    let permit = cx.authorize(Action::SettingsView)?;
    let openly = cx.authorize(Action::SettingsManage).is_ok();
    let store = cx.directory(permit).store(&cx.store.code).await?.ok_or(Error::NotFound)?;
    Ok(store.shown_settings(openly))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::settings::REDACTED;

    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller, store, supervisor};

    fn stage() -> Stage {
        let mut kept = store();
        kept.settings.put("pushySecretKey", "s3cret");
        let mut stage = Stage::new();
        stage.directory.expect_store().return_once(|_| Ok(Some(Arc::new(kept))));
        stage
    }

    #[tokio::test]
    async fn secrets_are_for_those_who_may_change_them() {
        for (actor, secret) in [(supervisor(), "s3cret"), (reporter(), REDACTED)] {
            let (cx, _) = stage().call(actor);
            let shown = details(&cx).await.unwrap();
            assert_eq!(shown[0], ("currency", "eur".into()));
            assert!(shown.contains(&("pushySecretKey", secret.into())), "{shown:?}");
        }
        let (cx, _) = stage().call(as_seller(seller().id));
        assert!(matches!(details(&cx).await, Err(Error::Forbidden)));
    }
}
