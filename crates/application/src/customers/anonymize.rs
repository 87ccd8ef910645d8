//! Erasing a person and keeping the member (behaviour A9, 7.3).

use domain::policy::Action;

use super::erase::erase;
use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Takes away everything that tells who a member is; points, purchases and level stay for
/// analysis. Doing it again changes nothing.
pub async fn anonymize(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAnonymize, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let before = customer.state().clone();
    if !customer.anonymize(cx.now()) {
        return Ok(());
    }
    erase(cx, &*uow, &before).await?;
    keep(cx, &*uow, customer).await?;
    let line = cx.audit_customer("AnonymizeCustomer", before.id, AuditData::Nothing);
    uow.audit().record(line).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::account::User;
    use domain::customer::{Avatar, Customer, CustomerState, Profile};

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, customer, seller};
    use crate::ports::Task;

    fn pictured() -> Customer {
        let avatar = Avatar {
            path: "avatars/1.png".to_owned(),
            original_name: "me.png".to_owned(),
            mime: "image/png".to_owned(),
        };
        let state = customer(7).state().clone();
        Customer::restore(CustomerState { avatar: Some(avatar), ..state })
    }

    #[tokio::test]
    async fn the_person_goes_with_every_way_in_and_every_file() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(pictured())));
        let (cx, record) = stage.call(admin());
        anonymize(&cx, &customer(7).id().into()).await.unwrap();
        let kept = record.take();
        let (id, user) = (customer(7).id(), User::Customer(customer(7).id()));
        assert!(kept.committed);
        assert_eq!(kept.customers[0].state().profile, Profile::erased());
        assert_eq!(
            (kept.ended_users.clone(), kept.deleted_logins.clone()),
            (vec![user], vec![user])
        );
        assert_eq!(kept.audited(), ["AnonymizeCustomer"]);
        let path = "avatars/1.png".to_owned();
        assert_eq!(kept.tasks(), [Task::ForgetMessages(id), Task::SweepBlob { path }]);
    }

    #[tokio::test]
    async fn the_second_time_nothing_happens() {
        let mut stage = Stage::new();
        let stored = customer(7).state().clone();
        let nobody = Customer::restore(CustomerState { anonymized: true, ..stored });
        stage.repos.customers.expect_find().return_once(|_| Ok(Some(nobody)));
        let (cx, record) = stage.call(admin());
        anonymize(&cx, &customer(7).id().into()).await.unwrap();
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn sellers_do_not_anonymize() {
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().return_once(|_| Ok(Some(customer(7).id())));
        });
        let (cx, _) = stage.call(as_seller(seller().id));
        let refused = anonymize(&cx, &customer(7).id().into()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
