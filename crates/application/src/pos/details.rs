//! One POS, by its id or its human identifier.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{PosRef, PosView};

pub async fn details(cx: &Cx, which: &PosRef) -> Result<PosView, Error> {
    let permit = cx.authorize(Action::PosView)?;
    cx.read(permit).pos(which).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use domain::amount::Amount;

    use super::*;
    use crate::fixtures::{Stage, as_seller, pos, seller};

    #[tokio::test]
    async fn a_pos_is_found_by_id_or_identifier() {
        for which in [PosRef::Id(pos().id), PosRef::Identifier("pos1".to_owned())] {
            let asked = which.clone();
            let stage = Stage::new().reading(|read| {
                read.expect_pos().withf(move |which| *which == asked).return_once(|_| {
                    Ok(Some(PosView {
                        pos: pos(),
                        transactions_amount: Amount::ZERO,
                        transactions_count: 0,
                    }))
                });
            });
            let (cx, _) = stage.call(as_seller(seller().id));
            assert_eq!(details(&cx, &which).await.unwrap().pos, pos());
        }
    }

    #[tokio::test]
    async fn an_unknown_pos_is_not_found() {
        let stage = Stage::new().reading(|read| {
            read.expect_pos().return_once(|_| Ok(None));
        });
        let (cx, _) = stage.call(as_seller(seller().id));
        let refused = details(&cx, &PosRef::Id(pos().id)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
