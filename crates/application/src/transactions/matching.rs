//! Whose a purchase is (behaviour 3.16.2).

use domain::ids::CustomerId;
use domain::settings::Identification;
use domain::transaction::Buyer;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::UnitOfWork;

/// The one active customer that the first telling field of the programme's order finds. Nobody
/// when that field finds several.
pub(super) async fn buyer(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    buyer: &Buyer,
) -> Result<Option<CustomerId>, Error> {
    for by in cx.store.settings.identification_order() {
        let value = match by {
            Identification::Phone => &buyer.phone,
            Identification::LoyaltyCardNumber => &buyer.card,
            Identification::Email => &buyer.email,
        };
        let Some(value) = value else { continue };
        match uow.customers().active_by(by, value).await?[..] {
            [] => {}
            [one] => return Ok(Some(one)),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use domain::policy::Action;

    use super::*;
    use crate::fixtures::{Stage, admin, customer};

    async fn found(phone: usize, email: usize) -> Option<CustomerId> {
        let mut stage = Stage::new();
        stage.repos.customers.expect_active_by().returning(move |by, _| {
            let hits = match by {
                Identification::Phone => phone,
                Identification::LoyaltyCardNumber => panic!("no card was given"),
                Identification::Email => email,
            };
            Ok(vec![customer(7).id(); hits])
        });
        let (cx, _) = stage.call(admin());
        let permit = cx.authorize(Action::TransactionManage).unwrap();
        let uow = cx.begin(permit).await.unwrap();
        let given = |text: &str| Some(text.to_owned());
        let who = Buyer { phone: given("1"), email: given("a@b.pl"), ..Buyer::default() };
        buyer(&cx, &*uow, &who).await.unwrap()
    }

    #[tokio::test]
    async fn the_first_field_that_finds_somebody_decides() {
        let john = Some(customer(7).id());
        assert_eq!(found(1, 0).await, john);
        assert_eq!(found(0, 1).await, john);
        assert_eq!(found(2, 1).await, None);
        assert_eq!(found(0, 0).await, None);
    }
}
