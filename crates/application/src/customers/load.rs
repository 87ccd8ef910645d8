//! Finding the customer that a path names, for a write.

use domain::customer::Customer;

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{CustomerRef, UnitOfWork};

/// A unit of work, and in it the customer, locked: by id, or else by loyalty card number.
///
/// Cards are looked up while no unit of work is open. A call that holds one connection and waits
/// for another would keep every call waiting as soon as all connections are held like that.
pub(crate) async fn load(
    cx: &Cx,
    permit: Permit,
    who: &CustomerRef,
) -> Result<(Box<dyn UnitOfWork>, Customer), Error> {
    if let Some(id) = who.id {
        let uow = cx.begin(permit).await?;
        if let Some(customer) = uow.customers().find(id).await? {
            return Ok((uow, customer));
        }
    }
    let id = cx.read(permit).find_customer(who).await?.ok_or(Error::NotFound)?;
    let uow = cx.begin(permit).await?;
    let customer = uow.customers().find(id).await?.ok_or(Error::NotFound)?;
    Ok((uow, customer))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::locale::Locale;
    use domain::policy::Action;
    use mockall::Sequence;

    use super::*;
    use crate::fixtures::{Record, Repos, Stage, admin, customer, store};
    use crate::ports::{MockReadModel, MockStorage};

    #[tokio::test]
    async fn a_card_is_looked_up_before_the_unit_of_work_begins() {
        let mut order = Sequence::new();
        let mut storage = MockStorage::new();
        storage.expect_read().once().in_sequence(&mut order).returning(|_| {
            let mut read = MockReadModel::new();
            read.expect_find_customer().returning(|_| Ok(Some(customer(7).id())));
            Box::new(read)
        });
        let mut repos = Repos::default();
        repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let uow = repos.into_unit_of_work(&Record::default());
        storage.expect_begin().once().in_sequence(&mut order).return_once(|_| Ok(Box::new(uow)));
        let (ports, _) = Stage::new().ports();
        let mut ports = Arc::into_inner(ports).unwrap();
        ports.storage = Arc::new(storage);
        let cx = Cx::new(
            Arc::new(ports),
            Arc::new(store()),
            admin(),
            "admin".to_owned(),
            Locale::english(),
        );
        let permit = cx.authorize(Action::CustomerEdit).unwrap();
        let who = CustomerRef { id: None, card: "47834433524".to_owned() };
        let (_, found) = load(&cx, permit, &who).await.unwrap();
        assert_eq!(found.id(), customer(7).id());
    }
}
