//! Removes a seller for good; the record stays listed (behaviour C1).

use domain::account::User;
use domain::ids::SellerId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: SellerId) -> Result<(), Error> {
    let permit = cx.authorize(Action::SellerManage)?;
    let uow = cx.begin(permit).await?;
    let mut seller = uow.sellers().find(id).await?.ok_or(Error::NotFound)?;
    seller.delete();
    uow.sellers().save(&seller).await?;
    uow.sessions().end_all(User::Seller(id)).await?;
    uow.logins().delete(User::Seller(id)).await?;
    let audit = cx.audit("DeleteSeller", "seller", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, seller};

    #[tokio::test]
    async fn a_deleted_seller_stays_listed_without_sessions_or_password() {
        let mut stage = Stage::new();
        stage.repos.sellers.expect_find().return_once(|_| Ok(Some(seller())));
        let (cx, record) = stage.call(admin());
        delete(&cx, seller().id).await.unwrap();
        let kept = record.take();
        assert!(kept.committed && kept.sellers[0].deleted);
        assert_eq!(kept.ended_users, [User::Seller(seller().id)]);
        assert_eq!(kept.deleted_logins, [User::Seller(seller().id)]);
        assert_eq!(kept.audited(), ["DeleteSeller"]);
    }
}
