//! Cancelling an addition (behaviour C4, 3.12.7).

use domain::ids::TransferId;
use domain::policy::Action;

use super::Member;
use crate::cx::Cx;
use crate::error::Error;

/// Takes back what is left of points that were added.
pub async fn cancel(cx: &Cx, id: TransferId) -> Result<(), Error> {
    let permit = cx.authorize(Action::PointsCancel)?;
    let uow = cx.begin(permit).await?;
    let owner = uow.accounts().owner(id).await?.ok_or(Error::NotFound)?;
    // Whoever was deleted has no points left to cancel.
    let found = Member::find(cx, &*uow, owner).await?;
    let mut member = found.ok_or_else(|| Error::refused("this transfer cannot be canceled"))?;
    member.cancel(cx, id).map_err(|refusal| Error::refused(refusal.to_string()))?;
    member.keep(cx, &*uow).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, account, admin, as_seller, customer, seller};

    fn stage(owner: Option<CustomerId>) -> Stage {
        let mut stage = Stage::new();
        stage.repos.accounts.expect_owner().returning(move |_| Ok(owner));
        let john = customer(7);
        stage
            .repos
            .customers
            .expect_find()
            .returning(move |id| Ok(Some(john.clone()).filter(|it| it.id() == id)));
        stage.repos.accounts.expect_find().returning(|id| Ok(account(id, 10)));
        stage
    }

    fn id(number: u128) -> TransferId {
        TransferId(Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn what_is_left_of_an_addition_is_taken_back() {
        let (cx, record) = stage(Some(customer(7).id())).call(admin());
        cancel(&cx, id(1)).await.unwrap();
        let kept = record.take();
        let balance = kept.accounts[0].balance;
        assert_eq!((balance.available, balance.earned), (Amount::ZERO, Amount::ZERO));
        assert_eq!(kept.told[0].entry.event.name(), "PointsTransferHasBeenCanceled");
        assert!(kept.committed);
    }

    #[tokio::test]
    async fn what_is_nobodys_or_cannot_be_cancelled_is_left_alone() {
        let stranger = customer(8).id();
        for (owner, transfer) in [(Some(customer(7).id()), 2), (Some(stranger), 1)] {
            let (cx, record) = stage(owner).call(admin());
            let refused = cancel(&cx, id(transfer)).await;
            let said = "this transfer cannot be canceled";
            assert!(matches!(&refused, Err(Error::Refused(it)) if it == said), "{refused:?}");
            assert!(!record.take().committed);
        }
        let (cx, _) = stage(None).call(admin());
        assert!(matches!(cancel(&cx, id(1)).await, Err(Error::NotFound)));
        let (cx, _) = stage(None).call(as_seller(seller().id));
        assert!(matches!(cancel(&cx, id(1)).await, Err(Error::Forbidden)));
    }
}
