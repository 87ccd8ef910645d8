//! Changes what is known about a level; what was left out stays.

use domain::ids::{LevelId, SpecialRewardId};
use domain::level::LevelDraft;
use domain::policy::Action;

use super::rules;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: LevelId, draft: &LevelDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::LevelManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.levels().find(id).await?.ok_or(Error::NotFound)?;
    let draft = draft.completed_by(&stored);
    let level = draft.check(id, Some(&stored), &rules(cx), || SpecialRewardId(cx.next_id()))?;
    uow.levels().save(&level).await?;
    let audit = cx.audit("UpdateLevel", "level", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, level, level_draft};

    #[tokio::test]
    async fn what_was_submitted_replaces_what_was_stored() {
        let mut stage = Stage::new();
        let stored = level(1, 20);
        let id = stored.id;
        stage.repos.levels.expect_find().return_once(move |_| Ok(Some(stored)));
        let (cx, record) = stage.call(admin());
        let draft = LevelDraft {
            condition_value: Given::text("30"),
            active: Given::Absent,
            ..level_draft()
        };
        update(&cx, id, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.levels[0].condition.to_string(), "30");
        assert!(kept.levels[0].active);
        assert_eq!(kept.levels[0].version, 1);
        assert_eq!(kept.audited(), ["UpdateLevel"]);
    }

    #[tokio::test]
    async fn an_unknown_level_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.levels.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let refused = update(&cx, level(1, 20).id, &level_draft()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(!record.take().committed);
    }
}
