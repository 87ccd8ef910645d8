//! Opens a store.

use domain::form::message;
use domain::policy::Action;
use domain::store::{StoreCode, StoreDraft};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &StoreDraft) -> Result<StoreCode, Error> {
    let permit = cx.authorize(Action::StoreManage)?;
    let store = draft.open()?;
    let uow = cx.begin(permit).await?;
    let unique = [("code", message::ALREADY_USED)];
    uow.stores().save(&store).await.map_err(Error::if_taken(&unique))?;
    let audit = cx.audit("CreateStore", "store", store.code.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(store.code)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, reporter};
    use crate::ports::StorageError;

    fn draft() -> StoreDraft {
        let (code, name) = (Given::text("pl"), Given::text("Polska"));
        StoreDraft { code, name, ..StoreDraft::default() }
    }

    #[tokio::test]
    async fn a_new_store_is_kept_with_its_audit_line() {
        let (cx, record) = Stage::new().call(admin());
        assert_eq!(create(&cx, &draft()).await.unwrap().as_str(), "pl");
        let kept = record.take();
        assert!(kept.committed && kept.stores[0].active);
        assert_eq!(kept.audited(), ["CreateStore"]);
    }

    #[tokio::test]
    async fn a_code_is_used_once() {
        let mut stage = Stage::new();
        stage.repos.stores.expect_save().returning(|_| Err(StorageError::Taken("code")));
        let (cx, record) = stage.call(admin());
        let refused = create(&cx, &draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.fields[0].path, "code");
        assert_eq!(errors.fields[0].message, message::ALREADY_USED);
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn a_view_only_administrator_opens_no_store() {
        let (cx, _) = Stage::new().call(reporter());
        assert!(matches!(create(&cx, &draft()).await, Err(Error::Forbidden)));
    }
}
