//! Lets a seller sign in again.

use domain::ids::SellerId;
use domain::policy::Action;

use super::gone;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn activate(cx: &Cx, id: SellerId) -> Result<(), Error> {
    let permit = cx.authorize(Action::SellerManage)?;
    let uow = cx.begin(permit).await?;
    let mut seller = uow.sellers().find(id).await?.ok_or(Error::NotFound)?;
    if seller.deleted {
        return Err(gone());
    }
    seller.activate();
    uow.sellers().save(&seller).await?;
    let audit = cx.audit("ActivateSeller", "seller", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::seller::Seller;

    use super::*;
    use crate::fixtures::{Stage, admin, seller};

    #[tokio::test]
    async fn a_seller_may_sign_in_again() {
        let mut stage = Stage::new();
        let off = Seller { active: false, ..seller() };
        stage.repos.sellers.expect_find().return_once(|_| Ok(Some(off)));
        let (cx, record) = stage.call(admin());
        activate(&cx, seller().id).await.unwrap();
        let kept = record.take();
        assert!(kept.committed && kept.sellers[0].can_sign_in());
        assert_eq!(kept.audited(), ["ActivateSeller"]);
    }

    #[tokio::test]
    async fn a_deleted_seller_does_not_come_back() {
        let mut stage = Stage::new();
        let gone = Seller { active: false, deleted: true, ..seller() };
        stage.repos.sellers.expect_find().return_once(|_| Ok(Some(gone)));
        let (cx, record) = stage.call(admin());
        let refused = activate(&cx, seller().id).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        assert!(record.take().sellers.is_empty());
    }
}
