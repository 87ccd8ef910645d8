//! Removing a customer (behaviour A37, 7.7).

use domain::policy::Action;

use super::erase::erase;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::{AuditData, CustomerRef};

/// Erases the person and everything that tells of it.
/// The row stays, nameless, for what refers to it.
pub async fn delete(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerDelete, who).await?;
    let (uow, customer) = load(cx, permit, who).await?;
    let id = customer.id();
    let before = customer.state().clone();
    let mut member = Member::of(cx, &*uow, customer).await?;
    member.reset_points(cx);
    member.customer.delete(cx.now());
    erase(cx, &*uow, &before).await?;
    uow.segments().forget(id).await?;
    member.keep(cx, &*uow).await?;
    uow.audit().record(cx.audit_customer("DeleteCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::account::User;
    use domain::customer::Status;

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, customer, seller};

    #[tokio::test]
    async fn the_person_and_every_way_in_are_gone() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let (cx, record) = stage.call(admin());
        delete(&cx, &customer(7).id().into()).await.unwrap();
        let kept = record.take();
        let user = User::Customer(customer(7).id());
        assert!(kept.committed);
        assert_eq!(kept.customers[0].state().status, Status::Deleted);
        assert_eq!((kept.ended_users, kept.deleted_logins), (vec![user], vec![user]));
        assert_eq!(kept.audit[0].event_type, "DeleteCustomer");
    }

    #[tokio::test]
    async fn sellers_do_not_delete() {
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().return_once(|_| Ok(Some(customer(7).id())));
        });
        let (cx, _) = stage.call(as_seller(seller().id));
        let refused = delete(&cx, &customer(7).id().into()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
