//! Changes what is known about a POS; what was left out stays.

use domain::ids::PosId;
use domain::policy::Action;
use domain::pos::PosDraft;

use super::UNIQUE;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: PosId, draft: &PosDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::PosManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.pos().find(id).await?.ok_or(Error::NotFound)?;
    let pos = draft.completed_by(&stored).check(id, stored.version)?;
    uow.pos().save(&pos).await.map_err(Error::if_taken(&UNIQUE))?;
    let audit = cx.audit("UpdatePos", "pos", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, pos, pos_draft};
    use crate::ports::StorageError;

    fn stage_with(found: Option<domain::pos::Pos>) -> Stage {
        let mut stage = Stage::new();
        stage.repos.pos.expect_find().return_once(|_| Ok(found));
        stage
    }

    #[tokio::test]
    async fn what_was_submitted_replaces_what_was_stored() {
        let (cx, record) = stage_with(Some(pos())).call(admin());
        let draft = PosDraft { name: Given::text("Moved"), ..pos_draft() };
        update(&cx, pos().id, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.pos[0].name.as_str(), kept.pos[0].version), ("Moved", 1));
        assert_eq!(kept.audited(), ["UpdatePos"]);
    }

    #[tokio::test]
    async fn an_unknown_pos_is_not_found() {
        let (cx, _) = stage_with(None).call(admin());
        let refused = update(&cx, pos().id, &pos_draft()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn the_identifier_of_another_pos_is_refused() {
        let mut stage = stage_with(Some(pos()));
        stage.repos.pos.expect_save().returning(|_| Err(StorageError::Taken("identifier")));
        let (cx, _) = stage.call(admin());
        let refused = update(&cx, pos().id, &pos_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("identifier"));
    }
}
