//! Deactivation by an administrator or a seller (behaviour A2).

use domain::account::User;
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Blocks a member and ends its sessions at once.
pub async fn deactivate(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerActivate, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let id = customer.id();
    customer.deactivate(cx.now());
    keep(cx, &*uow, customer).await?;
    uow.sessions().end_all(User::Customer(id)).await?;
    uow.audit().record(cx.audit_customer("DeactivateCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::customer::Status;

    use super::*;
    use crate::fixtures::{Stage, admin, customer};

    #[tokio::test]
    async fn a_blocked_members_sessions_end() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let (cx, record) = stage.call(admin());
        deactivate(&cx, &customer(7).id().into()).await.unwrap();
        let kept = record.take();
        assert_eq!(kept.customers[0].state().status, Status::Blocked);
        assert_eq!(kept.ended_users, [User::Customer(customer(7).id())]);
        assert_eq!(kept.audited(), ["DeactivateCustomer"]);
    }

    #[tokio::test]
    async fn a_card_number_finds_the_member_too() {
        let mut stage = Stage::new().reading(|it| {
            it.expect_find_customer().return_once(|_| Ok(Some(customer(7).id())));
        });
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let (cx, record) = stage.call(admin());
        deactivate(&cx, &CustomerRef::parse("47834433524")).await.unwrap();
        assert!(record.take().committed);
    }
}
