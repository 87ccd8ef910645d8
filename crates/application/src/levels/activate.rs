//! Opens or closes a level. Its customers stay on it either way (behaviour 3.9.16).

use domain::ids::LevelId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn activate(cx: &Cx, id: LevelId, active: bool) -> Result<(), Error> {
    let permit = cx.authorize(Action::LevelManage)?;
    let uow = cx.begin(permit).await?;
    let mut level = uow.levels().find(id).await?.ok_or(Error::NotFound)?;
    level.active = active;
    uow.levels().save(&level).await?;
    let event_type = if active { "ActivateLevel" } else { "DeactivateLevel" };
    let audit = cx.audit(event_type, "level", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, level};

    #[tokio::test]
    async fn a_level_is_opened_and_closed() {
        for (active, event_type) in [(true, "ActivateLevel"), (false, "DeactivateLevel")] {
            let mut stage = Stage::new();
            stage.repos.levels.expect_find().returning(|_| Ok(Some(level(1, 20))));
            let (cx, record) = stage.call(admin());
            activate(&cx, level(1, 20).id, active).await.unwrap();
            let kept = record.take();
            assert!(kept.committed);
            assert_eq!(kept.levels[0].active, active);
            assert_eq!(kept.audited(), [event_type]);
        }
    }

    #[tokio::test]
    async fn an_unknown_level_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.levels.expect_find().returning(|_| Ok(None));
        let (cx, _) = stage.call(admin());
        let refused = activate(&cx, level(1, 20).id, true).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
