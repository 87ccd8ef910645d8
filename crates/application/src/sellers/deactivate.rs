//! Keeps a seller out, from now on.

use domain::account::User;
use domain::ids::SellerId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn deactivate(cx: &Cx, id: SellerId) -> Result<(), Error> {
    let permit = cx.authorize(Action::SellerManage)?;
    let uow = cx.begin(permit).await?;
    let mut seller = uow.sellers().find(id).await?.ok_or(Error::NotFound)?;
    seller.deactivate();
    uow.sellers().save(&seller).await?;
    uow.sessions().end_all(User::Seller(id)).await?;
    let audit = cx.audit("DeactivateSeller", "seller", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, seller};

    #[tokio::test]
    async fn a_deactivated_seller_is_signed_out_everywhere() {
        let mut stage = Stage::new();
        stage.repos.sellers.expect_find().return_once(|_| Ok(Some(seller())));
        let (cx, record) = stage.call(admin());
        deactivate(&cx, seller().id).await.unwrap();
        let kept = record.take();
        assert!(kept.committed && !kept.sellers[0].can_sign_in());
        assert_eq!(kept.ended_users, [User::Seller(seller().id)]);
        assert_eq!(kept.audited(), ["DeactivateSeller"]);
    }

    #[tokio::test]
    async fn an_unknown_seller_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.sellers.expect_find().return_once(|_| Ok(None));
        let (cx, _) = stage.call(admin());
        assert!(matches!(deactivate(&cx, seller().id).await, Err(Error::NotFound)));
    }
}
