//! Adds a level.

use domain::ids::{LevelId, SpecialRewardId};
use domain::level::LevelDraft;
use domain::policy::Action;

use super::rules;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &LevelDraft) -> Result<LevelId, Error> {
    let permit = cx.authorize(Action::LevelManage)?;
    let id = LevelId(cx.next_id());
    let level = draft.check(id, None, &rules(cx), || SpecialRewardId(cx.next_id()))?;
    let uow = cx.begin(permit).await?;
    uow.levels().save(&level).await?;
    let audit = cx.audit("CreateLevel", "level", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, level_draft, reporter};

    #[tokio::test]
    async fn a_new_level_is_kept_with_its_audit_line() {
        let (cx, record) = Stage::new().call(admin());
        let id = create(&cx, &level_draft()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.levels[0].id, kept.levels[0].version), (id, 0));
        assert_eq!(kept.audited(), ["CreateLevel"]);
        assert_eq!(kept.audit[0].entity_id, id.to_string());
    }

    #[tokio::test]
    async fn the_name_is_asked_for_in_the_stores_default_locale() {
        let mut stage = Stage::new();
        stage.store.default_locale = domain::locale::Locale::parse("pl").unwrap();
        let (cx, record) = stage.call(admin());
        let refused = create(&cx, &level_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("translations.pl.name"));
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn a_view_only_administrator_adds_nothing() {
        let (cx, record) = Stage::new().call(reporter());
        let refused = create(&cx, &level_draft()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert!(record.take().levels.is_empty());
    }
}
