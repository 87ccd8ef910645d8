//! Taking points by hand (behaviour C4, 3.12.6).

use domain::form::FormErrors;
use domain::ids::TransferId;
use domain::ledger::Shortfall;
use domain::points::{Note, TransferDraft};

use super::Member;
use super::add::{authorize, issuer, unknown_customer};
use crate::cx::Cx;
use crate::error::Error;

/// Takes points of the customer that the form names, the oldest first.
pub async fn spend(cx: &Cx, draft: &TransferDraft) -> Result<TransferId, Error> {
    let permit = authorize(cx).await?;
    let terms = draft.check()?;
    let uow = cx.begin(permit).await?;
    let found = Member::find(cx, &*uow, terms.customer).await?;
    let mut member = found.ok_or_else(|| unknown_customer(terms.customer))?;
    let note = Note::new(issuer(cx), terms.comment);
    let spent = member.spend(cx, terms.points, Shortfall::Refused, note);
    let id = spent.map_err(|refusal| {
        let mut errors = FormErrors::default();
        errors.field("points", refusal.to_string());
        errors
    })?;
    member.keep(cx, &*uow).await?;
    uow.commit().await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;
    use domain::points::Issuer;

    use super::*;
    use crate::error::Error;
    use crate::fixtures::{
        Stage, account, admin, as_seller, customer, reporter, seller, told, transfer_draft,
    };

    fn stage() -> Stage {
        let mut stage = Stage::new();
        let john = customer(7);
        stage
            .repos
            .customers
            .expect_find()
            .returning(move |id| Ok(Some(john.clone()).filter(|it| it.id() == id)));
        stage.repos.accounts.expect_find().returning(|id| Ok(account(id, 10)));
        stage
    }

    #[tokio::test]
    async fn points_are_taken_in_the_callers_name() {
        let (cx, record) = stage().call(admin());
        let id = spend(&cx, &transfer_draft(customer(7).id(), "4.5")).await.unwrap();
        let kept = record.take();
        let changes = &kept.accounts[0];
        assert_eq!(changes.balance.available, Amount::parse("5.5").unwrap());
        let [spent] = &changes.transfers[..] else { panic!("one spend") };
        assert_eq!((spent.id, spent.note.issuer), (id, Issuer::Admin));
        assert_eq!(changes.lots[0].remaining, Amount::parse("5.5").unwrap());
        assert!(kept.committed);
    }

    #[tokio::test]
    async fn nothing_is_taken_that_is_not_there() {
        for (who, points, field, said) in [
            (7, "10.01", "points", "not enough points".to_owned()),
            (8, "1", "customer", format!("Customer ID: {} does not exist", customer(8).id())),
        ] {
            let (cx, record) = stage().call(admin());
            let refused = spend(&cx, &transfer_draft(customer(who).id(), points)).await;
            assert_eq!(told(refused), [(field.to_owned(), said)]);
            assert!(!record.take().committed);
        }
        let (cx, _) = stage().call(reporter());
        let refused = spend(&cx, &transfer_draft(customer(7).id(), "1")).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }

    #[tokio::test]
    async fn sellers_take_points_where_they_were_allowed_to() {
        for allowed in [true, false] {
            let stage = stage().reading(move |it| {
                it.expect_seller().returning(move |_| {
                    let seller =
                        domain::seller::Seller { allow_point_transfer: allowed, ..seller() };
                    Ok(Some(crate::ports::SellerView { seller, pos_name: None, pos_city: None }))
                });
            });
            let (cx, record) = stage.call(as_seller(seller().id));
            let spent = spend(&cx, &transfer_draft(customer(7).id(), "1")).await;
            assert_eq!((spent.is_ok(), record.take().committed), (allowed, allowed));
        }
    }
}
