//! The programme's style sheet; everybody may have it (behaviour C6).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

pub fn style(cx: &Cx) -> Result<String, Error> {
    let _ = cx.authorize(Action::SettingsPublic)?;
    Ok(cx.store.settings.style().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, anonymous};

    #[test]
    fn strangers_get_the_style_sheet() {
        let mut stage = Stage::new();
        stage.store.settings.put("cssTemplate", "a { b: c }");
        let (cx, _) = stage.call(anonymous());
        assert_eq!(style(&cx).unwrap(), "a { b: c }");
    }
}
