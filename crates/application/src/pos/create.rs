//! Adds a POS.

use domain::ids::PosId;
use domain::policy::Action;
use domain::pos::PosDraft;

use super::UNIQUE;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &PosDraft) -> Result<PosId, Error> {
    let permit = cx.authorize(Action::PosManage)?;
    let pos = draft.check(PosId(cx.next_id()), 0)?;
    let uow = cx.begin(permit).await?;
    uow.pos().save(&pos).await.map_err(Error::if_taken(&UNIQUE))?;
    let audit = cx.audit("CreatePos", "pos", pos.id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(pos.id)
}

#[cfg(test)]
mod tests {
    use domain::form::message;

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, pos_draft, seller};
    use crate::ports::StorageError;

    #[tokio::test]
    async fn a_new_pos_is_kept_with_its_audit_line() {
        let (cx, record) = Stage::new().call(admin());
        let id = create(&cx, &pos_draft()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.pos[0].id, id);
        assert_eq!(kept.audited(), ["CreatePos"]);
    }

    #[tokio::test]
    async fn an_identifier_is_used_once_per_store() {
        let mut stage = Stage::new();
        stage.repos.pos.expect_save().returning(|_| Err(StorageError::Taken("identifier")));
        let (cx, record) = stage.call(admin());
        let refused = create(&cx, &pos_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.fields[0].path, "identifier");
        assert_eq!(errors.fields[0].message, message::ALREADY_USED);
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn sellers_add_no_pos() {
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(create(&cx, &pos_draft()).await, Err(Error::Forbidden)));
    }
}
