//! One seller: for administrators, and for the seller itself.

use domain::ids::SellerId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::SellerView;

pub async fn details(cx: &Cx, id: SellerId) -> Result<SellerView, Error> {
    let permit = cx.authorize_seller(Action::SellerView, id)?;
    cx.read(permit).seller(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use domain::policy::Actor;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller};

    fn call_by(actor: Actor) -> Cx {
        let stage = Stage::new().reading(|read| {
            read.expect_seller().return_once(|_| {
                Ok(Some(SellerView { seller: seller(), pos_name: None, pos_city: None }))
            });
        });
        stage.call(actor).0
    }

    #[tokio::test]
    async fn administrators_and_the_seller_itself_see_a_seller() {
        for actor in [reporter(), as_seller(seller().id)] {
            assert_eq!(details(&call_by(actor), seller().id).await.unwrap().seller, seller());
        }
        let colleague = call_by(as_seller(SellerId(Uuid::from_u128(9))));
        assert!(matches!(details(&colleague, seller().id).await, Err(Error::Forbidden)));
    }

    #[tokio::test]
    async fn an_unknown_seller_is_not_found() {
        let stage = Stage::new().reading(|read| {
            read.expect_seller().return_once(|_| Ok(None));
        });
        let (cx, _) = stage.call(reporter());
        assert!(matches!(details(&cx, seller().id).await, Err(Error::NotFound)));
    }
}
