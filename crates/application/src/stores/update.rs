//! Changes a store in what was submitted.

use domain::policy::Action;
use domain::store::{StoreCode, StoreDraft};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, code: &StoreCode, draft: &StoreDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::StoreManage)?;
    let uow = cx.begin(permit).await?;
    let mut store = uow.stores().find(code).await?.ok_or(Error::NotFound)?;
    draft.change(&mut store)?;
    uow.stores().save(&store).await?;
    let audit = cx.audit("UpdateStore", "store", code.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::Given;
    use domain::store::Store;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, store};

    async fn after(found: Option<Store>, draft: StoreDraft) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.stores.expect_find().return_once(|_| Ok(found));
        let (cx, record) = stage.call(admin());
        let answer = update(&cx, &StoreCode::default_store(), &draft).await;
        (answer, record.take())
    }

    #[tokio::test]
    async fn what_was_submitted_changes_and_the_rest_stays() {
        let draft = StoreDraft { name: Given::text("Renamed"), ..StoreDraft::default() };
        let (answer, kept) = after(Some(store()), draft).await;
        answer.unwrap();
        assert!(kept.committed);
        assert_eq!(kept.stores[0].name.as_str(), "Renamed");
        assert_eq!(kept.stores[0].time_zone, store().time_zone);
        assert_eq!(kept.audited(), ["UpdateStore"]);
    }

    #[tokio::test]
    async fn the_default_store_stays_active_and_an_unknown_one_is_not_found() {
        let off = || StoreDraft { active: Given::text("0"), ..StoreDraft::default() };
        let (answer, kept) = after(Some(store()), off()).await;
        let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
        assert!(errors.has("active") && !kept.committed);
        let (answer, _) = after(None, off()).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
    }
}
